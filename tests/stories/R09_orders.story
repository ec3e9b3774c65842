# R9, R13: an order that nobody served has no last day; known again it is nothing new; a new one ends it.
until 2026-06-30 12:00
person a
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
2026-01-05 09:00  says grade.changed to=medium
at 2026-01-06 12:00  region=460108 clock_start=2026-01-05
2026-01-10 09:00  police.order.community_detox order=o1 served=2026-01-01 town=460105001
at 2026-01-11 12:00  region=460108
every day 2026-01-06 to 2026-06-30 at 08:00 police.checkin.app result=ok
# Served on the 1st of March, never reported in: the 16th is the last day, the outreach begins on the 12th.
2026-03-01 09:00  police.order.community_rehab order=o2 served=2026-03-01 town=460106001 months=12
at 2026-03-01 12:00  region=460106
2026-03-12 00:30  says task.opened task=outreach:o2 due=2026-03-17T00:00
# Extended on the last day: no delay; the task ends, and comes back four days before the new end.
2026-03-16 09:00  police.order.extension_granted order=o2 until=2026-04-01 reason=illness
at 2026-03-16 12:00  tasks=none
2026-03-28 00:30  says task.opened task=outreach:o2 due=2026-04-02T00:00
2026-04-02 00:30  says grade.proposed
2026-04-02 00:30  says task.overdue task=outreach:o2
at 2026-04-02 12:00  floors=G-H1,high
# Reporting in for the old order does nothing; for this one it ends the delay.
2026-04-03 09:00  police.execution.reported order=o1 town=460108004
at 2026-04-03 12:00  floors=G-H1 region=460106
2026-04-04 09:00  police.execution.reported order=o2 town=460106001
2026-04-04 09:00  says grade.proposal_withdrawn reason=cause_ended
at end  floors!=G-H1 clock_start=2026-04-04
