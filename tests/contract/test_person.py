#!/usr/bin/env python3
"""A file as it was: whoever answers for a decision of February must see what was known in February,
and whoever corrects it what had been true. usage: test_person.py COASTLINE"""
import json
import subprocess
import sys
import tempfile

COASTLINE = sys.argv[1]
ORDER = {"order": "o1", "town": "460108004"}


class Log:
    """Lines as `coastline log export` prints them, one partition."""

    def __init__(self):
        self.lines = []

    def add(self, kind, arrival, happened=None, pid=None, id=None, **more):
        line = {"id": id or "m", "source": kind.split(".")[0], "type": kind, "partition": 0,
                "event_time": happened or arrival, "recorded_at": happened or arrival,
                "ingested_at": arrival, "legal_basis": "statute", "cause": len(self.lines) + 1,
                "data": {}}
        if pid:
            line["pid"] = pid
        line.update(more)
        self.lines.append(line)

    def path(self):
        f = tempfile.NamedTemporaryFile("w", suffix=".jsonl")
        f.write("".join(json.dumps(l, ensure_ascii=False) + "\n" for l in self.lines))
        f.flush()
        return f


def at(day, time="12:00"):
    return "2026-%sT%s:00+08:00" % (day, time)


def told():
    log = Log()
    log.add("hub.opened", at("01-01"))
    log.add("police.execution.reported", at("01-05"), pid="ada", id="r", data=ORDER)
    log.add("police.execution.reported", at("01-06"), pid="bea", id="r", data=ORDER)
    log.add("police.test.missed", at("01-20"), at("01-20", "10:00"), "ada", "wrong",
            data={"due": "2026-01-20", "kind": "refused"})
    log.add("hub.heartbeat", at("02-10", "00:30"), id="tick")
    log.add("police.test.missed", at("02-20"), at("02-05"), "ada", "late",
            data={"due": "2026-02-05", "kind": "no_show_unexplained"})
    log.add("police.test.retracted", at("02-21"), at("02-21"), "ada", "back", retracts="wrong")
    log.add("hub.heartbeat", at("03-01", "00:30"), id="tick")
    return log


def run(*argv):
    return subprocess.run((COASTLINE,) + argv, capture_output=True, text=True)


def person(log, *more, pid="ada"):
    answer = run("person", pid, "--log", log, *more)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("\n") == 1, answer.stdout
    return json.loads(answer.stdout)


def folded(log, until, pid="ada"):
    answer = run("fold", log, "--log", "--state", "--no-signals", "--until", until)
    assert answer.returncode == 0, answer.stderr
    return {s["pid"]: s for s in map(json.loads, answer.stdout.splitlines())}[pid]


def points(state):
    return state["score"], state["rules"]


def refused(why, *argv):
    answer = run(*argv)
    assert answer.returncode in (1, 2) and not answer.stdout, answer
    assert why in answer.stderr, answer.stderr


def main():
    with told().path() as f:
        log = f.name
        then = at("02-10", "00:30")
        # The refusal was believed in February; by now it is taken back, and a miss has come late.
        assert points(person(log, "--known", then)) == (45, [["P1", 30], ["P2", 15]])
        assert points(person(log, "--as-of", then)) == (38, [["P1", 30], ["P2", 8]])
        assert points(person(log, "--as-of", at("02-04"))) == (30, [["P1", 30]])
        # In between: what was believed on the 20th about the 4th, and about the 10th.
        late = at("02-20", "13:00")
        assert points(person(log, "--known", late, "--as-of", at("02-04"))) == (45, [["P1", 30], ["P2", 15]])
        assert points(person(log, "--known", late, "--as-of", then)) == (53, [["P1", 30], ["P2", 23]])
        # What was known at a tick is what the hub then said; what is true now, what it says now.
        assert person(log, "--known", then) == folded(log, then)
        assert person(log) == person(log, "--as-of", at("03-01", "00:30")) == folded(log, at("04-01"))
        assert person(log, pid="bea") == folded(log, at("04-01"), "bea")
        refused("--as-of lies after", "person", "ada", "--log", log, "--as-of", at("04-01"))
        refused("--as-of lies after", "person", "ada", "--log", log, "--known", then, "--as-of", late)
        refused("had happened", "person", "ada", "--log", log, "--as-of", at("01-02"))
        refused("had arrived", "person", "ada", "--log", log, "--known", at("01-02"))
        refused("had arrived", "person", "nobody", "--log", log)
        refused("--known wants a time", "person", "ada", "--log", log, "--known", "yesterday")
        refused("--pid", "person", "--log", log)
    with Log().path() as f:
        refused("empty", "person", "ada", "--log", f.name)


main()
