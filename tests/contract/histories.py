#!/usr/bin/env python3
"""Histories of many people as one log: histories.py PEOPLE SEED OPENED_DAY > LINES

Each is one of tests/oracle/generate.py. A few events come again, or come again with other content;
hub.opened stands at noon of the day named. Every line arrives at a moment of its own.
"""
import contextlib
import io
import json
import pathlib
import random
import sys
from datetime import datetime, timedelta

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracle"))
import generate  # noqa: E402


def history(seed, pid):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        generate.History(seed).write()
    for line in out.getvalue().splitlines():
        e = json.loads(line)
        for key in ("id", "supersedes", "retracts"):
            if key in e:
                e[key] = "%s-%s" % (pid, e[key])
        e["pid"] = pid
        yield e


def disturbed(events, r):
    for e in events:
        yield e
        if r.random() < 0.01:
            yield dict(e)
        if r.random() < 0.01 and e["source"] != "hub":
            yield dict(e, event_time=generate.text(datetime.fromisoformat(e["event_time"]) - timedelta(minutes=1)))


def main(people, seed, opened_day):
    r = random.Random(seed)
    lines = []
    for i in range(people):
        lines += disturbed(history(seed * 100003 + i, "p%04d" % i), r)
    opened = generate.START.replace(hour=12) + timedelta(days=opened_day)
    lines.append(dict(source="hub", type="hub.opened", event_time=generate.text(opened),
                      ingested_at=generate.text(opened)))
    lines.sort(key=lambda e: datetime.fromisoformat(e["ingested_at"]))
    last = None
    for e in lines:
        at = datetime.fromisoformat(e["ingested_at"])
        if last and at <= last:
            at = last + timedelta(seconds=1)
        if (at.minute, at.second) == (30, 0):
            at += timedelta(seconds=1)
        last = at
        e["stamped_at"], e["ingested_at"] = e["ingested_at"], generate.text(at)
        print(json.dumps(e, separators=(",", ":")))
    return last


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
