# R13: an extension moves the last day for reporting in, but never forward; whoever is in custody is not
# looked for, the day of its end included.
until 2026-03-27 12:00
person held
2026-03-02 09:00  police.order.community_detox order=o3 served=2026-03-02 town=460108004
2026-03-12 09:00  police.execution.suspended order=o3 reason=detention
at 2026-03-19 12:00  floors=none tasks=none
2026-03-20 10:00  police.execution.resumed order=o3 reason=detention
at 2026-03-20 12:00  floors=none tasks=none
2026-03-21 00:30  says grade.proposed class=control basis=G-H1
2026-03-21 00:30  says task.opened task=outreach:o3 due=2026-03-18T00:00 recipients=town

person longer
2026-03-02 09:00  police.order.community_detox order=o1 served=2026-03-02 town=460108004
2026-03-10 09:00  police.order.extension_granted order=o1 until=2026-03-25 reason=illness
2026-03-21 00:30  says task.opened task=outreach:o1 due=2026-03-26T00:00 recipients=town
2026-03-26 00:30  says grade.proposed class=control basis=G-H1
at 2026-03-25 12:00  grade=ungraded floors=none

person shorter
2026-03-02 09:00  police.order.community_detox order=o2 served=2026-03-02 town=460108004
2026-03-05 09:00  police.order.extension_granted order=o2 until=2026-03-10 reason=other
2026-03-13 00:30  says task.opened task=outreach:o2 due=2026-03-18T00:00 recipients=town
2026-03-18 00:30  says grade.proposed class=control basis=G-H1
