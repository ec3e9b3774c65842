# R24: a link back closes no circle, a chain leads to its end, and who is linked twice is still one.
person a
until 2026-02-20 12:00

2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-01-06 09:00  hub.identity.linked id=first other=b
person b
2026-01-07 09:00  hub.identity.linked id=second other=a
person a
at 2026-01-08 12:00  facts=3 grade=medium
person c
2026-01-09 09:00  hub.identity.linked id=chain other=a
at 2026-01-10 12:00  facts=4 grade=medium clock_start=2026-01-05
person a
2026-01-11 09:00  hub.retracted retracts=first
# b leads a by the second link, and c all who are one with a.
person c
at 2026-01-12 12:00  facts=3 grade=medium
person b
2026-01-13 09:00  hub.identity.unlinked id=undo other=a
person c
at 2026-01-14 12:00  facts=2 grade=medium
person b
at 2026-01-14 12:00  facts=2 grade=ungraded
