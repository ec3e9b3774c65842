# R27, R28: a task is told once, falls due by the clock of its kind, and is told to the next level when
# nobody did it; a decision ends it and begins the next term.
until 2026-07-20 12:00
person seen
2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
# Ninety days of medium end on a Sunday: Monday, Tuesday, Wednesday. Then on a Monday, which is told.
2026-04-05 00:30  says task.opened task=grade_review:2026-04-05 due=2026-04-09T00:00 recipients=town
2026-04-07 10:00  hub.review.decided task=grade_review:2026-04-05 verdict=uphold reviewer=r1
2026-07-06 00:30  says task.opened task=grade_review:2026-07-06 due=2026-07-10T00:00 recipients=town
2026-07-08 10:00  hub.review.decided task=grade_review:2026-07-06 verdict=uphold reviewer=r1

person unseen
2026-01-05 09:00  police.person.registered kind=voluntary substance=opioid addicted=yes residence=460108004 hukou=460108
2026-04-05 00:30  says task.opened task=grade_review:2026-04-05 due=2026-04-09T00:00
2026-04-09 00:30  says task.overdue task=grade_review:2026-04-05 recipients=county_office
# A decision about a task that is not open does nothing.
2026-04-10 10:00  hub.review.decided task=grade_review:2026-04-06 verdict=uphold reviewer=r1
at end  tasks=grade_review:2026-04-05

# A test on the spot asks for a laboratory within three days, and lapses after ten.
person spot
2026-02-02 10:00  police.test.recorded id=t1 test=u1 sample=urine stage=onsite result=positive sampled=2026-02-02
2026-02-02 10:00  says task.opened task=laboratory:t1 due=2026-02-06T00:00 recipients=police
2026-02-06 00:30  says task.overdue task=laboratory:t1 recipients=county_office
at 2026-02-12 12:00  tasks=laboratory:t1
at 2026-02-13 12:00  tasks=none
