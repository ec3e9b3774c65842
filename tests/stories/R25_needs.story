# R25: a need is open as long as one of its causes is, and told once; changed causes are silent.
until 2026-03-20 12:00
person work
2026-03-02 09:00  hr.dispute.filed kind=wages
2026-03-02 09:00  says need.opened need=employment urgent=no causes=dispute lead=hr due=2026-03-18T00:00 recipients=hr,town
2026-03-02 09:00  says need.opened need=legal urgent=no causes=dispute lead=justice due=2026-03-18T00:00 recipients=justice,town
2026-03-03 09:00  justice.legal_aid.opened kind=labour
2026-03-04 09:00  hr.dispute.filed kind=dismissal
2026-03-05 09:00  hr.dispute.resolved kind=wages
at 2026-03-05 12:00  needs=employment,dispute
2026-03-06 09:00  hr.dispute.resolved kind=dismissal
2026-03-06 09:00  says need.closed need=employment recipients=hr,town
at 2026-03-06 12:00  needs=legal,legal_aid needs!=dispute
2026-03-07 09:00  justice.legal_aid.closed kind=labour
2026-03-07 09:00  says need.closed need=legal

# What a visit lists holds until the next list.
person home
2026-03-02 10:00  police.visit.recorded form=home result=met needs=income,no_fixed_residence
2026-03-02 10:00  says need.opened need=livelihood urgent=no causes=income lead=civil
2026-03-02 10:00  says need.opened need=housing urgent=no causes=P11 lead=civil
2026-03-05 10:00  police.visit.recorded form=phone result=met
2026-03-09 10:00  police.visit.recorded form=home result=met needs=illness
2026-03-09 10:00  says need.closed need=livelihood
2026-03-09 10:00  says need.closed need=housing

person family
2026-03-02 11:00  police.order.isolation order=i1 decided=2026-03-02 sole_carer=yes
2026-03-02 11:00  says need.opened need=child urgent=yes causes=sole_carer due=2026-03-03T11:00 recipients=civil,town
2026-03-03 11:00  civil.child.guardian_gap children=1 since=2026-03-02
2026-03-04 11:00  civil.child.supported kind=guardian children=1
at 2026-03-04 12:00  needs=child,guardian_gap needs!=sole_carer
2026-03-05 11:00  civil.child.guardian_settled children=1 since=2026-03-05
2026-03-05 11:00  says need.closed need=child

# An overdose asks for treatment until there is one; the crisis in it goes on.
person saved
2026-03-02 12:00  health.emergency.overdose region=460108 outcome=survived
2026-03-02 12:00  says need.opened need=treatment urgent=yes causes=overdose due=2026-03-03T12:00
2026-03-02 12:00  says need.opened need=mental urgent=yes causes=G-H4
2026-03-04 12:00  health.mmt.enrolled clinic=c1 region=460108
2026-03-04 12:00  says need.closed need=treatment

# Of the dead only the children are left to be cared for.
person dead
2026-03-02 13:00  justice.legal_aid.opened kind=family
2026-03-02 13:00  says need.opened need=legal causes=legal_aid
2026-03-03 13:00  civil.child.guardian_gap children=2 since=2026-03-03
2026-03-03 13:00  says need.opened need=child urgent=yes causes=guardian_gap
2026-03-05 13:00  civil.person.deceased date=2026-03-05
2026-03-05 13:00  says need.closed need=legal
at end  file=deceased needs=child
