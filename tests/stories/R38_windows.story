# R38: while a window runs a repeat only counts, be the alert open or not; a higher level is told.
person a
until 2026-03-20 12:00

2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-02 10:00  health.detox.admitted site=s1 region=460105
2026-03-02 10:00  says alert.raised alert=X2 observed=460105 level=county notices=none
2026-03-02 11:00  hub.review.decided task=X2:460105 verdict=uphold reviewer=r1
2026-03-02 11:00  says alert.resolved alert=X2 reason=human
# 23:59 hours after the first: counted, not told. At 24:00 a new one.
2026-03-03 09:59  health.detox.admitted site=s1 region=460105
at 2026-03-03 10:30  alerts=X2,1
2026-03-03 10:00  health.detox.admitted site=s1 region=460105
2026-03-03 10:00  says alert.raised alert=X2 observed=460105 level=county
2026-03-03 11:00  police.residence.changed residence=469005100 from=2026-03-03
2026-03-03 12:00  health.detox.admitted site=s2 region=460105
2026-03-03 12:00  says alert.escalated alert=X2 observed=460105 registered=469005 level=prefecture notices=county_office
at end  alerts=X2,460105,prefecture,2,2026-03-03T10:00:00+08:00
