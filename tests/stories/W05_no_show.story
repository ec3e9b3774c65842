# W05 no-show and excused: one unexplained miss weighs, halves, and fades; an excused one never does.
person w
until 2026-08-20 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium
every day 2026-01-06 to 2026-08-20 at 08:00 police.checkin.app result=ok
2026-02-05 10:00  police.test.missed due=2026-02-05 kind=no_show_unexplained
2026-02-20 10:00  police.test.missed due=2026-02-20 kind=excused

at 2026-02-05 12:00  score=38 rules=P2,8
at 2026-05-06 12:00  score=38
at 2026-05-07 12:00  score=34 rules=P2,4
at 2026-08-04 12:00  score=34
at 2026-08-05 12:00  score=30
at end  grade=medium score=30
never grade.proposed grade.corrected
