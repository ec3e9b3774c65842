# W24 counting: help that is told three times is given once; what replaced it counts, what was taken
# back does not.
person liu
until 2026-03-31 12:00

2026-03-01 09:00  civil.aid.recorded id=again category=other receiver=person aid=a1
2026-03-02 09:00 for 2026-03-01 09:00  civil.aid.recorded id=again category=other receiver=person aid=a1
2026-03-03 09:00 for 2026-03-01 09:00  civil.aid.recorded id=again category=other receiver=person aid=a1
2026-03-04 09:00  civil.aid.recorded id=wrong category=other receiver=family aid=a2
2026-03-05 09:00  civil.aid.recorded id=right supersedes=wrong category=employment receiver=family aid=a2
2026-03-06 09:00  civil.aid.recorded id=never category=skills_training receiver=person aid=a3
2026-03-07 09:00  civil.retracted retracts=never
person wang
2026-03-08 09:00  civil.aid.recorded category=medical_insurance receiver=person aid=a4
2026-03-09 09:00  civil.aid.recorded category=medical_insurance receiver=person aid=a5
2026-03-10 09:00  civil.aid.recorded category=minor_child_care receiver=family aid=a6
2026-03-11 09:00  civil.aid.recorded category=subsistence_allowance receiver=family aid=a7

stats 2026-03-31 S12.total=6 S12.by.employment.family=1 S12.by.other.person=1 S12.by.other.family=0 S12.by.skills_training.person=0 S12.by.medical_insurance.person=2
stats 2026-03-05 S12.total=2 S12.by.employment.family=1
