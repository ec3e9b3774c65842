# R8: what happens at ten past midnight is judged by the new day, before its tick.
person a
until 2026-03-10 12:00

2025-03-10 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-10 00:10  police.checkin.app result=missed
at 2026-03-10 00:05  score=30 rules=P1,30
at 2026-03-10 00:15  score=20 rules=P1,20

person nothing
2025-03-10 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
at 2026-03-10 00:15  score=30
at 2026-03-10 00:35  score=20
