# R18: a rise is of class control where only breaches reach the grade, and the police hear of it; the
# step down keeps the class, and they hear of that too.
person a
until 2026-06-01 12:00

2024-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2024-01-05 09:00  says grade.changed from=ungraded to=medium class=care
2025-01-18 00:30  says grade.changed from=medium to=low class=care recipients=town,health notices=police
2026-02-09 10:00  police.absence.recorded start=2026-02-05 end=2026-02-09 days=4
2026-02-10 10:00  police.test.missed due=2026-02-10 kind=refused
2026-02-10 10:00  says grade.changed from=low to=medium class=control score=35 recipients=town,police notices=none
# Both count half after ninety days: 22 points, for fourteen ticks.
2026-05-25 00:30  says grade.changed from=medium to=low class=control score=22 recipients=town,police notices=none
