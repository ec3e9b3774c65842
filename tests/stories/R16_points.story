# R16 points: days away without leave and check-ins that were missed count against her; a training and
# the station she goes to every week count for her.
person w
until 2026-03-12 12:00

2026-01-02 09:00  police.order.community_detox order=o1 served=2026-01-02 town=460108004
2026-01-05 09:00  police.execution.reported order=o1 town=460108004
every day 2026-01-06 to 2026-03-06 at 08:00 police.checkin.app result=ok
on 2026-01-14 2026-01-21 2026-01-28 2026-02-11 2026-02-18 2026-02-25 at 15:00 police.station.activity station=s1 kind=culture
2026-02-06 10:00  police.absence.recorded start=2026-02-02 days=4
2026-02-27 16:00  hr.training.completed course=cook days=20 passed=yes
every day 2026-03-07 to 2026-03-09 at 20:00 police.checkin.app result=missed

at 2026-02-06 12:00  score=40
at 2026-02-25 23:00  score=35
at 2026-02-28 12:00  score=30
at end  score=35
