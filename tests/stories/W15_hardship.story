# W15 hardship is not guilt: no work, no home, low spirits bring help, never a high grade; police
# hear that a plan changed and no more.
person w
until 2026-11-23 12:00

2025-01-08 09:00  police.order.community_detox order=o1 served=2025-01-08 town=460108004
2025-01-10 09:00  police.execution.reported order=o1 town=460108004
2025-01-10 09:00  says grade.changed to=medium
every day 2025-01-11 to 2026-11-23 at 08:00 police.checkin.app result=ok
2025-02-10 08:30  police.test.recorded test=t2025-02-10 sample=urine stage=lab result=negative sampled=2025-02-10
2025-03-10 08:30  police.test.recorded test=t2025-03-10 sample=urine stage=lab result=negative sampled=2025-03-10
2025-04-10 08:30  police.test.recorded test=t2025-04-10 sample=urine stage=lab result=negative sampled=2025-04-10
2025-05-10 08:30  police.test.recorded test=t2025-05-10 sample=urine stage=lab result=negative sampled=2025-05-10
2025-06-10 08:30  police.test.recorded test=t2025-06-10 sample=urine stage=lab result=negative sampled=2025-06-10
2025-07-10 08:30  police.test.recorded test=t2025-07-10 sample=urine stage=lab result=negative sampled=2025-07-10
2025-08-10 08:30  police.test.recorded test=t2025-08-10 sample=urine stage=lab result=negative sampled=2025-08-10
2025-09-10 08:30  police.test.recorded test=t2025-09-10 sample=urine stage=lab result=negative sampled=2025-09-10
2025-10-10 08:30  police.test.recorded test=t2025-10-10 sample=urine stage=lab result=negative sampled=2025-10-10
2025-11-10 08:30  police.test.recorded test=t2025-11-10 sample=urine stage=lab result=negative sampled=2025-11-10
2025-12-10 08:30  police.test.recorded test=t2025-12-10 sample=urine stage=lab result=negative sampled=2025-12-10
2026-01-10 08:30  police.test.recorded test=t2026-01-10 sample=urine stage=lab result=negative sampled=2026-01-10
2026-03-10 08:30  police.test.recorded test=t2026-03-10 sample=urine stage=lab result=negative sampled=2026-03-10
2026-05-10 08:30  police.test.recorded test=t2026-05-10 sample=urine stage=lab result=negative sampled=2026-05-10
2026-07-10 08:30  police.test.recorded test=t2026-07-10 sample=urine stage=lab result=negative sampled=2026-07-10
2026-09-10 08:30  police.test.recorded test=t2026-09-10 sample=urine stage=lab result=negative sampled=2026-09-10
2026-11-10 08:30  police.test.recorded test=t2026-11-10 sample=urine stage=lab result=negative sampled=2026-11-10
2025-07-22 00:30  says grade.changed from=medium to=low
2026-02-01 09:00  hr.jobseeker.registered able_to_work=yes
2026-03-01 09:00  civil.poverty_watch.opened kind=unstable
2026-03-01 09:00  says need.opened need=livelihood recipients=town,civil causes=P7
2026-05-02 00:30  says need.opened need=employment recipients=town,hr causes=P6
2026-05-10 09:00  police.visit.recorded form=home result=met mood=concern needs=no_fixed_residence
2026-05-10 09:00  says grade.changed from=low to=medium class=care score=30 rules=P1,20,P6,5,P7,P8,P11,N2,-10 recipients=town,health notices=police
2026-05-10 09:00  says need.opened need=mental recipients=town,health
2026-05-10 09:00  says need.opened need=housing recipients=town,civil
2026-05-12 09:00  health.mental.assessed level=monitor
2026-11-22 00:30  says grade.changed from=medium to=low class=care

at 2026-05-12 12:00  score=35 grade=medium
at end  grade=low
never grade.proposed grade.corrected
