# R37: what is known, held or long ago is no alert; leave for another place is one, and says so.
until 2026-03-30 12:00
person a
2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
# Older than 72 hours when it reached the hub; exactly 72 is not older.
2026-03-05 10:01 for 2026-03-02 10:00  civil.rescue.sheltered region=469005
2026-03-09 10:00 for 2026-03-06 10:00  civil.rescue.sheltered region=469006
2026-03-09 10:00  says alert.raised alert=X2 observed=469006
# On hold that day.
2026-03-10 09:00  health.mmt.hold from=2026-03-10 to=2026-03-12 why=hospital
2026-03-11 10:00  civil.rescue.sheltered region=469005
# On leave for that prefecture, then for another one.
2026-03-13 09:00  police.leave.approved leave=l1 from=2026-03-13 to=2026-03-15 dest=4602 purpose=family
2026-03-14 10:00  civil.rescue.sheltered region=460203
2026-03-15 10:00  civil.rescue.sheltered region=460105
2026-03-15 10:00  says alert.raised alert=X2 observed=460105 leave_mismatch=yes
# Closed on the day before: the leave is over.
2026-03-16 09:00  police.leave.approved leave=l2 from=2026-03-16 to=2026-03-20 dest=469007 purpose=family
2026-03-17 09:00  police.leave.closed leave=l2 from=2026-03-16 to=2026-03-20 dest=469007 purpose=family
2026-03-18 10:00  civil.rescue.sheltered region=469007
2026-03-18 10:00  says alert.raised alert=X2 observed=469007 leave_mismatch=no
