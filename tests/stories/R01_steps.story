# R1, R29: what arrives together is one step, and what began and ended in it is not told; the hour
# strikes before what arrives with it.
until 2026-03-20 12:00
# She was low and well again by the time anybody heard of it.
person once
2026-03-05 10:00  for 2026-03-05 08:00 health.mental.assessed level=monitor
2026-03-05 10:00  for 2026-03-05 09:00 health.mental.assessed level=none
# The same, told as it happened.
person twice
2026-03-06 08:00  health.mental.assessed level=monitor
2026-03-06 08:00  says need.opened need=mental urgent=no causes=P8
2026-03-06 09:00  health.mental.assessed level=none
2026-03-06 09:00  says need.closed need=mental
# The report-in arrives with the tick that misses it: the tick speaks first, then the report-in does.
person late
2026-03-02 09:00  police.order.community_detox order=o1 served=2026-03-02 town=460108004
2026-03-18 00:30  for 2026-03-17 10:00 police.execution.reported order=o1 town=460108004
2026-03-18 00:30  says grade.proposed basis=G-H1
2026-03-18 00:30  says grade.proposal_withdrawn reason=corrected
at end  grade=medium class=care proposal=none
