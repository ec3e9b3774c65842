# R23, by decision: a file is destroyed at once, whatever state it is in and whatever sorts behind the
# decision; then nothing but a registration begins an empty one.
person w
until 2026-06-10 12:00

2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-05 09:00  says grade.changed to=medium recipients=town,health
2026-02-01 09:00  hub.file.erased id=end reviewer=r1
2026-02-01 09:00  says file.shredded recipients=town,health,police
2026-02-01 09:00  hub.file.erased id=end reviewer=r1
2026-02-02 09:00  police.checkin.app id=late result=ok
2026-02-02 09:00  says quarantined event=late reason=sealed
2026-02-03 09:00  police.person.registered id=again kind=relapse_found substance=opioid addicted=yes residence=460105001 hukou=460108
2026-02-03 09:00  says grade.changed from=ungraded to=medium recipients=town,health
at 2026-02-03 12:00  file=active grade=medium region=460105 facts=1

# Decided the day before the registration that had arrived by then: that is gone, too.
2026-02-05 09:00 for 2026-02-02 10:00 hub.file.erased id=second reviewer=r1
2026-02-05 09:00  says file.shredded recipients=town,health,police
2026-02-06 09:00  police.checkin.app id=later result=ok
2026-02-06 09:00  says quarantined event=later reason=sealed

person sealed
2026-01-05 09:10  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-05 09:10  says grade.changed to=medium
2026-02-01 09:00  police.control.ended decided=2026-02-01
2026-03-03 00:30  says file.sealed recipients=town,health,police
2026-04-01 09:00  hub.file.erased reviewer=r1
2026-04-01 09:00  says file.shredded recipients=town,health,police

# Linked, the two are one person: a decision about either ends both.
person old
2026-01-05 09:20  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-05 09:20  says grade.changed to=medium
person new
2026-02-10 09:00  hub.identity.linked other=old
2026-02-10 09:00  says grade.changed to=medium
person old
2026-02-10 09:00  says grade.corrected to=ungraded
2026-02-11 09:00  hub.file.erased reviewer=r1
person new
2026-02-11 09:00  says file.shredded
