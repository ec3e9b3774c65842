# R17: nobody is graded by points alone before a clock runs; the first grade is high only where help
# calls for it.
until 2026-03-10 12:00
person unknown
2026-03-01 09:00  health.mental.assessed level=monitor
at 2026-03-04 12:00  grade=ungraded score=5 class=none
# A crisis is a floor of care, and needs no clock.
2026-03-05 09:00  health.mental.assessed level=urgent
2026-03-05 09:00  says grade.changed from=ungraded to=high class=care

# Sixty points, thirty of them of control: medium, and a person is asked.
person refused
2026-03-01 10:00  police.test.missed id=m1 due=2026-03-01 kind=refused
2026-03-02 10:00  police.test.missed id=m2 due=2026-03-02 kind=refused
at 2026-03-02 12:00  grade=ungraded score=30
2026-03-03 10:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-03-03 10:00  says grade.changed from=ungraded to=medium class=care score=60
2026-03-03 10:00  says grade.proposed basis=P2,m1,m2
