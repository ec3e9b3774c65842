# S15, S16, S21, S22: treatment, releases, needs and decisions.
until 2026-12-31 12:00
person daily
2026-12-01 09:00  health.mmt.enrolled clinic=c1 region=460108
every day 2026-12-02 to 2026-12-11 at 09:00 health.mmt.dose site=c1 site_kind=clinic region=460108 observed=yes
2026-12-12 08:00  health.mmt.hold from=2026-12-12 to=2026-12-13 why=hospital
on 2026-12-16 2026-12-16 at 10:00 health.mmt.dose site=c1 site_kind=clinic region=460108 observed=yes
2026-12-20 09:00  health.mmt.exited clinic=c1 region=460108 reason=choice
person ended
2026-03-01 09:00  health.mmt.dose site=c1 site_kind=clinic region=460108 observed=yes
2026-03-03 09:00  health.mmt.exited clinic=c1 region=460108 reason=choice
# Days that count: 2 to 11 and 14 to 19 of December, 1 and 2 of March; doses on eleven and one of them.
person met
2026-02-01 09:00  justice.isolation.admitted site=i1 decided=2026-02-01 region=460108
2026-08-01 10:00  justice.isolation.released released=2026-08-01 rehab_ordered=no
2026-08-02 10:00  justice.handover.completed town=460108004 by=worker at=2026-08-02T10:00
2026-08-10 10:00  police.execution.reported order=o1 town=460108004
person unmet
2026-02-01 09:00  justice.isolation.admitted site=i1 decided=2026-02-01 region=460108
2026-08-01 10:00  justice.isolation.released released=2026-08-01 rehab_ordered=no
2026-08-03 11:00  justice.handover.completed town=460108004 by=worker at=2026-08-02T10:01
2026-08-17 10:00  police.execution.reported order=o2 town=460108004
stats 2026-12-31 S15=1/2 S16=12/18 S21.releases=2 S21.handed=50.0 S21.reported=50.0
stats 2026-12-10 S16=9/10 S15=1/2
