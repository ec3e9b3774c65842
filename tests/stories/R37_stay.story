# R37: X3 is raised by the second day of a stay, two days after the first, with an order open; a day at
# home or on leave between or at its beginning is no stay.
until 2026-04-10 12:00
person a
2026-03-01 09:00  police.order.community_detox order=o1 served=2026-03-01 town=460108004
2026-03-02 09:00  police.execution.reported order=o1 town=460108004
2026-03-03 10:00  police.checkin.app result=ok region=469005
2026-03-04 10:00  police.checkin.app result=ok region=469005
2026-03-05 10:00  police.checkin.app result=late region=469005
2026-03-05 10:00  says alert.raised alert=X3 class=control level=prefecture recipients=town notices=county_office
# At home: from now on the stay begins anew.
2026-03-06 10:00  police.checkin.app result=ok region=460108
2026-03-06 10:00  says alert.resolved alert=X3 reason=home
2026-03-13 10:00  police.checkin.app result=ok region=469005
2026-03-14 10:00  police.checkin.app result=ok region=469005
2026-03-15 10:00  police.checkin.app result=missed region=469005
# The first day was on leave: not counted; the next is the first of the stay.
2026-03-16 09:00  police.checkin.app result=ok region=460108
2026-03-20 08:00  police.leave.approved leave=l1 from=2026-03-20 to=2026-03-20 dest=440305 purpose=work
2026-03-20 10:00  police.checkin.app result=ok region=440305
2026-03-22 10:00  police.checkin.app result=ok region=440305
2026-03-24 10:00  police.checkin.app result=ok region=440305
2026-03-24 10:00  says alert.raised alert=X3 level=province recipients=town,county_office recipients!=province_office notices=none
# Told too late to be an alert, early enough to be a day of the stay.
2026-03-29 10:00 for 2026-03-25 10:00  police.test.recorded region=460105 test=t1 sample=urine stage=onsite result=negative sampled=2026-03-25
2026-03-30 10:00  police.checkin.app result=ok region=460105
2026-03-30 10:00  says alert.raised alert=X3 observed=460105 level=county
