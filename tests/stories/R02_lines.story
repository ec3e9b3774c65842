# R2: the first check that fails names the reason; a line that says no time is taken at that of the line
# before it, and no bad line stops the next.
person a
until 2026-03-02 12:00

2026-03-02 09:00  police.checkin.app id=c1 result=ok
2026-03-02 09:02  raw {"id":"r2","source":"police","type":"police.checkin.app","pid":"a","event_time":"2026-03-02T09:02:00+08:00","data":{"result":"ok"}}
2026-03-02 09:00  says quarantined event=r2 source=police reason=ingested_at
# Both the id and the time of the event are wrong: the id comes first.
2026-03-02 09:03  raw {"source":"police","type":"police.checkin.app","pid":"a","event_time":"yesterday","ingested_at":"2026-03-02T09:03:00+08:00","data":{"result":"ok"}}
2026-03-02 09:03  says quarantined event=none source=police reason=id
2026-03-02 09:04  raw {"id":"r4","source":"police","type":"police.checkin.app","pid":"a","legal_basis":"statute","event_time":"1989-12-31T09:04:00+08:00","ingested_at":"2026-03-02T09:04:00+08:00","data":{"result":"ok"}}
2026-03-02 09:04  says quarantined event=r4 source=police reason=time_old
2026-03-02 09:05  police.checkin.app id=c2 result=ok

at end  facts=2
