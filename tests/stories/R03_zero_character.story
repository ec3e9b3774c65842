# R3: a text is 1 to 64 bytes of any characters. U+0000 is one: an order that has it in its number, and
# an event that has it in its id, are told apart from others by what stands behind it.
person w
until 2026-04-20 12:00

2026-03-02 09:00  raw {"id":"a\u0000b","source":"police","type":"police.order.community_detox","pid":"w","event_time":"2026-03-02T09:00:00+08:00","ingested_at":"2026-03-02T09:00:00+08:00","data":{"order":"o\u00001","served":"2026-03-02","town":"460108004"}}
2026-03-18 00:30  says grade.proposed from=medium to=high class=control basis=G-H1
2026-03-20 09:00  raw {"id":"a\u0000c","source":"police","type":"police.execution.reported","pid":"w","event_time":"2026-03-20T09:00:00+08:00","ingested_at":"2026-03-20T09:00:00+08:00","data":{"order":"o\u00001","town":"460108004"}}
2026-03-20 09:00  says grade.proposal_withdrawn reason=cause_ended

# Not the agreement of this order, and not this event.
2026-03-21 09:00  raw {"id":"a\u0000d","source":"police","type":"police.execution.discharged","pid":"w","event_time":"2026-03-21T09:00:00+08:00","ingested_at":"2026-03-21T09:00:00+08:00","data":{"order":"o\u00002","reason":"term_end"}}
2026-03-22 09:00  raw {"id":"a\u0000e","source":"police","type":"police.retracted","pid":"w","event_time":"2026-03-22T09:00:00+08:00","ingested_at":"2026-03-22T09:00:00+08:00","retracts":"a\u0000f"}
every day 2026-03-21 to 2026-04-20 at 08:00 police.checkin.app result=ok

at 2026-03-18 12:00  grade=medium proposal=G-H1 region=460108
at end  grade=medium score=30 rules=P1,30 clock_start=2026-03-20 region=460108
never quarantined grade.corrected
