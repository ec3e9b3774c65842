# R19, R20: a decision holds for what the reviewer saw; what was muted needs a new fact to come back.
until 2026-07-31 12:00
person a
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-02-05 10:00  police.test.missed id=m1 due=2026-02-05 kind=refused
2026-03-05 10:00  police.test.missed id=m2 due=2026-03-05 kind=refused
2026-03-05 10:00  says grade.proposed basis=P2,m1,m2 due=2026-03-11T00:00
# Rejected: muted for good. Muted points are still points.
2026-03-06 10:00  hub.review.decided task=proposal verdict=reject reviewer=r1
at 2026-03-06 12:00  muted=m1,m2 proposal=none score=60 grade=medium
# A new fact: proposed again, with the old ones in its basis.
2026-03-10 10:00  police.encounter.recorded id=d1 kind=drug_driving result=confirmed
2026-03-10 10:00  says grade.proposed basis=P2,m1,m2,P10,d1
# The reviewer saw another set, neither more nor less than this: nothing happens.
2026-03-11 10:00  hub.review.decided task=proposal verdict=uphold basis=m1,other reviewer=r1
at 2026-03-11 12:00  grade=medium proposal=P10
# She saw a part of it: it holds.
2026-03-12 10:00  hub.review.decided task=proposal verdict=uphold basis=d1 reviewer=r2
2026-03-12 10:00  says grade.changed to=high class=control recipients=town,police
never grade.proposal_withdrawn
at 2026-03-12 12:00  grade=high by=r2 basis=P2,P10 proposal=none
