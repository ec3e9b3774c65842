# R30: disorder within a day changes a grade; what a daily tick should have known corrects it.
until 2026-03-20 12:00
person a
2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-05 09:00  says grade.changed from=ungraded to=medium
# Told at 18:00 of the same day what happened at noon: changed.
2026-02-01 18:00 for 2026-02-01 12:00  health.mental.assessed id=urgent level=urgent
2026-02-01 18:00  says grade.changed from=medium to=high
2026-02-01 19:00  health.retracted retracts=urgent
2026-02-01 19:00  says grade.corrected from=high to=medium recipients=town,health notices=police
# Told a day later, after a tick that should have known: corrected.
2026-02-11 18:00 for 2026-02-10 12:00  health.mental.assessed level=urgent
2026-02-11 18:00  says grade.corrected from=medium to=high
