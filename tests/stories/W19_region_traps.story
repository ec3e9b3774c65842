# W19 region traps: what a code means depends on the day, and neighbours on a map are not always one
# prefecture. (Shelters are observed places; a county is where the order's town is.)
until 2026-03-10 12:00

person f
2014-04-20 09:00  police.order.community_detox order=o-f served=2014-04-20 town=460400100
2014-05-01 10:00  civil.rescue.sheltered region=469003
person a
2026-03-01 09:00  police.order.community_detox order=o-a served=2026-03-01 town=460105001
2026-03-02 10:00  civil.rescue.sheltered region=460108
2026-03-02 10:00  says alert.raised alert=X2 registered=460105 observed=460108 level=county notices=none
person b
2026-03-01 09:00  police.order.community_detox order=o-b served=2026-03-01 town=469005100
2026-03-02 11:00  civil.rescue.sheltered region=469024
2026-03-02 11:00  says alert.raised alert=X2 level=prefecture
person c
2026-03-01 09:00  police.order.community_detox order=o-c served=2026-03-01 town=460400100
2026-03-02 12:00  civil.rescue.sheltered region=460400
person d
2026-03-01 09:00  police.order.community_detox order=o-d served=2026-03-01 town=460400100
2026-03-02 13:00  civil.rescue.sheltered id=old region=469003
2026-03-02 13:00  says task.opened task=data_quality:old recipients=data_steward
person e
2026-03-01 09:00  police.order.community_detox order=o-e served=2026-03-01 town=469021100
2026-03-02 14:00  civil.rescue.sheltered region=469025
2026-03-02 14:00  says alert.raised alert=X2 registered=469021 observed=469025 level=prefecture
person g
2026-03-01 09:00  police.order.community_detox order=o-g served=2026-03-01 town=460106001
2026-03-02 15:00  civil.rescue.sheltered region=440305
2026-03-02 15:00  says alert.raised alert=X2 level=province recipients=town,clinic,county_office,province_office recipients!=health_host
