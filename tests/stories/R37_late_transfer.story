# R37: X4 comes from the daily tick, also for a transfer that is told when its time is over already.
until 2026-08-01 12:00
person a
2023-01-02 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-02-01 09:00  police.order.community_detox order=o1 served=2026-02-01 town=460108004
2026-02-02 09:00  police.person.departed from=2026-02-03
2026-02-03 09:00  police.execution.transferred_out order=o1 from=460108004 to=469005100 effective=2026-02-01
2026-06-01 09:00  police.person.registered kind=transfer_in substance=opioid addicted=yes residence=460108004 hukou=460108
2026-06-02 00:30  says alert.raised alert=X4 observed=469005 registered=460108
at end  alerts=X4
person b
2026-02-01 09:01  police.order.community_detox order=o2 served=2026-02-01 town=460108004
2026-02-02 09:00  police.execution.suspended order=o2 reason=detention
2026-05-10 09:00  police.execution.transferred_out order=o2 from=460108004 to=469005100 effective=2026-04-01
2026-05-11 00:30  says alert.raised alert=X4 observed=469005 registered=460108
