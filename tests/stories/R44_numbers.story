# R44: a number of an identity card that somebody typed into another field would never be found again:
# the line is refused, whatever field it is, and one that is no such number is a text like any other.
person a
until 2026-03-02 12:00

2026-03-02 09:00  police.leave.approved id=l1 leave=460105189202290064 from=2026-03-03 to=2026-03-04 dest=46 purpose=work
2026-03-02 09:00  says quarantined event=l1 source=police reason=field:leave
2026-03-02 09:01  police.leave.approved id=l2 leave=no-1460105189202290064-b from=2026-03-03 to=2026-03-04 dest=46 purpose=work
2026-03-02 09:01  says quarantined event=l2 source=police reason=field:leave
2026-03-02 09:02  police.checkin.app id=c1 result=ok actor=460105189202290064
2026-03-02 09:02  says quarantined event=c1 source=police reason=actor
2026-03-02 09:03  police.checkin.app id=c2 result=ok supersedes=460105189202290064
2026-03-02 09:03  says quarantined event=c2 source=police reason=supersedes
# The last digit is wrong.
2026-03-02 09:04  police.leave.approved id=l3 leave=460105189202290065 from=2026-03-03 to=2026-03-04 dest=46 purpose=work

at end  facts=1
