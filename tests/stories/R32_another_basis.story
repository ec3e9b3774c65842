# R32: a question that rests on other facts now is put anew, in place of the old one, which nobody needs
# to take back.
person a
until 2026-03-20 12:00

2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-02-05 10:00  police.test.missed id=m1 due=2026-02-05 kind=refused
2026-03-05 10:00  police.test.missed id=m2 due=2026-03-05 kind=refused
2026-03-05 10:00  says grade.proposed basis=P2,m1,m2 supersedes=none
2026-03-10 10:00  police.retracted retracts=m2
2026-03-10 10:00  police.encounter.recorded id=d1 kind=drug_driving result=confirmed
2026-03-10 10:00  says grade.proposed basis=P2,m1,P10,d1 basis!=m2 supersedes=2
# What comes in addition changes no question that is open.
2026-03-12 10:00  police.test.missed id=m3 due=2026-03-12 kind=refused
at end  proposal=d1 proposal!=m3 score=75
never grade.proposal_withdrawn
