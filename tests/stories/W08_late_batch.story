# W08 late batch: the doses were taken, the file came late. Who heard of the break hears of the
# correction, and the file stands as if the doses had come in time.
person w
until 2026-05-20 12:00

2024-12-01 10:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2024-12-01 10:00  says grade.changed to=medium
every day 2025-06-01 to 2026-05-01 at 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2025-09-12 00:30  says grade.changed to=low
2026-05-05 00:30  says grade.changed to=medium recipients=town,health notices=police
2026-05-09 00:30  says grade.changed to=high recipients=town,health notices=police
2026-05-10 09:00  for 2026-05-02 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  for 2026-05-03 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  for 2026-05-04 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  for 2026-05-05 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  for 2026-05-06 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  for 2026-05-07 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  for 2026-05-08 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  for 2026-05-09 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
every day 2026-05-10 to 2026-05-20 at 09:00 health.mmt.dose site=s1 site_kind=clinic region=460108 observed=yes
2026-05-10 09:00  says grade.corrected from=high to=low class=care since=2025-09-12T00:30 recipients=town,health notices=police supersedes!=none

at 2026-05-09 12:00  grade=high
at end  grade=low since=2025-09-12T00:30 score=10 rules=P1,20,N3,-10 needs=none
never grade.proposed alert.raised
