# R35: where somebody belongs: the order's town, else the home clinic, else the residence in force, else
# the register; each code as it was understood when it was written.
until 2026-04-10 12:00
person a
2003-05-01 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=469025100 hukou=460108
at 2026-01-01 12:00  region=469021
2026-01-02 09:00  police.residence.changed residence=460105001 from=2026-01-10
at 2026-01-09 12:00  region=469021
at 2026-01-10 12:00  region=460105
2026-01-11 09:00  health.mmt.enrolled clinic=c1 region=460106
at 2026-01-12 12:00  region=460106
2026-01-13 09:00  police.order.community_detox order=o1 served=2026-01-13 town=460107001
2026-01-13 15:00  police.execution.reported order=o1 town=460107001
at 2026-01-14 12:00  region=460107
# A dose in the county of the home clinic is at home, wherever the order is.
2026-01-15 09:00  health.mmt.dose site=s1 site_kind=clinic region=460106 observed=yes
2026-01-16 09:00  health.mmt.dose site=s1 site_kind=clinic region=460105 observed=yes
2026-01-16 09:00  says alert.raised alert=X1 registered=460107 observed=460105
2026-01-17 09:00  health.mmt.dose site=s1 site_kind=clinic region=460106 observed=yes
2026-01-17 09:00  says alert.resolved alert=X1 reason=home
2026-02-01 09:00  police.execution.discharged order=o1 reason=term_end
2026-02-02 09:00  health.mmt.exited clinic=c1 region=460106 reason=completed
at 2026-02-03 12:00  region=460105
# A residence without meaning on its day leaves the register's place.
2026-02-10 09:00  police.residence.changed residence=469003100 from=2026-02-10
at 2026-02-11 12:00  region=460108
