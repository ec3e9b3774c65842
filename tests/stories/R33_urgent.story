# R33: an open need is told again when it becomes urgent, and to all who heard of it; never when it calms.
until 2026-06-30 12:00
person a
2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-02-01 09:00  health.mental.assessed level=monitor
2026-02-01 09:00  says need.opened need=mental urgent=no causes=P8 due=2026-02-17T00:00 recipients=health,town
2026-02-03 09:00  police.visit.recorded form=home result=met mood=crisis
2026-02-03 09:00  says need.opened need=mental urgent=yes causes=G-H4,P8 due=2026-02-04T09:00
at 2026-03-06 12:00  needs=mental,P8
# The level is of an age of more than 180 days on the 1st of August; a new one of none ends it.
2026-06-01 09:00  health.mental.assessed level=none
2026-06-01 09:00  says need.closed need=mental recipients=health,town
