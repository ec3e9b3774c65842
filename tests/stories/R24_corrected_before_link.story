# R24 a correction holds in a joined record too: what was replaced under one number is not counted
# again when the two numbers turn out to be one person.
person ann
until 2026-03-02 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004

person bea
2026-02-05 08:00  police.checkin.app id=a-checked-in-by-error result=ok
2026-02-06 09:00 for 2026-02-05 08:00  police.checkin.app id=z-missed-after-all supersedes=a-checked-in-by-error result=missed

person ann
2026-03-01 10:00  hub.identity.linked id=l1 other=bea

at end  facts=4
