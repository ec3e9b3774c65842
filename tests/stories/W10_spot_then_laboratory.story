# W10 spot test then laboratory: a spot positive asks for a laboratory and changes nothing; the
# laboratory's is proposed to a reviewer.
person w
until 2026-06-13 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium
every day 2026-01-06 to 2026-06-11 at 08:00 police.checkin.app result=ok
2026-06-05 10:00  police.test.recorded id=spot test=t1 sample=urine stage=onsite result=positive analytes=methamphetamine sampled=2026-06-05
2026-06-05 10:00  says task.opened task=laboratory:spot due=2026-06-09T00:00 recipients=police
2026-06-08 16:00  police.test.recorded id=lab test=t1 sample=urine stage=lab result=positive analytes=methamphetamine sampled=2026-06-05
2026-06-08 16:00  says grade.proposed to=high class=control basis=G-H3,lab due=2026-06-09T16:00
2026-06-09 09:00  hub.review.decided task=proposal verdict=uphold reviewer=chen
2026-06-09 09:00  says grade.changed from=medium to=high class=control by=chen
2026-06-12 09:00  justice.isolation.admitted site=i1 decided=2026-06-11 region=460108
2026-06-12 09:00  says grade.changed from=high to=suspended class=control

at 2026-06-05 12:00  grade=medium clock_start=2026-01-05
at 2026-06-09 12:00  grade=high clock_start=2026-06-05 floors=G-H3,2026-12-02 basis=G-H3,lab
at end  grade=suspended file=suspended proposal=none
never grade.corrected grade.proposal_withdrawn
