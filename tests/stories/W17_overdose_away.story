# W17 overdose away from home: help at once, for those who can give it; the police learn nothing of
# why.
person w
until 2026-09-01 12:00

2025-02-27 09:00  police.order.community_detox order=o1 served=2025-02-27 town=460203198
2025-03-01 09:00  police.execution.reported order=o1 town=460203198
2025-03-01 09:00  says grade.changed to=medium
every day 2025-03-02 to 2026-09-01 at 08:00 police.checkin.app result=ok
2026-03-14 00:30  says grade.changed from=medium to=low
2026-07-04 23:10  health.emergency.overdose region=469027 outcome=survived
2026-07-04 23:10  says grade.changed from=low to=high class=care floors=G-H4,2026-08-03 recipients=town,health notices=police
2026-07-04 23:10  says alert.raised alert=X2 observed=469027 registered=460203 level=prefecture recipients=town,clinic,health_host notices=county_office,county_office_host
2026-08-17 00:30  says grade.changed from=high to=medium
2026-08-31 00:30  says grade.changed from=medium to=low

at end  grade=low
never grade.proposed grade.corrected alert.escalated
