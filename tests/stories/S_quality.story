# S22: needs closed in time, proposals rejected, contests overturned; only what falls in the year.
until 2026-12-31 12:00
person quick
2026-03-01 09:00  hr.dispute.filed kind=wages
# Fifteen days: to the end of the 16th, and not a minute more.
2026-03-17 00:00  hr.dispute.resolved kind=wages
person slow
2026-03-01 09:00  hr.dispute.filed kind=wages
2026-03-17 00:01  hr.dispute.resolved kind=wages
person waits
# Due at the end of the 31st, which is the next year's first moment.
2026-12-16 08:00  hr.dispute.filed kind=wages
2026-12-16 09:00  civil.child.guardian_gap children=1 since=2026-12-16
2026-12-17 08:59  civil.child.guardian_settled children=1 since=2026-12-17
person refuses
2026-01-05 09:00  police.order.community_detox order=o1 served=2026-01-05 town=460108004
2026-01-05 10:00  police.execution.reported order=o1 town=460108004
every day 2026-01-06 to 2026-12-31 at 08:00 police.checkin.app result=ok
on 2026-02-05 2026-03-05 at 10:00 police.test.missed due=2026-03-05 kind=refused
2026-03-06 10:00  hub.review.decided task=proposal verdict=reject reviewer=r1
2026-03-07 10:00  hub.review.decided task=proposal verdict=uphold reviewer=r2
2025-12-01 10:00  hub.review.decided task=proposal verdict=reject reviewer=r2
2026-04-01 10:00  hub.contest.filed id=k1 by=person
2026-04-02 10:00  hub.contest.decided contest=k1 verdict=uphold reviewer=r2
2026-04-03 10:00  hub.contest.filed id=k2 by=person
2026-04-04 10:00  hub.contest.decided contest=k2 verdict=overturn reviewer=r3
2026-04-05 10:00  hub.contest.filed id=k3 by=person
2026-04-06 10:00  hub.contest.decided contest=k3 verdict=overturn reviewer=r1
# `quick`: two in time; `slow`: two late; `waits`: the child in time. r1 decided the proposal last, since r2
# found none open: so she may not decide a contest.
stats 2026-12-31 S22.needs=3/5 S22.rejected=1/2 S22.overturned=1/2 S22.first_contact=none
