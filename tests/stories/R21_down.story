# R21: fourteen daily ticks in a row, and a tick that fails begins the count anew.
person a
until 2026-02-01 12:00

2025-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2025-01-05 09:00  says grade.changed from=ungraded to=medium
# Twenty points from the 5th of January on; low spirits make it 25 for two ticks.
2026-01-12 09:00  health.mental.assessed level=monitor
at 2026-01-12 08:00  dwell=8 score=20
at 2026-01-13 12:00  dwell=0 score=25
2026-01-14 09:00  health.mental.assessed level=none
2026-01-28 00:30  says grade.changed from=medium to=low class=care
at 2026-01-27 12:00  grade=medium dwell=13
