# R40: a place whose code had expired is nobody's place: no alert, and somebody looks after the data.
until 2026-03-20 12:00
person a
2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-02 10:00  hr.employment.started id=job job=j1 workplace=469031 kind=contract
2026-03-02 10:00  says task.opened task=data_quality:job due=2026-03-06T00:00 recipients=data_steward
2026-03-06 00:30  says task.overdue task=data_quality:job recipients=province_office
# A residence of such a code is no observation.
2026-03-03 10:00  police.residence.changed residence=469031100 from=2026-03-03
2026-03-09 10:00  hub.review.decided task=data_quality:job verdict=uphold reviewer=r1
at end  tasks=none
never alert.raised
