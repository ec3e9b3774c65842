# W14 silence: fifteen days bring a visit, thirty a question to a reviewer, a sign of life ends both.
person w
until 2026-09-20 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium
2026-01-20 09:00  hr.employment.started job=j1 workplace=460108 kind=contract
2026-02-05 08:30  police.test.recorded test=t2026-02-05 sample=urine stage=lab result=negative sampled=2026-02-05
2026-03-05 08:30  police.test.recorded test=t2026-03-05 sample=urine stage=lab result=negative sampled=2026-03-05
2026-04-05 08:30  police.test.recorded test=t2026-04-05 sample=urine stage=lab result=negative sampled=2026-04-05
2026-05-05 08:30  police.test.recorded test=t2026-05-05 sample=urine stage=lab result=negative sampled=2026-05-05
2026-06-05 08:30  police.test.recorded test=t2026-06-05 sample=urine stage=lab result=negative sampled=2026-06-05
2026-07-05 08:30  police.test.recorded test=t2026-07-05 sample=urine stage=lab result=negative sampled=2026-07-05
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-05-03 00:30  says grade.changed from=medium to=low
2026-08-16 00:30  says grade.changed from=low to=medium class=care floors=G-M2,medium
2026-08-16 00:30  says task.opened task=welfare_visit:2026-07-31 due=2026-08-17T00:30 recipients=town
2026-08-31 00:30  says grade.proposed to=high class=control basis=G-H6,silent:2026-07-31 due=2026-09-01T00:30
2026-09-05 08:00  police.checkin.app result=ok
2026-09-05 08:00  says grade.proposal_withdrawn reason=cause_ended
every day 2026-09-06 to 2026-09-20 at 08:00 police.checkin.app result=ok
2026-09-19 00:30  says grade.changed from=medium to=low

at end  grade=low
never grade.corrected alert.raised
