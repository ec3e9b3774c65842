# W03 refusals: a reviewer says no, and the same facts are not put to her again; a new one is.
person w
until 2026-10-20 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium class=care
every day 2026-01-06 to 2026-10-20 at 08:00 police.checkin.app result=ok
2026-02-05 10:00  police.test.missed id=m1 due=2026-02-05 kind=refused
2026-03-05 10:00  police.test.missed id=m2 due=2026-03-05 kind=refused
2026-03-05 10:00  says grade.proposed to=high score=60 basis=P2,m1,m2
2026-03-06 09:00  hub.review.decided task=proposal verdict=reject reviewer=lin
2026-04-05 10:00  police.test.missed id=m3 due=2026-04-05 kind=evaded
2026-04-05 10:00  says grade.proposed to=high basis=G-H2,m1,m2,m3
2026-04-06 15:00  hub.review.decided task=proposal verdict=uphold reviewer=chen
2026-04-06 15:00  says grade.changed from=medium to=high class=control by=chen floors=G-H2,2026-10-02 recipients=town,police
2026-10-16 00:30  says grade.changed from=high to=medium class=control score=30

at 2026-03-07 12:00  grade=medium proposal=none muted=m1,m2
at end  grade=medium score=30 rules=P1,30
never grade.proposal_withdrawn grade.corrected
