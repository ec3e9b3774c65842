# S6 to S8, S17: reporting in, carrying out, ending. D + 15 of all orders lies in the year to 2026-06-30.
until 2026-06-30 23:00
person intime
2026-03-01 09:00  police.order.community_detox order=oa served=2026-03-01 town=460108004
2026-03-16 09:00  police.execution.reported order=oa town=460108004
2026-03-17 09:00  police.execution.agreement_signed order=oa signed=2026-03-17
every day 2026-03-18 to 2026-06-30 at 08:00 police.checkin.app result=ok
at end  member=S1,S7
person late
2026-03-01 09:01  police.order.community_detox order=ob served=2026-03-01 town=460108004
2026-03-17 09:00  police.execution.reported order=ob town=460108004
2026-05-10 09:00  police.execution.discharged order=ob reason=term_end
person never
2026-03-01 09:02  police.order.community_detox order=oc served=2026-03-01 town=460108004
person extended
2026-03-01 09:03  police.order.community_detox order=od served=2026-03-01 town=460108004
2026-03-05 09:00  police.order.extension_granted order=od until=2026-08-01 reason=illness
2026-03-06 09:00  police.execution.agreement_signed order=od signed=2026-03-06
person held
2026-03-01 09:04  police.order.community_detox order=oe served=2026-03-01 town=460108004
2026-03-10 09:00  police.execution.suspended order=oe reason=detention
person moved
2026-03-01 09:05  police.order.community_detox order=of served=2026-03-01 town=460108004
2026-03-02 09:00  police.execution.reported order=of town=460108004
2026-06-10 09:00  police.execution.transferred_out order=of from=460108004 to=469005100 effective=2026-06-15
person replaced
2026-03-01 09:06  police.order.community_detox order=og served=2026-03-01 town=460108004
2026-03-02 09:00  police.execution.reported order=og town=460108004
2026-06-01 09:00  police.order.community_rehab order=oh served=2026-06-20 town=460108004 months=12
2026-06-21 09:00  police.execution.reported order=oh town=460108004
2026-06-22 09:00  police.execution.agreement_signed order=oh signed=2026-06-22
person dead
2026-03-01 09:07  police.order.community_detox order=oi served=2026-03-01 town=460108004
2026-03-02 09:00  police.execution.reported order=oi town=460108004
2026-04-01 09:00  civil.person.deceased date=2026-04-01
2026-04-02 09:00  police.execution.terminated order=oi reason=death
# Reported: all but never, extended, held. In time: also not late. Not counted: extended, held; oh is not due.
# Open orders of the living: intime, never, extended, held, moved, replaced. Carried out: intime, extended,
# held, moved (until effective + 15, which is today), replaced.
# Ended: late (discharged), replaced (og); not dead. Lost: moved, silent since 2 March.
stats 2026-06-30 S6=5/6 S6a=4/6 S7=5/6 S8=1/2 S17=1/6 S1=7
stats 2026-03-31 S8=0/0 S8.rate=none
