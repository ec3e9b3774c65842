# R15: what a result shows depends on what could have come before it.
until 2026-07-31 12:00
# A window that reaches before the report-in shows nothing; a finding by people does.
person a
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-10 09:00  police.test.recorded id=early test=t1 sample=urine stage=lab result=positive analytes=morphine sampled=2026-01-09
2026-01-10 09:00  says task.opened task=indeterminate:early due=2026-01-15T00:00
at 2026-01-11 12:00  clock_start=2026-01-05 floors=none
2026-01-13 09:00  police.use.determined basis=t1 reviewer=r1 decided=2026-01-13T08:00
2026-01-13 09:00  says grade.proposed basis=G-H3
at 2026-01-13 12:00  clock_start=2026-01-09 tasks!=indeterminate:early floors=G-H3,high,2026-07-08
2026-07-09 00:30  says grade.proposal_withdrawn reason=cause_ended
# A week exactly: the window begins on the day of the report-in and shows use.
person b
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-01-05 09:01  police.execution.reported order=o2 town=460108004
2026-01-14 09:00  police.test.recorded id=week test=t2 sample=urine stage=lab result=positive analytes=morphine sampled=2026-01-12
2026-01-14 09:00  says grade.proposed basis=week
at 2026-01-14 12:00  clock_start=2026-01-12
2026-07-12 00:30  says grade.proposal_withdrawn reason=cause_ended
# Hair looks back half a year.
person c
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-01-05 09:02  police.execution.reported order=o3 town=460108004
2026-07-04 09:00  police.test.recorded id=hair test=t3 sample=hair stage=lab result=positive analytes=morphine sampled=2026-07-04
2026-07-04 09:00  says task.opened task=indeterminate:hair
2026-07-06 09:00  police.test.recorded id=hair2 test=t4 sample=hair stage=lab result=positive analytes=morphine sampled=2026-07-05
2026-07-06 09:00  says grade.proposed basis=hair2
# A negative re-test takes it away from then on.
2026-07-08 09:00  police.test.recorded test=t5 sample=hair stage=recheck result=negative sampled=2026-07-05 confirms=t4
2026-07-08 09:00  says grade.proposal_withdrawn reason=cause_ended
at 2026-07-09 12:00  clock_start=2026-01-05
# A spot positive that no laboratory looked at lapses after ten days.
person d
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-01-05 09:03  police.execution.reported order=o4 town=460108004
2026-02-01 09:00  police.test.recorded id=spot test=t6 sample=urine stage=onsite result=positive analytes=morphine sampled=2026-02-01
2026-02-01 09:00  says task.opened task=laboratory:spot due=2026-02-05T00:00 recipients=police
at 2026-02-11 12:00  tasks=laboratory:spot
at 2026-02-12 12:00  tasks!=laboratory:spot
