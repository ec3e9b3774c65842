# W11 retraction: the laboratory takes its result back; everyone who received the high hears it.
person w
until 2026-06-21 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium
every day 2026-01-06 to 2026-06-21 at 08:00 police.checkin.app result=ok
2026-06-05 10:00  police.test.recorded id=spot test=t1 sample=urine stage=onsite result=positive analytes=methamphetamine sampled=2026-06-05
2026-06-08 16:00  police.test.recorded id=lab test=t1 sample=urine stage=lab result=positive analytes=methamphetamine sampled=2026-06-05
2026-06-08 16:00  says grade.proposed to=high basis=G-H3,lab
2026-06-09 09:00  hub.review.decided task=proposal verdict=uphold reviewer=chen
2026-06-09 09:00  says grade.changed to=high class=control recipients=town,police
2026-06-20 10:00  police.retracted retracts=lab
2026-06-20 10:00  says grade.corrected from=high to=medium recipients=town,police supersedes!=none

at end  grade=medium score=30 clock_start=2026-01-05 basis=none by=none
