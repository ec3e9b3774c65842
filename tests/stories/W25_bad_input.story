# W25 bad input: five lines are refused with a reason and change nothing; the sixth loses a field
# that nobody may send.
person w25
until 2026-03-02 12:00

2026-03-02 09:00  police.checkin.app id=b1 result=ok subject=cn_id:460108189001010011
2026-03-02 09:00  says quarantined event=b1 source=police reason=doc_no_check
2026-03-02 09:01  police.checkin.app id=b2 result=ok subject=cn_id:460105189302290061
2026-03-02 09:01  says quarantined event=b2 reason=doc_no_date
2026-03-02 09:02  for 2026-03-02 09:12 police.checkin.app id=b3 result=ok
2026-03-02 09:02  says quarantined event=b3 reason=time_future
2026-03-02 09:03  police.checkin.app id=b4 result=ok region=469004
2026-03-02 09:03  says quarantined event=b4 reason=region:region
2026-03-02 09:04  police.hotel.stay id=b5 night=2026-03-01
2026-03-02 09:04  says quarantined event=b5 reason=type
2026-03-02 09:05  police.checkin.app id=b6 result=ok longitude=110.35
2026-03-02 09:05  says fields.dropped event=b6 source=police count=1

at end  facts=1 grade=ungraded
