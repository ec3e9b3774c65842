# W21 transfer: both towns hear that a transfer hangs; the clock goes on, the place changes.
person w
until 2026-04-25 12:00

2025-02-27 09:00  police.order.community_detox order=o1 served=2025-02-27 town=460108004
2025-03-01 09:00  police.execution.reported order=o1 town=460108004
2025-03-01 09:00  says grade.changed to=medium
every day 2025-03-02 to 2026-04-25 at 08:00 police.checkin.app result=ok
2026-03-14 00:30  says grade.changed from=medium to=low
2026-03-30 09:00  police.execution.transferred_out order=o1 from=460108004 to=469005100 effective=2026-04-01
2026-04-17 00:30  says alert.raised alert=X4 observed=469005 registered=460108 level=prefecture recipients=town,town_host
2026-04-20 09:00  police.execution.transferred_in order=o1 from=460108004 to=469005100 effective=2026-04-20
2026-04-20 09:00  says alert.resolved alert=X4 reason=transfer

at 2026-03-31 12:00  region=460108
at 2026-04-01 12:00  region=469005
at end  grade=low since=2026-03-14T00:30 clock_start=2025-03-01 region=469005 alerts=none
never grade.proposed grade.corrected
