# W10, the other way: the laboratory finds nothing, and nothing was ever more than provisional.
person w
until 2026-06-20 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium
every day 2026-01-06 to 2026-06-20 at 08:00 police.checkin.app result=ok
2026-06-05 10:00  police.test.recorded id=spot test=t1 sample=urine stage=onsite result=positive analytes=methamphetamine sampled=2026-06-05
2026-06-05 10:00  says task.opened task=laboratory:spot
2026-06-08 16:00  police.test.recorded id=lab test=t1 sample=urine stage=lab result=negative sampled=2026-06-05

at end  grade=medium tasks!=laboratory:spot clock_start=2026-01-05
never grade.proposed grade.corrected
