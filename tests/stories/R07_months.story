# R7: half a year before the 31st of August begins on the 28th of February; a year holds its last day.
until 2027-01-12 12:00
# Hair shows six months: what it shows began on the day of her registration.
person clipped
2026-02-28 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-09-03 10:00  police.test.recorded id=h1 test=t1 sample=hair stage=lab result=positive analytes=morphine sampled=2026-08-31
2026-09-03 10:00  says grade.proposed basis=G-H3,h1 due=2026-09-04T10:00
# A day later, and it may show what was before her registration: people judge that (Thursday, so
# Friday, Monday, Tuesday).
person unclear
2026-03-01 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-09-03 11:00  police.test.recorded id=h2 test=t2 sample=hair stage=lab result=positive analytes=morphine sampled=2026-08-31
2026-09-03 11:00  says task.opened task=indeterminate:h2 due=2026-09-09T00:00 recipients=county_office
at 2026-09-03 12:00  floors=none
# Three hundred and sixty-five days, the last one included.
person driver
2025-12-01 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-10 09:00  police.encounter.recorded kind=drug_driving result=confirmed
at 2027-01-10 12:00  rules=P10,15
at 2027-01-11 12:00  rules!=P10
