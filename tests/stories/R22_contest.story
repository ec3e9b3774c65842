# R22 contests: she contests; whoever upheld the proposal may not decide about it, another may.
person w
until 2026-05-20 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium contested=no
every day 2026-01-06 to 2026-05-20 at 08:00 police.checkin.app result=ok
2026-02-05 10:00  police.test.missed id=m1 due=2026-02-05 kind=refused
2026-03-05 10:00  police.test.missed id=m2 due=2026-03-05 kind=refused
2026-03-06 09:00  hub.review.decided task=proposal verdict=uphold reviewer=lin
2026-03-06 09:00  says grade.changed to=high class=control by=lin contested=no
2026-03-07 09:00  hub.contest.filed id=c1 by=person
2026-03-07 09:00  says task.opened task=contest:c1 due=2026-03-23T00:00 recipients=county_office
2026-03-08 09:00  hub.contest.decided id=d1 contest=c1 verdict=uphold reviewer=lin
2026-03-08 09:00  says quarantined event=d1 reason=same_reviewer
2026-03-09 09:00  hub.contest.decided id=d2 contest=c1 verdict=overturn reviewer=chen
2026-03-10 09:00  police.retracted retracts=m2
2026-03-10 09:00  says grade.corrected from=high to=medium recipients=town,police contested=no

at 2026-03-08 12:00  contested=yes tasks=contest:c1
at 2026-03-09 12:00  contested=no grade=high
at end  grade=medium score=37
