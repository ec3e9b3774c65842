# W22 three years, leap day, sealing: a term counted from 29 February, an end that is noticed, and a
# file that closes.
person w
until 2027-05-02 12:00

2024-02-27 09:00  police.order.community_detox order=o1 served=2024-02-27 town=460108004
2024-02-29 09:00  police.execution.reported order=o1 town=460108004
2024-02-29 09:00  says grade.changed to=medium
every day 2024-03-01 to 2027-02-27 at 08:00 police.checkin.app result=ok
2025-03-13 00:30  says grade.changed from=medium to=low
2026-05-10 08:30  police.test.recorded test=t2026-05-10 sample=urine stage=lab result=negative sampled=2026-05-10
2026-08-10 08:30  police.test.recorded test=t2026-08-10 sample=urine stage=lab result=negative sampled=2026-08-10
2026-11-10 08:30  police.test.recorded test=t2026-11-10 sample=urine stage=lab result=negative sampled=2026-11-10
2027-02-10 08:30  police.test.recorded test=t2027-02-10 sample=urine stage=lab result=negative sampled=2027-02-10
2027-02-28 10:00  police.execution.discharged order=o1 reason=term_end
2027-03-01 00:30  says grade.changed from=low to=long_term_low
2027-03-01 00:30  says control.end_due recipients=police
2027-03-20 09:00  police.control.ended decided=2027-03-20
2027-04-19 00:30  says file.sealed recipients=police
2027-05-01 08:00  for 2027-02-28 08:00 police.checkin.app id=late result=ok
2027-05-01 08:00  says quarantined event=late reason=sealed

at 2027-03-10 12:00  file=end_due grade=long_term_low
at end  file=sealed
never grade.proposed grade.corrected
