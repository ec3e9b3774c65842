#!/usr/bin/env python3
"""Decisions that link people, among the lines of histories.py: linked.py < LINES > LINES

Long before the opening (day 60), a day before it, and after it; undone, taken back, made again; a chain that grows at both ends and
breaks in the middle, and a link that closes a circle.
"""
import json
import sys
from datetime import datetime, timedelta, timezone

START = datetime(2025, 1, 6, tzinfo=timezone(timedelta(hours=8)))
DECISIONS = [  # day, id, what, pid, other or the id that is taken back
    (40, "k01", "linked", "p0000", "p0001"),
    (59, "k14", "linked", "p0012", "p0013"),
    (64, "k02", "linked", "p0002", "p0003"),
    (66, "k03", "linked", "p0004", "p0005"),
    (68, "k04", "linked", "p0006", "p0007"),
    (75, "k05", "linked", "p0008", "p0006"),
    (78, "k06", "linked", "p0007", "p0009"),
    (79, "k07", "linked", "p0010", "p0011"),
    (82, "k08", "unlinked", "p0010", "p0011"),
    (88, "k09", "retracted", "p0004", "k03"),
    (90, "k10", "linked", "p0009", "p0008"),
    (95, "k11", "unlinked", "p0002", "p0003"),
    (100, "k12", "linked", "p0010", "p0011"),
    (104, "k13", "unlinked", "p0008", "p0006"),
]


def line(day, name, what, pid, other):
    at = (START + timedelta(days=day, hours=15, minutes=7, seconds=int(name[1:]))).isoformat()
    e = dict(id=name, source="hub", type="hub.identity." + what, pid=pid, event_time=at,
             ingested_at=at, data={} if what == "retracted" else {"other": other})
    if what == "retracted":
        e["retracts"] = other
    return e


def main():
    lines = [json.loads(text) for text in sys.stdin] + [line(*d) for d in DECISIONS]
    lines.sort(key=lambda e: datetime.fromisoformat(e["ingested_at"]))
    last = None
    for e in lines:
        if last and datetime.fromisoformat(e["ingested_at"]) <= last:
            e["ingested_at"] = (last + timedelta(seconds=1)).isoformat()
        last = datetime.fromisoformat(e["ingested_at"])
        print(json.dumps(e, separators=(",", ":")))


if __name__ == "__main__":
    main()
