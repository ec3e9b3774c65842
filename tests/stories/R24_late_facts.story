# R24: what still comes under the old name is of the new one; unlinked, each is itself again.
person old
until 2026-03-28 12:00

2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-05 09:00  says grade.changed to=medium class=care
person new
2026-02-01 09:00  health.mental.assessed level=urgent
2026-02-01 09:00  says grade.changed to=high score=0

2026-02-10 09:00  hub.identity.linked other=old
at 2026-02-10 12:00  grade=high score=30 clock_start=2026-01-05 facts=3
person old
2026-02-10 09:00  says grade.corrected from=medium to=ungraded

# What still comes under the old name is of the new one.
2026-02-11 09:00  police.visit.recorded form=home result=met mood=crisis
person new
at 2026-02-12 12:00  grade=high facts=4 floors=2026-03-13

2026-03-02 09:00  hub.identity.unlinked other=old
at 2026-03-02 12:00  clock_start=none facts=3 floors=2026-03-03
2026-03-17 00:30  says grade.changed from=high to=medium score=0
person old
2026-03-02 09:00  says grade.corrected from=ungraded to=high class=care
at end  clock_start=2026-01-05 facts=2 floors=none
2026-03-27 00:30  says grade.changed from=high to=medium
