# R34: an alert is told once; a fact that only moves its start is silent, one that takes it back is not.
person a
until 2026-03-20 12:00

2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-02 10:00  civil.rescue.sheltered id=first region=469005
2026-03-02 10:00  says alert.raised alert=X2 observed=469005 registered=460108 level=prefecture recipients=town,clinic,health_host notices=county_office,county_office_host
# Comes later, was earlier: the window now begins on 1 March, and nobody needs to hear of it.
2026-03-02 12:00 for 2026-03-01 15:00  civil.rescue.sheltered id=earlier region=469005
at 2026-03-02 13:00  alerts=X2,469005,2,2026-03-01T15:00:00+08:00
# After the window of the one that was told, a new one; nobody resolves the old.
2026-03-05 10:00  civil.rescue.sheltered id=later region=469005
2026-03-05 10:00  says alert.raised alert=X2
2026-03-06 09:00  civil.retracted retracts=later
at 2026-03-06 09:30  alerts=2,2026-03-01T15:00:00+08:00
2026-03-06 10:00  civil.retracted retracts=first
2026-03-06 11:00  civil.retracted retracts=earlier
2026-03-06 11:00  says alert.resolved alert=X2 reason=corrected recipients=town,clinic,health_host
at end  alerts=none
