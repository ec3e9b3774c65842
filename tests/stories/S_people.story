# S1 to S5, S9 to S11, S18 to S20: who is counted, in the year to 2026-06-30.
until 2026-07-15 12:00
person found
2026-02-01 09:00  police.person.registered kind=first_found substance=ats addicted=no residence=460108004 hukou=460108
person found_before
2025-02-01 09:00  police.person.registered kind=first_found substance=ats addicted=no residence=460107001 hukou=460108
person abstinent
2023-05-01 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460106001 hukou=460108
person abstinent_since_long
2021-05-01 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460106001 hukou=460108
person gone
2026-01-01 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460105001 hukou=460108
2026-06-01 09:00  police.person.departed from=2026-06-30
person used
2023-04-10 09:00  police.order.community_detox order=o1 served=2023-04-10 town=469005100
2023-04-12 09:00  police.execution.reported order=o1 town=469005100
2026-05-05 09:00  police.test.recorded test=t1 sample=urine stage=lab result=positive analytes=morphine sampled=2026-05-04
person steady
2023-06-01 09:00  police.order.community_detox order=o2 served=2023-06-01 town=469005101
2023-06-10 09:00  police.execution.reported order=o2 town=469005101
2024-01-01 09:00  hr.employment.started job=j1 workplace=469005 kind=contract
person unable
2026-06-01 09:00  police.order.community_detox order=o3 served=2026-06-01 town=469005102
2026-06-10 09:00  police.execution.reported order=o3 town=469005102
2026-06-11 09:00  hr.jobseeker.registered able_to_work=no
2026-06-12 09:00  police.test.missed due=2026-06-12 kind=evaded
person poor
2026-01-01 09:00  civil.poverty_watch.opened kind=unstable
2026-02-01 09:00  civil.poverty_watch.closed kind=unstable
2026-03-01 09:00  civil.poverty_watch.opened kind=unstable
2026-03-02 09:00  police.station.activity station=s1 kind=skills
2026-06-02 09:00  police.station.activity station=s2 kind=skills
2026-06-03 09:00  police.station.activity station=s2 kind=talk
2026-07-02 09:00  police.station.activity station=s3 kind=talk
person watched
2026-01-01 09:00  civil.poverty_watch.opened kind=unstable
2026-02-01 09:00  civil.poverty_watch.closed kind=unstable
# Known later, dated before: counted.
2026-07-10 09:00 for 2026-06-20 09:00  civil.poverty_watch.opened kind=sudden
# Users: found, found_before, used, unable; gone from the 30th on. Abstinent: both, and steady whose three
# years are over; of a year ago one.
stats 2026-06-30 S1=4 S3=3 S4=200.0 S5.n=1 S5.before=1 S5.down=0.00 S9=1/7 S10=1/2 S11=1/2
stats 2026-06-30 S18.watched=2 S18.at_risk=2 S18.fell_back=1 S18.rate=50.000 S20.active=1
stats 2026-06-30 S19.towns=7 S19.free=460105001,460106001,460107001,469005101
stats 2026-06-29 S1=5
