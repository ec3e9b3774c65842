# W06 treatment break: three days without a dose raise support, seven raise it at once; police hear
# only that a plan changed.
person w
until 2026-06-25 12:00

2024-12-01 10:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2024-12-01 10:00  says grade.changed from=ungraded to=medium class=care
every day 2025-06-01 to 2026-05-01 at 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2025-09-12 00:30  says grade.changed from=medium to=low score=20 rules=N3,-10
2026-05-05 00:30  says grade.changed from=low to=medium class=care score=35 rules=P1,20,P5,15
2026-05-05 00:30  says need.opened need=treatment urgent=no causes=P5 lead=health due=2026-05-09T00:00
2026-05-09 00:30  says grade.changed from=medium to=high class=care floors=G-H5,high recipients=town,health notices=police
2026-05-09 00:30  says need.opened need=treatment urgent=yes causes=G-H5,P5 due=2026-05-10T00:30
every day 2026-05-12 to 2026-06-25 at 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-06-05 00:30  says need.closed need=treatment
2026-06-09 00:30  says grade.changed from=high to=medium
2026-06-23 00:30  says grade.changed from=medium to=low score=20

at 2026-05-12 12:00  grade=high floors=G-H5,2026-05-26
at end  grade=low score=20 rules=P1,20
never grade.proposed alert.raised grade.corrected
