# R23 life of a file: it is sealed, takes a contest, is opened again by a new registration, and after
# five years under seal forgets.
person w
until 2032-06-10 12:00

2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-05 09:00  says grade.changed to=medium recipients=town,health
2026-02-01 09:00  police.control.ended decided=2026-02-01
2026-03-03 00:30  says file.sealed recipients=town,health,police
2026-04-01 09:00  police.checkin.app id=refused result=ok
2026-04-01 09:00  says quarantined event=refused reason=sealed
2026-04-02 09:00  hub.contest.filed id=c1
2026-04-02 09:00  says task.opened task=contest:c1
2026-05-01 09:00  police.person.registered kind=relapse_found substance=opioid addicted=yes residence=460105001 hukou=460108
2027-05-03 09:00  police.control.ended decided=2027-05-03
2027-05-14 00:30  says grade.changed to=low contested=yes
2027-06-02 00:30  says file.sealed recipients=town
2032-06-02 00:30  says file.shredded recipients=town

at 2026-04-03 12:00  file=sealed contested=yes region=460108 tasks=contest:c1
at 2026-05-02 12:00  file=active grade=medium region=460105 since=2026-05-01
at 2027-06-03 12:00  file=sealed
