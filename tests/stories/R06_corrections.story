# R6: what is taken back never was; what takes back can be taken back; of two replacements the one written
# last holds; nothing is taken back by what was written before it, or by another agency.
until 2026-04-30 12:00
person a
2026-01-05 09:00  police.person.registered id=reg kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-06 09:00  police.retracted id=back retracts=reg
2026-01-06 09:00  says grade.corrected from=medium to=ungraded
2026-01-07 09:00  police.retracted id=again retracts=back
2026-01-07 09:00  says grade.corrected from=ungraded to=medium
at 2026-01-07 12:00  grade=medium facts=1
person b
2026-01-05 09:01  police.person.registered id=reg2 kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
# Written on the 8th and on the 7th, in this order: the one of the 8th stays.
2026-01-08 09:00 for 2026-01-05 09:01  police.person.registered id=new8 supersedes=reg2 recorded_at=2026-01-08T09:00:00+08:00 kind=voluntary substance=opioid addicted=yes residence=460105001 hukou=460108
2026-01-09 09:00 for 2026-01-05 09:01  police.person.registered id=new7 supersedes=reg2 recorded_at=2026-01-07T09:00:00+08:00 kind=voluntary substance=opioid addicted=yes residence=460106001 hukou=460108
at 2026-01-09 12:00  region=460105 facts=1
# The later one taken back: the other one lives.
2026-01-10 09:00  police.retracted retracts=new8
at 2026-01-10 12:00  region=460106 facts=1
# Another agency takes nothing back.
2026-01-11 09:00  health.retracted retracts=new7
at 2026-01-11 12:00  region=460106 facts=1
# Written before what it takes back: kept, and without effect.
2026-01-12 09:00 for 2026-01-06 09:00  police.retracted recorded_at=2026-01-06T09:00:00+08:00 retracts=new7
at end  region=460106 facts=1
# A replacement lives at once; its target comes later and is none.
person c
2026-01-06 09:00 for 2026-01-05 09:00  police.person.registered id=second supersedes=first recorded_at=2026-01-06T09:00:00+08:00 kind=voluntary substance=opioid addicted=yes residence=460105001 hukou=460108
2026-01-07 09:00 for 2026-01-05 09:00  police.person.registered id=first kind=voluntary substance=opioid addicted=yes residence=460106001 hukou=460108
at end  region=460105 facts=1
