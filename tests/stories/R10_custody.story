# R10, R17: paused is in custody but not away; prison is away, and the first grade after it begins anew.
until 2026-12-31 12:00
person a
2026-01-05 09:00  police.order.community_detox order=o1 served=2026-01-05 town=460108004
2026-01-06 09:00  police.execution.reported order=o1 town=460108004
2026-01-06 09:00  says grade.changed to=medium
every day 2026-01-07 to 2026-01-31 at 08:00 police.checkin.app result=ok
# Detained for two months: silence is not counted.
2026-02-01 09:00  police.execution.suspended order=o1 reason=detention
at 2026-03-25 12:00  file=active grade=medium floors=none
2026-04-01 09:00  police.execution.resumed order=o1 reason=detention
# Fifteen days from the 2nd of April on.
at 2026-04-16 12:00  floors=none
at 2026-04-17 12:00  floors=G-M2,medium
2026-04-17 00:30  says need.opened need=contact causes=G-M2
2026-04-17 12:30  says need.closed need=contact
2026-04-17 12:30  police.visit.recorded form=home result=met
2026-04-20 09:00  police.execution.suspended order=o1 reason=prison
2026-04-20 09:00  says grade.changed to=suspended class=control recipients=town,police
at 2026-05-01 12:00  file=suspended score=0 rules=none floors=none needs=none
2026-10-20 09:00  justice.prison.released released=2026-10-20 town=460108004
2026-10-20 09:00  says grade.changed from=suspended to=medium class=care recipients=town,health,justice
at 2026-10-20 12:00  floors=G-M1,medium,2027-01-18  clock_start=2026-01-06
# R26: a day later nobody has met or received her.
2026-10-21 09:30  says need.opened need=contact urgent=yes causes=handover due=2026-10-22T09:30 recipients=town
2026-10-22 10:00  justice.handover.completed town=460108004 by=worker at=2026-10-22T09:00
2026-10-22 10:00  says need.closed need=contact
# The order has been open all the time, and days in prison are left out: two silent days in April, thirteen
# since the release.
2026-11-03 00:30  says need.opened need=contact causes=G-M2
