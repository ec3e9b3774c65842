#!/usr/bin/env python3
"""A small random history, as input of a fold: generate.py SEED [travel]. The same seed gives the same
bytes. `travel`: some weeks of people who are seen in many places.

Of the few kinds of event that the oracle reads; some come late, twice, are replaced or taken back.
"""
import json
import random
import sys
from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
START = datetime(2025, 1, 6, 9, 0, tzinfo=CHINA)


def text(t):
    return t.isoformat()


class History:
    KINDS = ["test", "test", "missed", "absence", "job", "hardship", "mind", "decision", "correction", "leave", "hold",
             "car", "skills", "away", "away"]
    MOST = 30

    def __init__(self, seed):
        self.r, self.lines, self.n, self.tests = random.Random(seed), [], 0, 0
        self.length = self.r.randint(60, 420)
        self.mark = "\0" if seed % 4 == 0 else ""  # U+0000 is a character as others are
        self.drawn = seed % 4 > 1  # ids as domain.md B1 wants them

    def add(self, t, type_, late=True, **more):
        self.n += 1
        arrival = t
        if late and self.r.random() < 0.08:
            arrival = t + timedelta(hours=self.r.choice([1, 20, 60, 200]), minutes=7)
        line = dict(id=self.name(t), source=type_.split(".")[0], type=type_, pid="p1", event_time=text(t),
                    ingested_at=arrival)
        line.update({k: more.pop(k) for k in ("supersedes", "retracts", "recorded_at") if k in more})
        line["data"] = {k.rstrip("_"): v for k, v in more.items()}
        self.lines.append(line)
        return line

    def name(self, t):
        if not self.drawn:
            return "e%s%03d" % (self.mark, self.n)
        rest = "%032x" % self.r.getrandbits(128)
        ms = "%012x" % (int(t.timestamp()) * 1000 + self.r.randint(0, 2))
        return "-".join((ms[:8], ms[8:], "7" + rest[:3], "8" + rest[3:6], rest[6:18]))

    def day(self, n, hour=10):
        """Often on the hour, so that several things happen at one moment and their ids decide."""
        return START.replace(hour=hour) + timedelta(days=n, minutes=self.r.choice([0, self.r.randint(0, 50)]))

    def write(self):
        r = self.r
        if r.random() < 0.4:
            self.add(self.day(0), "police.person.registered", kind="voluntary", substance="opioid", addicted=True,
                     residence="460108004", hukou="460108")
        if r.random() < 0.8:
            served = self.day(1)
            self.add(served, "police.order.community_detox", order="o%s1" % self.mark, served=str(served.date()), town="460108004")
            if r.random() < 0.9:
                self.add(self.day(r.randint(2, 25)), "police.execution.reported", order="o%s1" % self.mark, town="460108004")
        self.daily(r.random() < 0.7, r.random() < 0.4)
        for _ in range(r.randint(0, self.MOST)):
            getattr(self, r.choice(self.KINDS))(r.randint(3, self.length))
        self.lines.sort(key=lambda l: (l["ingested_at"], l["id"]))
        for line in self.lines:
            line["ingested_at"] = text(line["ingested_at"])
            print(json.dumps(line, separators=(",", ":")))

    def daily(self, checks_in, doses):
        rest = 0
        for n in range(3, self.length):
            if rest:
                rest -= 1
                continue
            if self.r.random() < 0.01:
                rest = self.r.choice([3, 5, 8, 16, 35])
            if checks_in and self.r.random() < 0.97:
                self.add(self.day(n, 10 if self.drawn else 8), "police.checkin.app", result=self.r.choice(["ok"] * 12 + ["missed", "late"]))
            if doses and n > 20 and self.r.random() < 0.96:
                self.add(self.day(n, 10 if self.drawn else 9), "health.mmt.dose", site="s1", site_kind="clinic",
                         region=self.r.choice(["460108"] * 60 + ["460105", "469005", "440305"]),
                         observed=True)

    def test(self, n):
        t = self.day(n)
        self.tests += 1
        self.add(t, "police.test.recorded", test="t%s%d" % (self.mark, self.tests), sample=self.r.choice(["urine", "urine", "hair"]),
                 stage=self.r.choice(["lab", "lab", "onsite"]), result=self.r.choice(["negative"] * 3 + ["positive"]),
                 analytes=["methamphetamine"], sampled=str(t.date()))

    def missed(self, n):
        t = self.day(n)
        self.add(t, "police.test.missed", due=str(t.date()),
                 kind=self.r.choice(["evaded", "refused", "no_show_unexplained", "excused"]))

    def absence(self, n):
        t, k = self.day(n), self.r.randint(1, 14)
        self.add(t, "police.absence.recorded", start=str((t - timedelta(days=k)).date()), days=k)

    def job(self, n):
        job = "j%d" % self.r.randint(1, 2)
        if self.r.random() < 0.6:
            self.add(self.day(n), "hr.employment.started", job=job, workplace="460108", kind="contract")
        else:
            self.add(self.day(n), "hr.employment.ended", job=job, workplace="460108", kind="contract")

    def hardship(self, n):
        if self.r.random() < 0.5:
            self.add(self.day(n), "civil.poverty_watch." + self.r.choice(["opened", "closed"]), kind="unstable")
        else:
            self.add(self.day(n), "hr.jobseeker." + self.r.choice(["registered", "closed"]), able_to_work=True)

    def mind(self, n):
        if self.r.random() < 0.5:
            self.add(self.day(n), "health.mental.assessed", level=self.r.choice(["none", "monitor", "urgent"]))
        else:
            self.add(self.day(n), "police.visit.recorded", form="home", result="met",
                     mood=self.r.choice(["ok", "concern", "crisis"]),
                     needs=self.r.sample(["no_fixed_residence", "family_breakdown", "income", "job"], 2))

    def decision(self, n):
        self.add(self.day(n, 15), "hub.review.decided", late=False, task="proposal",
                 verdict=self.r.choice(["uphold", "reject"]), reviewer="r%d" % self.r.randint(1, 2))

    def correction(self, n):
        old = [l for l in self.lines if "supersedes" not in l and "retracts" not in l and l["source"] != "hub"]
        if not old:
            return
        target, when = self.r.choice(old), self.day(n, 17)
        if datetime.fromisoformat(target["event_time"]) >= when:
            return
        if self.r.random() < 0.6:
            self.add(when, target["source"] + ".retracted", late=False, retracts=target["id"])
        else:
            self.add(datetime.fromisoformat(target["event_time"]), target["type"], late=False, supersedes=target["id"],
                     recorded_at=text(when), **target["data"])["ingested_at"] = when

    def leave(self, n):
        t = self.day(n)
        self.add(t, "police.leave.approved", leave="l%d" % n, from_=str(t.date()),
                 to=str((t + timedelta(days=self.r.randint(1, 20))).date()), dest="46", purpose="work")

    def hold(self, n):
        t = self.day(n)
        self.add(t, "health.mmt.hold", from_=str(t.date()), to=str((t + timedelta(days=4)).date()), why="hospital")

    def car(self, n):
        self.add(self.day(n), "police.encounter.recorded", kind="drug_driving", result="confirmed")

    def away(self, n):
        place = self.r.choice(["460105", "469005", "469024", "440305", "460108"])
        what = self.r.randint(0, 3)
        if what == 0:
            self.add(self.day(n), "civil.rescue.sheltered", region=place)
        elif what == 1:
            self.add(self.day(n), "health.emergency.overdose", region=place, outcome="survived")
        elif what == 2:
            for k in (0, 1, 3):
                self.add(self.day(n + k, 12), "police.checkin.app", result="ok", region=place)
        else:
            t = self.day(n)
            self.add(t, "health.mmt.guest_authorised", from_=str(t.date()), to=str((t + timedelta(days=9)).date()),
                     dest=place[:4])

    def skills(self, n):
        self.add(self.day(n), "hr.training.completed", course="c1", days=10)


