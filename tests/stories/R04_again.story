# R4: an event that comes again is heard once; another of its name is refused, and the first stays. Two
# agencies may use one id, and a line that was refused leaves its own free.
person a
until 2026-03-10 12:00

2026-03-02 09:00  police.visit.recorded id=v1 form=home result=met mood=concern
2026-03-02 09:00  says need.opened need=mental urgent=no causes=P8
2026-03-03 09:00  for 2026-03-02 09:00 police.visit.recorded id=v1 form=home result=met mood=concern
2026-03-04 09:00  for 2026-03-02 09:00 police.visit.recorded id=v1 form=home result=met mood=ok
2026-03-04 09:00  says quarantined event=v1 source=police reason=id_conflict
2026-03-05 09:00  justice.legal_aid.opened id=v1 kind=labour
2026-03-05 09:00  says need.opened need=legal urgent=no causes=legal_aid
2026-03-06 09:00  police.checkin.app id=c1 result=perhaps
2026-03-06 09:00  says quarantined event=c1 source=police reason=field:result
2026-03-06 10:00  police.checkin.app id=c1 result=ok

at end  facts=3 needs=mental,legal
never need.closed
