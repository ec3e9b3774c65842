# W12 methadone is not a positive: a police test that finds the medicine finds nothing.
person w
until 2026-03-20 12:00

2025-02-01 10:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2025-02-01 10:00  says grade.changed to=medium
every day 2025-06-01 to 2026-03-20 at 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2025-09-12 00:30  says grade.changed from=medium to=low
2026-03-01 10:00  police.test.recorded test=t1 sample=urine stage=lab result=positive analytes=methadone sampled=2026-03-01

at end  grade=low since=2025-09-12T00:30 clock_start=2025-02-01 rules=P1,20,N3,-10
never grade.proposed grade.corrected alert.raised quarantined