class Travel(History):
    """Weeks, not months; and most of what happens has a place."""

    KINDS = ["away", "away", "away", "move", "move", "job_away", "review", "pass_given", "leave", "hold", "mind",
             "correction"]
    MOST = 40

    def __init__(self, seed):
        super().__init__(seed)
        self.length = self.r.randint(25, 70)

    def move(self, n):
        t = self.day(n, 13)
        place = self.r.choice(["460105001", "469005100", "460108001", "440305001"])
        if self.r.random() < 0.5:
            self.add(t, "police.residence.changed", residence=place, from_=str((t + timedelta(days=self.r.randint(-3, 6))).date()))
        else:
            kind = self.r.choice(["transferred_out", "transferred_out", "transferred_in"])
            self.add(t, "police.execution." + kind, order="o%s1" % self.mark, from_="460108004", to=place,
                     effective=str((t + timedelta(days=self.r.randint(-8, 6))).date()))

    def job_away(self, n):
        more = {"expected_days": self.r.choice([10, 30, 90])} if self.r.random() < 0.6 else {}
        self.add(self.day(n, 14), "hr.employment.started", job="j%d" % self.r.randint(3, 9),
                 workplace=self.r.choice(["460105", "469005", "440305"]), kind="contract", **more)

    def review(self, n):
        self.add(self.day(n, 16), "hub.review.decided", late=False, verdict="uphold", reviewer="r1",
                 task="X%d:%s" % (self.r.randint(1, 6), self.r.choice(["460105", "469005", "469024", "440305"])))

    def pass_given(self, n):
        t = self.day(n, 18)
        a = t + timedelta(days=self.r.randint(-6, 6))
        if self.r.random() < 0.5:
            self.add(t, "health.mmt.guest_authorised", from_=str(a.date()), to=str((a + timedelta(days=5)).date()), dest="4690")
        else:
            l = "l%d" % self.r.randint(1, 3)
            kind = self.r.choice(["approved", "approved", "closed"])
            self.add(t, "police.leave." + kind, leave=l, from_=str(a.date()), to=str((a + timedelta(days=self.r.randint(1, 9))).date()),
                     dest=self.r.choice(["46", "4690", "460105", "44"]), purpose="work")


if __name__ == "__main__":
    (Travel if "travel" in sys.argv else History)(int(sys.argv[1])).write()
