# R14: what breaks an agreement is what came after report-in; days away are those between leaving and
# return, and none that a leave covers.
until 2026-07-31 12:00
person tests
2026-01-04 10:00  police.test.missed id=m0 due=2026-01-04 kind=refused
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-01-10 10:00  police.test.missed id=m1 due=2026-01-10 kind=refused
2026-01-20 10:00  police.test.missed id=m2 due=2026-01-20 kind=evaded
at 2026-01-25 12:00  floors=none
2026-02-01 10:00  police.test.missed id=m3 due=2026-02-01 kind=refused
at 2026-02-01 12:00  floors=G-H2,2026-07-31
# The order ends, and the breach with it.
2026-06-01 09:00  police.execution.discharged order=o1 reason=term_end
at 2026-06-01 12:00  floors=none

# Ten days, by her return and not by what was written down; and twenty-one: more than thirty.
person days
2026-01-05 09:00  police.execution.reported order=o2 town=460108004
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-02-11 10:00  police.absence.recorded id=a1 start=2026-02-01 end=2026-02-11 days=3
2026-03-22 10:00  police.absence.recorded id=a2 start=2026-03-01 end=2026-03-22 days=3
at 2026-03-21 12:00  floors=none
at 2026-03-22 12:00  floors=G-H2,2026-09-18

person leave
2026-01-05 09:00  police.execution.reported order=o3 town=460108004
every day 2026-01-06 to 2026-07-31 at 08:00 police.checkin.app result=ok
2026-02-11 10:00  police.absence.recorded id=b1 start=2026-02-01 end=2026-02-11 days=3
2026-02-20 10:00  police.leave.approved leave=l1 from=2026-03-01 to=2026-03-22 dest=46 purpose=family
2026-03-22 10:00  police.absence.recorded id=b2 start=2026-03-01 end=2026-03-22 days=3
at 2026-03-22 12:00  floors=none rules=P3,10
