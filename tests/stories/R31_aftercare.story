# R31: justice is told of grades and of work while somebody is newly released, and not after; whoever
# was told of a need is told that it ended.
person a
until 2026-06-10 12:00

2025-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2025-01-05 09:00  says grade.changed to=medium class=care recipients=town,health recipients!=justice notices=police
2025-10-01 09:00  justice.isolation.admitted site=s1 decided=2025-10-01 region=460108
2025-10-01 09:00  says grade.changed from=medium to=suspended class=control recipients=town,police recipients!=health
2026-03-02 10:00  justice.isolation.released released=2026-03-02 rehab_ordered=no
2026-03-02 10:00  says grade.changed from=suspended to=medium class=care floors=G-M1,2026-05-31 recipients=town,health,justice notices=police
2026-03-03 09:00  hr.dispute.filed kind=wages
2026-03-03 09:00  says need.opened need=employment recipients=hr,town,justice
# She is no newly released person any more when it ends.
2026-06-02 09:00  hr.dispute.resolved kind=wages
2026-06-02 09:00  says need.closed need=employment recipients=hr,town,justice
2026-06-05 09:00  hr.dispute.filed kind=dismissal
2026-06-05 09:00  says need.opened need=employment recipients=hr,town recipients!=justice
