# R11: a day in hospital breaks a run of missed days; after seven the floor stays for a fortnight from
# the first dose again; doses on under 80 % count from the thirtieth day on.
until 2026-02-20 12:00
person away
2026-01-05 09:00  health.mmt.enrolled clinic=c1 region=460108
every day 2026-01-06 to 2026-01-10 at 09:00 health.mmt.dose site=c1 site_kind=clinic region=460108 observed=yes
2026-01-14 00:30  says need.opened need=treatment urgent=no causes=P5
2026-01-18 00:30  says grade.changed from=ungraded to=high class=care floors=G-H5,2026-03-11
2026-01-18 00:30  says need.opened need=treatment urgent=yes causes=G-H5
at 2026-01-18 12:00  rules=none
every day 2026-01-20 to 2026-02-20 at 09:00 health.mmt.dose site=c1 site_kind=clinic region=460108 observed=yes
at 2026-01-20 12:00  floors=G-H5,2026-02-03
2026-02-04 00:30  says need.closed need=treatment
# The thirtieth day: 21 doses are 70 %; on the 13th of February 24 of 30 are enough.
2026-02-05 00:30  says need.opened need=treatment urgent=no causes=P5
at 2026-02-05 12:00  rules=P5,10 floors=none
2026-02-13 00:30  says need.closed need=treatment
2026-02-17 00:30  says grade.changed from=high to=medium class=care

person held
2026-01-05 09:00  health.mmt.enrolled clinic=c1 region=460108
every day 2026-01-06 to 2026-01-10 at 09:00 health.mmt.dose site=c1 site_kind=clinic region=460108 observed=yes
2026-01-14 00:30  says need.opened need=treatment urgent=no causes=P5 due=2026-01-18T00:00
2026-01-17 08:00  health.mmt.hold from=2026-01-17 to=2026-01-17 why=hospital
2026-01-17 08:00  says need.closed need=treatment
# Six missed days and three: ten without a dose, and never seven in a row.
2026-01-21 00:30  says need.opened need=treatment urgent=no causes=P5
2026-01-21 09:00  health.mmt.dose site=c1 site_kind=clinic region=460108 observed=yes
2026-01-21 09:00  says need.closed need=treatment
2026-01-21 10:00  health.mmt.exited clinic=c1 region=460108 reason=completed
at 2026-01-16 12:00  rules=P5,15 floors=none
at 2026-01-17 12:00  rules=none
at 2026-01-21 08:00  rules=P5,15 floors=none
