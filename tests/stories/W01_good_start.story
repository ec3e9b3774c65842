# W01 good start: reports in, finds a job, stays clean (domain.md F).
person w
until 2026-09-30 12:00

2026-03-02 09:00  police.order.community_detox order=o1 served=2026-03-02 town=460108004
2026-03-10 09:00  police.execution.reported order=o1 town=460108004
2026-03-10 09:00  says grade.changed from=ungraded to=medium class=care score=30 rules=P1,30 recipients=town,health notices=police
2026-03-15 09:00  hr.employment.started job=j1 workplace=460108 kind=contract
every day 2026-03-11 to 2026-09-30 at 08:00 police.checkin.app result=ok
on 2026-04-10 at 10:00 police.test.recorded test=t4 sample=urine stage=lab result=negative sampled=2026-04-10
on 2026-05-10 at 10:00 police.test.recorded test=t5 sample=urine stage=lab result=negative sampled=2026-05-10
on 2026-06-10 at 10:00 police.test.recorded test=t6 sample=urine stage=lab result=negative sampled=2026-06-10
on 2026-07-10 at 10:00 police.test.recorded test=t7 sample=urine stage=lab result=negative sampled=2026-07-10
on 2026-08-10 at 10:00 police.test.recorded test=t8 sample=urine stage=lab result=negative sampled=2026-08-10
on 2026-09-10 at 10:00 police.test.recorded test=t9 sample=urine stage=lab result=negative sampled=2026-09-10

# Three months in work: protection counts, and fourteen quiet days later the grade follows.
2026-06-26 00:30  says grade.changed from=medium to=low class=care score=20 rules=P1,30,N1,-10

at 2026-06-12 12:00  grade=medium score=30 dwell=0
at 2026-06-13 12:00  grade=medium score=20 dwell=1
at end  grade=low score=10 rules=P1,30,N1,-10,N2,-10 clock_start=2026-03-10 region=460108 file=active
never alert.raised grade.proposed grade.corrected quarantined
