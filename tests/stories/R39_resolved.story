# R39: what ends an alert, and whom its end is told.
until 2026-03-30 12:00
# Leave that is entered later covers the day of the observation.
person a
2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-02 10:00  civil.rescue.sheltered region=469005
2026-03-02 10:00  says alert.raised alert=X2
2026-03-04 10:00  police.leave.approved leave=l1 from=2026-03-01 to=2026-03-03 dest=4690 purpose=work
2026-03-04 10:00  says alert.resolved reason=leave
# Authorised dosing that begins later ends it on its first day.
person b
2026-01-05 09:01  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-05 10:00  health.mmt.enrolled clinic=c1 region=460108
2026-03-06 10:00  health.mmt.dose site=s1 site_kind=clinic region=469005 observed=yes
2026-03-06 10:00  says alert.raised alert=X1 recipients=clinic,clinic_host
2026-03-06 11:00  health.mmt.guest_authorised from=2026-03-09 to=2026-03-15 dest=469005
2026-03-09 00:30  says alert.resolved alert=X1 reason=authorised
# Seen at home.
person c
2026-01-05 09:02  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-10 10:00  hr.employment.started job=j1 workplace=440305 kind=contract
2026-03-10 10:00  says alert.raised alert=X5 level=province recipients=town,county_office,province_office recipients!=town_host
2026-03-11 10:00  civil.relief.paid kind=temporary region=460108
2026-03-11 10:00  says alert.resolved reason=home recipients=town,county_office,province_office
# The place becomes the registered one.
person d
2026-01-05 09:03  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-12 10:00  police.residence.changed residence=460105001 from=2026-03-14
2026-03-12 10:00  says alert.raised alert=X5 observed=460105 level=county recipients=town,town_host
2026-03-14 00:30  says alert.resolved alert=X5 reason=transfer
# The file is not active.
person e
2026-01-05 09:04  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-16 10:00  civil.rescue.sheltered region=460105
2026-03-16 10:00  says alert.raised alert=X2
2026-03-17 10:00  police.person.departed from=2026-03-19
2026-03-19 00:30  says alert.resolved reason=closed
2026-03-20 10:00  civil.rescue.sheltered region=460105
