# W02 late report-in: the town goes looking first; nobody is graded high without a person's word.
person w
until 2026-03-21 12:00

2026-03-02 09:00  police.order.community_detox order=o1 served=2026-03-02 town=460108004
2026-03-13 00:30  says task.opened task=outreach:o1 due=2026-03-18T00:00 recipients=town
2026-03-18 00:30  says grade.changed from=ungraded to=medium class=control floors=G-H1,high
2026-03-18 00:30  says grade.proposed from=medium to=high class=control basis=G-H1,e0001 recipients=county_office,town
2026-03-20 09:00  police.execution.reported order=o1 town=460108004
2026-03-20 09:00  says grade.proposal_withdrawn reason=cause_ended basis=G-H1,e0001
every day 2026-03-21 to 2026-03-21 at 08:00 police.checkin.app result=ok

at 2026-03-17 23:59  grade=ungraded proposal=none
at 2026-03-18 12:00  grade=medium proposal=G-H1 class=control
at end  grade=medium score=30 rules=P1,30 floors=none proposal=none
never alert.raised grade.corrected
