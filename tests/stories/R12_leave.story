# R12: days of leave are not silent days; a leave that was closed early is over on that day.
until 2026-05-31 12:00
person a
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-06 09:00  police.leave.approved leave=l1 from=2026-01-10 to=2026-01-19 dest=46 purpose=work
# Ten days of leave: the fifteenth silent day is the 30th, and the 31st knows it.
at 2026-01-30 12:00  floors=none
2026-01-31 00:30  says task.opened task=welfare_visit:2026-01-05 due=2026-02-01T00:30 recipients=town
at 2026-01-31 12:00  floors=G-M2
# Closed on the 12th, told in February: that was a contact, and the leave is over on that day.
2026-02-06 09:00 for 2026-01-12 08:00  police.leave.closed leave=l1 from=2026-01-10 to=2026-01-19 dest=46 purpose=work
2026-02-06 09:00  says task.opened task=welfare_visit:2026-01-12
at 2026-02-06 12:00  floors=G-M2
at 2026-02-11 00:29  floors=G-M2
at 2026-02-12 12:00  floors=G-H6
