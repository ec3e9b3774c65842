# R24 links: two numbers turn out to be one person; her record is one, and falls apart again when the
# link was a mistake.
person ann
until 2026-04-02 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium class=care
every day 2026-01-06 to 2026-04-01 at 08:00 police.checkin.app result=ok

person bea
2026-02-05 10:00  police.test.missed id=m1 due=2026-02-05 kind=refused
2026-02-06 10:00  police.test.missed id=m2 due=2026-02-06 kind=refused

person ann
2026-03-01 10:00  hub.identity.linked id=l1 other=bea
2026-03-01 10:00  says grade.proposed score=60 basis=P2,m1,m2
2026-03-10 10:00  hub.retracted retracts=l1
2026-03-10 10:00  says grade.proposal_withdrawn reason=corrected

at 2026-03-05 12:00  score=60 rules=P2,30
at end  score=30 proposal=none
