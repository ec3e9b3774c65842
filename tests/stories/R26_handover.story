# R26: whoever is released and met by nobody for a day is somebody's to look for, at the next half hour;
# a handover of the day of release or later, or a contact, ends it.
until 2026-03-10 12:00
person alone
2026-01-05 09:00  justice.isolation.admitted site=s1 decided=2026-01-05 region=460108
2026-03-02 10:00  justice.isolation.released released=2026-03-02 rehab_ordered=no
2026-03-03 10:30  says need.opened need=contact urgent=yes causes=handover due=2026-03-04T10:30 recipients=town
2026-03-04 15:00  justice.handover.completed town=460108004 by=worker at=2026-03-02T18:00:00+08:00
2026-03-04 15:00  says need.closed need=contact

# A handover from before the release is of another one.
person before
2026-01-05 09:00  justice.isolation.admitted site=s1 decided=2026-01-05 region=460108
2026-03-01 12:00  justice.handover.completed town=460108004 by=worker at=2026-03-01T11:00:00+08:00
2026-03-02 10:31  justice.isolation.released released=2026-03-02 rehab_ordered=no
2026-03-03 11:30  says need.opened need=contact urgent=yes causes=handover due=2026-03-04T11:30
2026-03-05 09:00  police.visit.recorded form=home result=met
2026-03-05 09:00  says need.closed need=contact

person met
2026-01-05 09:00  justice.isolation.admitted site=s1 decided=2026-01-05 region=460108
2026-03-02 10:00  justice.isolation.released released=2026-03-02 rehab_ordered=no
2026-03-03 10:00  police.visit.recorded form=home result=met
