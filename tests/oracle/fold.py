#!/usr/bin/env python3
"""A second reading of fold.md, for comparison with `coastline fold`.

Slow and plain on purpose: at every item of the walk all facts so far are read again from the first.
It knows grades, proposals, needs, tasks and alerts; no door, no links, no contests, no sealing. What it
prints is comparable after `compare.py` has left out what it does not know.
"""
import argparse
import calendar
import json
from collections import namedtuple
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
GRADES = ["suspended", "ungraded", "long_term_low", "low", "medium", "high"]  # order of R30
RANK = {"low": 0, "medium": 1, "high": 2}


def moment(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(CHINA)


def day(text):
    return date.fromisoformat(text)


def stamp(t):
    return None if t is None else t.replace(microsecond=0).isoformat()


def months(d, n):
    y, m = divmod(d.year * 12 + d.month - 1 + n, 12)
    return date(y, m + 1, min(d.day, calendar.monthrange(y, m + 1)[1]))


def years(d, n):
    return months(d, 12 * n)


class Fact:
    def __init__(self, line):
        self.src, self.id, self.type, self.pid = line["source"], line["id"], line["type"], line["pid"]
        self.t, self.arrival = moment(line["event_time"]), moment(line["ingested_at"])
        self.stamp = moment(line.get("stamped_at", line["ingested_at"]))
        self.region_of, self.line = line.get("region"), line
        self.written = (moment(line.get("recorded_at", line["event_time"])), self.id)
        self.d = line.get("data") or {}
        self.sup, self.ret = line.get("supersedes"), line.get("retracts")
        self.key = (self.t, 1, self.src, self.id)
        self.date = self.t.date()

    def __getattr__(self, name):  # a field of the type, None if absent
        if name.startswith("__"):
            raise AttributeError(name)
        return self.d.get(name)


def live(facts):
    """R6."""
    gone, by_name = set(), {(f.src, f.id): f for f in facts}
    for f in sorted((f for f in facts if f.sup or f.ret), key=lambda f: f.written, reverse=True):
        if f in gone and f.ret:
            continue
        target = by_name.get((f.src, f.ret or f.sup))
        if f in retracted(facts, gone, f):
            continue
        if target and f.written > target.written and (f.ret or not target.ret):
            gone.add(target)
    groups = {}
    for f in facts:
        if f.sup and not retracted(facts, gone, f):
            groups.setdefault((f.src, f.sup), []).append(f)
    for group in groups.values():
        gone.update(sorted(group, key=lambda f: f.written)[:-1])
    return sorted((f for f in facts if f not in gone and not f.ret), key=lambda f: f.key)


def retracted(facts, gone, f):
    """The fact itself, if a retraction that counts has taken it; a replaced one still replaces."""
    return {f} if f.sup and any(
        r.ret == f.id and r.src == f.src and r.written > f.written and r not in gone for r in facts) else set()


Tick = namedtuple("Tick", "t daily")


class Now:
    """What the visible facts say at one item (fold.md 4)."""

    def __init__(self, facts, t):
        self.f, self.t, self.T = facts, t, t.date()
        self.orders()
        self.custody()
        self.treatment()
        self.uses()

    def of(self, *types):
        return [f for f in self.f if f.type in types]

    def starts(self, prefix):
        return [f for f in self.f if f.type.startswith(prefix)]

    def age(self, d):
        return (self.T - d).days

    def within(self, d, n):
        return 0 <= self.age(d) <= n

    # R9
    def orders(self):
        self.order, known, self.reports = None, set(), []
        for f in self.f:
            d = f.d
            if f.type.startswith("police.order.community_"):
                if d["order"] in known:
                    continue
                known.add(d["order"])
                self.order = dict(id=d["order"], event=f.id, served=day(d["served"]), reported=None,
                                  reported_t=None, paused=False, first_town=d["town"], until=None, moves=[], out=None)
            elif f.type == "police.execution.reported":
                if d["order"] not in known:
                    known.add(d["order"])
                    self.order = dict(id=d["order"], event=f.id, served=None, reported=None,
                                      reported_t=None, paused=False, first_town=d["town"], until=None, moves=[], out=None)
                o = self.order
                if o and o["id"] == d["order"] and o["reported"] is None:
                    o["reported"], o["reported_t"], o["first_town"] = f.date, f.key, d["town"]
                    self.reports.append(f.date)
            elif f.type == "justice.isolation.admitted":
                self.order = None
            elif self.order and d.get("order") == self.order["id"]:
                self.execution(f)

    def execution(self, f):
        kind = f.type.rsplit(".", 1)[1]
        if kind == "transferred_out":
            self.order["moves"].append((day(f.effective), f.key, f.to))
            self.order["out"] = (day(f.effective), getattr(f, "from"), f.to)
        elif kind == "transferred_in":
            self.order["moves"].append((min(day(f.effective), f.date), f.key, f.to))
            self.order["out"] = None
        if kind in ("terminated", "discharged"):
            self.order = None
        elif kind == "suspended" and f.reason != "prison":
            self.order["paused"] = True
        elif kind == "resumed":
            self.order["paused"] = False
        elif kind == "extension_granted":
            self.order["until"] = day(f.until)

    # R10: whole days, first and last included
    def custody(self):
        spans, opened, paused = [], None, None
        self.isolated = self.imprisoned = self.abroad = False
        for f in self.f:
            if f.type in ("justice.isolation.admitted", "justice.isolation.transferred"):
                if not self.isolated:
                    opened, self.isolated = f.date, True
            elif f.type == "justice.isolation.released" and self.isolated:
                spans.append((opened, day(f.released)))
                self.isolated = False
            elif f.type == "police.person.departed":
                self.abroad = day(getattr(f, "from")) <= self.T
            elif f.type == "police.person.registered":
                self.abroad = False
        if self.isolated:
            spans.append((opened, self.T))
        self.spans = spans
        self.away = self.isolated or self.imprisoned or self.abroad
        self.holds = [(day(f.d["from"]), day(f.d["to"])) for f in self.of("health.mmt.hold")]

    def in_custody(self, d):
        return any(a <= d <= b for a, b in self.spans)

    def held(self, d):
        return any(a <= d <= b for a, b in self.holds)

    # R11
    def treatment(self):
        self.episode, self.doses, self.enrolled = False, [], None
        for f in self.f:
            if f.type == "health.mmt.enrolled" or f.type == "health.mmt.dose":
                if not self.episode:
                    self.episode, self.doses = True, []
                if f.type == "health.mmt.dose":
                    self.doses.append(f.date)
            elif f.type == "health.mmt.exited":
                self.episode = False
        if not self.episode:
            self.doses = []
        took = set(self.doses)
        self.countable = []
        d = min(took) if took else self.T
        while d < self.T:
            if not self.held(d) and not self.in_custody(d):
                self.countable.append(d)
            d += DAY
        self.took = took
        self.run = self.run_before(self.T)
        if self.T in took or self.held(self.T) or self.in_custody(self.T):
            self.run = 0

    def run_before(self, d):
        """Missed days in a row that end the day before."""
        n, first = 0, min(self.took) if self.took else d
        d -= DAY
        while d > first and d not in self.took and not self.held(d) and not self.in_custody(d):
            n, d = n + 1, d - DAY
        return n

    # R15
    def uses(self):
        anchors, self.use_list, self.unsure, self.spot = [], [], [], []
        seen_orders = set()
        for i, f in enumerate(self.f):
            if f.type == "police.person.registered":
                if f.kind != "transfer_in" or not anchors:
                    anchors.append(f.date)
            elif f.type == "police.execution.reported" and f.order not in seen_orders:
                seen_orders.add(f.order)
                if f.date in self.reports:
                    anchors.append(f.date)
            elif f.type == "justice.isolation.released":
                anchors.append(day(f.released))
            elif f.type == "police.use.determined":
                test = [g for g in self.f[:i] if g.type == "police.test.recorded" and g.test == f.basis]
                when = day(test[-1].sampled) if test else moment(f.decided).date()
                self.unsure = [u for u in self.unsure if u.test != f.basis]
                if when not in [u for u, _ in self.use_list]:
                    self.use_list.append((when, f.id))
                    anchors.append(when)
            elif f.type == "police.test.recorded":
                self.result(f, anchors)
        self.spot = [f for f in self.spot if self.T <= f.date + 10 * DAY]
        dates = anchors + [d for d, _ in self.use_list]
        self.clock = max(dates) if dates else None

    def result(self, f, anchors):
        sampled = day(f.sampled)
        if f.stage != "onsite" and f.result != "pending":
            self.spot = [s for s in self.spot if s.test != f.test and s.test != f.confirms]
        if f.result != "positive" or (set(f.analytes or ["?"]) == {"methadone"} and self.episode_on(sampled)):
            return
        if f.stage == "onsite":
            self.spot.append(f)
            return
        start = months(sampled, -6) if f.sample == "hair" else sampled - 7 * DAY
        before = [a for a in anchors if a <= sampled]
        if sampled in [d for d, _ in self.use_list]:
            return
        if before and start < max(before):
            self.unsure.append(f)
        else:
            self.use_list.append((sampled, f.id))
            anchors.append(sampled)

    def episode_on(self, d):
        is_open = False
        for f in self.f:
            if f.date > d:
                break
            if f.type in ("health.mmt.enrolled", "health.mmt.dose"):
                is_open = True
            elif f.type == "health.mmt.exited":
                is_open = False
        return is_open

    # R12
    def silence(self):
        """(last contact, silent days): None while nobody counts."""
        o = self.order
        if not o or not o["reported"] or o["paused"] or self.in_custody(self.T) or self.away:
            return None
        contact = None
        for f in self.f:
            if self.is_contact(f):
                contact = max(contact or f.date, f.date)
        leaves = self.leaves()
        n, d = 0, contact + DAY
        while d < self.T:
            if not self.held(d) and not self.in_custody(d) and not any(a <= d <= b for a, b in leaves):
                n += 1
            d += DAY
        return contact, n

    def is_contact(self, f):
        return (f.type == "police.checkin.app" and f.result in ("ok", "late")
                or f.type == "police.counselling.video" and f.result == "done"
                or f.type == "police.visit.recorded" and f.result == "met"
                or f.type in ("police.test.recorded", "health.mmt.dose", "police.station.activity",
                              "police.execution.reported", "police.leave.closed"))

    def leaves(self):
        out = []
        for f in self.of("police.leave.approved"):
            end = day(f.to)
            for c in self.of("police.leave.closed"):
                if c.leave == f.leave and c.date < end:
                    end = c.date
            out.append((day(f.d["from"]), end))
        return out

    def leave_places(self):
        return [(a, b, f.dest) for (a, b), f in zip(self.leaves(), self.of("police.leave.approved"))]

    def guest_places(self):
        return [(day(f.d["from"]), day(f.to), f.dest) for f in self.of("health.mmt.guest_authorised")]

    def absences(self):
        """R14: (date, id, days) of unreported ones of three days or more."""
        out = []
        for f in self.of("police.absence.recorded"):
            start = day(f.start)
            n = (day(f.end) - start).days if f.end else f.days
            covered = any(a <= start and start + n * DAY <= b for a, b in self.leaves())
            if n >= 3 and not covered:
                out.append((f.date, f.id, n, f.key))
        return out

    def misses(self, kinds):
        return [f for f in self.of("police.test.missed") if f.kind in kinds]


def floors(n):
    """C2: id -> (grade, last day or None, fact ids)."""
    out, o, T = {}, n.order, n.T
    if o and o["served"] and not o["reported"] and not n.in_custody(T) and not o["paused"]:
        last = max(o["served"] + 15 * DAY, o["until"] or o["served"])
        if T > last:
            out["G-H1"] = ("high", None, [o["event"]])
    if o and o["reported"]:
        tests = [(f.date, f.id) for f in n.misses(("evaded", "refused")) if f.date >= o["reported"]]
        gone = [(d, i, k) for d, i, k, _ in n.absences() if d >= o["reported"]]
        acts = []
        if len(tests) >= 3:
            acts += tests
        if len(gone) >= 3 or sum(k for _, _, k in gone) > 30:
            acts += [(d, i) for d, i, _ in gone]
        if acts and T <= max(d for d, _ in acts) + 180 * DAY:
            out["G-H2"] = ("high", max(d for d, _ in acts) + 180 * DAY, sorted({i for _, i in acts}))
    recent = [(d, i) for d, i in n.use_list if T <= d + 180 * DAY]
    if recent:
        out["G-H3"] = ("high", max(d for d, _ in recent) + 180 * DAY, sorted(i for _, i in recent))
    crisis = [f.date for f in n.f if f.type == "health.mental.assessed" and f.level == "urgent"
              or f.type in ("police.visit.recorded", "justice.aftercare.visit") and f.mood == "crisis"
              or f.type == "health.emergency.overdose"]
    crisis = [d for d in crisis if n.within(d, 30)]
    if crisis:
        out["G-H4"] = ("high", max(crisis) + 30 * DAY, [])
    treatment_floor(n, out)
    quiet = n.silence()
    if quiet and quiet[1] >= 30:
        out["G-H6"] = ("high", None, ["silent:%s" % quiet[0]])
    elif quiet and quiet[1] >= 15:
        out["G-M2"] = ("medium", None, [])
    released = [day(f.released) for f in n.of("justice.isolation.released", "justice.prison.released")]
    released = [d for d in released if n.within(d, 90)]
    if released:
        out["G-M1"] = ("medium", max(released) + 90 * DAY, [])
    return out


def treatment_floor(n, out):
    if not n.doses:
        return
    last = max(n.took)
    if n.run >= 7:
        if n.T <= last + 60 * DAY:
            out["G-H5"] = ("high", last + 60 * DAY, [])
        return
    again = [d for d in n.took if n.run_before(d) >= 7]
    if again and n.within(max(again), 14):
        out["G-H5"] = ("high", max(again) + 14 * DAY, [])


def halved(age, full):
    return full if 0 <= age <= 90 else full // 2 if 90 < age <= 180 else 0


def points(n, fl):
    """C3: id -> points, id -> fact ids; by R16."""
    p, facts, T = {}, {}, n.T
    if n.clock:
        p["P1"] = 30 if T < years(n.clock, 1) else 20 if T < years(n.clock, 2) else 10 if T < years(n.clock, 3) else 0
    acts = [(halved(n.age(f.date), 15), f.id) for f in n.misses(("evaded", "refused"))]
    acts += [(halved(n.age(f.date), 8), f.id) for f in n.misses(("no_show_unexplained",))]
    p["P2"], facts["P2"] = min(30, sum(a for a, _ in acts)), sorted(i for a, i in acts if a)
    acts = [(halved(n.age(d), 10), i) for d, i, _, _ in n.absences()]
    p["P3"], facts["P3"] = min(20, sum(a for a, _ in acts)), sorted(i for a, i in acts if a)
    checkins = {}
    for f in n.of("police.checkin.app"):
        checkins.setdefault(f.date, set()).add(f.result)
    missed = sorted(d for d, r in checkins.items()
                    if "missed" in r and not r & {"ok", "late"} and n.within(d, 13))
    p["P4"] = 10 if len(missed) >= 7 else 5 if len(missed) >= 3 else 0
    facts["P4"] = ["missed:%s" % d for d in missed]
    p["P5"] = treatment_points(n)
    work_points(n, p)
    wellbeing_points(n, p)
    old = [d for d, _ in n.use_list if n.age(d) > 180 and T <= years(d, 5)]
    p["P9"] = 10 if len(old) >= 2 else 5 if old else 0
    drives = [f for f in n.of("police.encounter.recorded")
              if f.kind == "drug_driving" and f.result == "confirmed" and n.within(f.date, 365)]
    p["P10"], facts["P10"] = (15 if drives else 0), sorted(f.id for f in drives)
    p["N2"] = tests_clean(n)
    if n.doses and n.age(min(n.took)) >= 90 and p["P5"] == 0:
        last = n.countable[-90:]
        if last and sum(d in n.took for d in last) * 10 >= 9 * len(last) and longest_gap(n, last) < 3:
            p["N3"] = -10
    if any(n.within(f.date, 180) for f in n.of("hr.training.completed")):
        p["N4"] = -5
    if sum(n.within(f.date, 90) for f in n.of("police.station.activity")) >= 6:
        p["N5"] = -5
    return {k: v for k, v in p.items() if v}, facts


def longest_gap(n, days):
    best = run = 0
    before = None
    for d in days:
        adjacent = before is not None and (d - before).days == 1
        run = 0 if d in n.took else (run + 1 if adjacent or run == 0 else 1)
        best, before = max(best, run), d
    return best


def treatment_points(n):
    gap = 15 if 3 <= n.run <= 6 else 0
    last = n.countable[-30:]
    if n.doses and len(n.countable) >= 30 and sum(d in n.took for d in last) * 10 < 8 * len(last):
        gap = max(gap, 10)
    return gap


def jobs(n):
    is_open = {}
    for f in n.of("hr.employment.started", "hr.employment.ended"):
        if f.type.endswith("started"):
            is_open.setdefault(f.job, f.date)
        else:
            is_open.pop(f.job, None)
    return is_open


def work_points(n, p):
    working = jobs(n)
    seekers = n.of("hr.jobseeker.registered", "hr.jobseeker.closed")
    ended = n.of("hr.employment.ended")
    seeking = seekers and seekers[-1].type.endswith("registered") and seekers[-1].able_to_work \
        and n.age(seekers[-1].date) >= 90
    if not working and (seeking or ended and n.age(ended[-1].date) >= 90):
        p["P6"] = 5
    watch, stopped = {}, {}
    for f in n.starts("civil.poverty_watch."):
        watch[f.kind] = f.type.endswith("opened")
    for f in n.of("civil.allowance.granted", "civil.allowance.stopped"):
        stopped[f.kind] = day(f.d["from"]) if f.type.endswith("stopped") else None
    if any(watch.values()) or not working and any(d and n.within(d, 90) for d in stopped.values()):
        p["P7"] = 5
    if any(n.age(d) >= 90 for d in working.values()):
        p["N1"] = -10


def wellbeing_points(n, p):
    mental = n.of("health.mental.assessed")
    moods = [f for f in n.of("police.visit.recorded", "justice.aftercare.visit") if f.mood]
    p8 = 5 if mental and mental[-1].level == "monitor" and n.within(mental[-1].date, 180) else 0
    p8 += 5 if moods and moods[-1].mood == "concern" and n.within(moods[-1].date, 60) else 0
    p["P8"] = p8
    told = [f for f in n.of("police.visit.recorded") if f.needs is not None]
    if told and n.within(told[-1].date, 180):
        p["P11"] = 5 * sum(x in told[-1].needs for x in ("no_fixed_residence", "family_breakdown"))


def tests_clean(n):
    if not n.reports or n.age(n.reports[-1]) < 180:
        return 0
    if any(n.within(f.date, 180) and f.kind != "excused" for f in n.of("police.test.missed")):
        return 0
    if any(n.within(d, 180) for d, _ in n.use_list):
        return 0
    negatives = [day(f.sampled) for f in n.of("police.test.recorded") if f.result == "negative"]
    limit = 107
    if n.clock and n.T < years(n.clock, 1):
        limit = 46
    elif n.clock and n.T < years(n.clock, 2):
        limit = 77
    return -10 if negatives and n.age(max(negatives)) <= limit else 0


CONTROL_POINTS = ("P2", "P3", "P4", "P10")
CONTROL_FLOORS = ("G-H1", "G-H2", "G-H3", "G-H6")
ORDER = ["P%d" % i for i in range(1, 12)] + ["N%d" % i for i in range(1, 6)]


def score(p, without=()):
    p = {k: v for k, v in p.items() if k not in without}
    hardship = sum(p.get(k, 0) for k in ("P6", "P7", "P8", "P11"))
    rest = sum(v for k, v in p.items() if k[0] == "P" and k not in ("P6", "P7", "P8", "P11"))
    off = min(25, -sum(v for k, v in p.items() if k[0] == "N"))
    return min(100, max(0, rest + min(25, hardship) - off))


def level(s):
    return "high" if s >= 60 else "medium" if s >= 30 else "low"


def greater(*grades):
    return max(grades, key=lambda g: RANK[g])


def region(n):
    """R35, for codes that mean today what they meant when written."""
    if n.order:
        moves = [m for m in n.order["moves"] if m[0] <= n.T]
        return (max(moves)[2] if moves else n.order["first_town"])[:6]
    if n.episode:
        places = [f.region for f in n.of("health.mmt.enrolled")] or [f.region for f in n.of("health.mmt.dose")][:1]
        if places:
            return places[-1]
    homes = [f for f in n.of("police.person.registered", "police.residence.changed")
             if f.type.endswith("registered") or day(f.d["from"]) <= n.T]
    return (homes[-1].residence or homes[-1].hukou)[:6] if homes else ""


LEVELS = ["none", "county", "prefecture", "province"]


def distance(a, b):
    def prefecture(c):
        return c[:2] if c[:2] in ("11", "12", "31", "50") else c if c[:4] in ("4190", "4290", "4690", "6590") else c[:4]
    if a == b:
        return "none"
    if a[:2] != b[:2]:
        return "province"
    return "county" if prefecture(a) == prefecture(b) else "prefecture"


IN_USE = set("""460100 460105 460106 460107 460108 460200 460202 460203 460204 460205 460300 460321 460322 460323
460400 469001 469002 469005 469006 469007 469021 469022 469023 469024 469025 469026 469027 469028 469029
469030""".split())
MOVED = {"469025": "469021", "469026": "469022", "469027": "469023", "469028": "469024", "469030": "469025",
         "469031": "469026"}


def today(code, written):
    """R36: the county's code of today, or None."""
    code = code[:6]
    if code[:2] != "46":
        return code
    if code == "469003" and written.year <= 2014:
        return "460400"
    if code in MOVED and 2002 <= written.year <= 2006:
        return MOVED[code]
    return code if code in IN_USE else None


def observed(f):
    """O; None without one, or if its code had expired."""
    code = observed_code(f)
    return today(code, f.date) if code else None


def observed_code(f):
    if f.type in ("health.mmt.dose", "civil.relief.paid", "civil.rescue.sheltered", "health.emergency.overdose",
                  "health.detox.admitted"):
        return f.region
    if f.type == "hr.employment.started":
        return f.workplace
    if f.type == "police.test.recorded" or f.type == "police.checkin.app" and f.result in ("ok", "late"):
        return (f.d.get("region") or f.region_of or "")[:6] or None
    return None


def clinic_county(n):
    places = [f.region for f in n.of("health.mmt.enrolled")] or [f.region for f in n.of("health.mmt.dose")][:1]
    return places[-1] if places and n.episode else None


class Walk:
    """One pass over facts and ticks (fold.md 3 and 5)."""

    def __init__(self):
        self.grade, self.cls, self.since, self.dwell = "ungraded", "", None, 0
        self.prop, self.closed, self.muted, self.basis, self.by = None, [], set(), [], ""
        self.history, self.done, self.reviewed, self.n = [], set(), None, None
        self.score, self.rules, self.fl, self.due_end = 0, [], {}, False
        self.alerts, self.seen = {}, []

    def move(self, grade, cls, t):
        self.grade, self.cls, self.since, self.dwell = grade, cls, t, 0
        self.basis, self.by = [], ""

    def item(self, key, facts, fact, daily):
        t = key[0]
        n = self.n = Now(facts, t)
        before = self.since, self.grade
        if n.away:
            self.suspend(t)
        else:
            self.assess(n, t)
            self.propose(n, t)
            if fact is not None and fact.type == "hub.review.decided":
                self.decide(fact, n, t)
            if daily and (self.since, self.grade) == before:
                self.down(n, t)
            self.propose(n, t)
        self.alert_item(n, fact, daily)
        self.reviews(fact)
        self.history.append((key, self.grade))

    def suspend(self, t):
        if self.grade != "suspended":
            self.move("suspended", "control", t)
        self.close("closed")
        self.score, self.rules, self.fl, self.facts = 0, [], {}, {}

    def assess(self, n, t):
        self.fl = fl = floors(n)
        p, self.facts = points(n, fl)
        self.score, self.rules = score(p), [[k, p[k]] for k in ORDER if p.get(k)]
        self.p = p
        self.cand = greater(level(self.score), *[f[0] for f in fl.values()])
        self.care = greater(level(score(p, CONTROL_POINTS)),
                            *[f[0] for i, f in fl.items() if i not in CONTROL_FLOORS], "low")
        if self.grade in ("ungraded", "suspended"):
            if n.clock or fl:
                to = "high" if self.care == "high" else "medium" if self.cand == "high" else self.cand
                self.rise(to, t)
            elif self.grade == "suspended":
                self.move("ungraded", "", t)
            return
        to = self.cand
        if to == "high" and self.care != "high":
            to = "medium"
        now = "low" if self.grade == "long_term_low" else self.grade
        if RANK[to] > RANK[now]:
            self.rise(to, t)

    def rise(self, to, t):
        self.move(to, "care" if RANK[self.care] >= RANK[to] else "control", t)

    def now_basis(self):
        out = [[i, self.fl[i][2]] for i in CONTROL_FLOORS if i in self.fl and self.fl[i][0] == "high"]
        if self.score >= 60:
            out += [[i, self.facts[i]] for i in CONTROL_POINTS if self.p.get(i)]
        return out

    def close(self, outcome):
        if self.prop:
            self.closed.append((self.prop["basis"], outcome))
        self.prop = None

    def propose(self, n, t):
        if self.prop:
            if self.grade == "high":
                self.close("already_high")
            elif self.cand != "high":
                self.close("cause_ended")
        if self.prop or self.grade in ("high", "ungraded", "suspended") or self.cand != "high" or self.care == "high":
            return
        basis = self.now_basis()
        if any(i not in self.muted for _, ids in basis for i in ids):
            self.prop = dict(basis=basis, since=t, score=self.score, rules=self.rules, fl=self.fl)

    def decide(self, f, n, t):
        if f.task != "proposal":
            return
        seen = set(f.basis) if f.basis is not None else None
        opened = {i for _, ids in self.prop["basis"] for i in ids} if self.prop else set()
        current = {i for _, ids in self.now_basis() for i in ids}
        if f.verdict == "reject":
            self.muted |= seen if seen is not None else opened
            if self.prop and opened <= self.muted:
                self.close("rejected")
                self.reviewed = t.date()
            return
        fits = seen is None or any(s and (seen <= s or s <= seen) for s in (opened, current))
        if self.prop and fits:
            basis = self.prop["basis"]
            self.close("upheld")
            self.move("high", "control", t)
            self.basis, self.by, self.reviewed = basis, f.reviewer, t.date()

    def down(self, n, t):
        limit = {"high": 54, "medium": 24}.get(self.grade)
        if n.clock and n.T >= years(n.clock, 3) and not n.order and not self.fl and self.score < 30 \
                and self.grade in ("low", "medium", "high"):
            self.move("long_term_low", self.cls, t)
            return
        if limit is None:
            return
        blocked = any(RANK[f[0]] >= RANK[self.grade] for f in self.fl.values())
        self.dwell = self.dwell + 1 if not blocked and self.score <= limit else 0
        if self.dwell == 14:
            self.move("medium" if self.grade == "high" else "low", self.cls, t)

    def reviews(self, fact):
        """A task named by a decision ends for good; a grade review counts from its day."""
        if fact is not None and fact.type == "hub.review.decided" and fact.task in self.tasks():
            self.done.add(fact.task)
            if fact.task.startswith("grade_review:"):
                self.reviewed = fact.date

    # R35 to R39
    def alert_item(self, n, fact, daily):
        R = region(n)
        o = observed(fact) if fact else None
        self.resolve(n, R, fact)
        home = fact is not None and fact.type == "health.mmt.dose" and o == clinic_county(n)
        if o and (home or o == R):
            self.end(lambda k: k[0] != "X4", "home")
            self.seen = []
        elif fact is not None and R:
            self.observe(n, R, o, fact)
        if daily and n.order and n.order["out"] and R and not n.away:
            effective, old, new = n.order["out"]
            key = ("X4", new[:6])
            if n.T > effective + 15 * DAY and (key not in self.alerts or self.alerts[key]["transfer"] != effective):
                self.alerts[key] = dict(first=n.t, last=n.T, count=1, level=distance(old[:6], new[:6]), open=True,
                                        mismatch=False, reason="", registered=old[:6], transfer=effective)

    def end(self, which, reason):
        for k, a in self.alerts.items():
            if a["open"] and which(k):
                a["open"], a["reason"] = False, reason

    def resolve(self, n, R, fact):
        if n.away or self.grade == "long_term_low":
            self.end(lambda k: True, "closed")
        if not n.order:
            self.end(lambda k: k[0] == "X4", "closed")
        self.end(lambda k: k[0] != "X4" and k[1] == R, "transfer")
        if n.order and not n.order["out"]:
            self.end(lambda k: k[0] == "X4", "transfer")
        for reason, spans in (("leave", n.leave_places()), ("authorised", n.guest_places())):
            self.end(lambda k: k[0] != "X4" and any(
                k[1].startswith(p) and (a <= n.T <= b or a <= self.alerts[k]["last"] <= b) for a, b, p in spans), reason)
        if fact is not None and fact.type == "hub.review.decided":
            self.end(lambda k: fact.task == "%s:%s" % k, "human")

    def observe(self, n, R, o, f):
        if f.type == "police.residence.changed":
            if f.residence[:6] != R and not self.quiet(n, f, f.residence[:6]):
                self.raise_alert(n, "X5", f.residence[:6], R, f)
            return
        if not o:
            return
        spans = n.leave_places() + n.guest_places()
        earlier = any(place == o and f.date - d >= 2 * DAY and
                      not any(o.startswith(p) and a <= d <= b for a, b, p in spans) for d, place in self.seen)
        self.seen.append((f.date, o))
        if self.quiet(n, f, o):
            return
        care_high = self.grade == "high" and any(
            g[0] == "high" and i not in CONTROL_FLOORS for i, g in self.fl.items())
        if f.type in ("health.emergency.overdose", "civil.rescue.sheltered", "health.detox.admitted"):
            self.raise_alert(n, "X2", o, R, f)
        elif f.type == "health.mmt.dose":
            self.raise_alert(n, "X1", o, R, f)
        elif care_high:
            self.raise_alert(n, "X6", o, R, f)
        elif earlier and n.order:
            self.raise_alert(n, "X3", o, R, f)
        elif f.type == "hr.employment.started" and (f.expected_days is None or f.expected_days >= 30):
            self.raise_alert(n, "X5", o, R, f)

    def quiet(self, n, f, o):
        return (n.away or self.grade == "long_term_low" or f.stamp - f.t > timedelta(hours=72)
                or n.held(n.T) or n.in_custody(n.T)
                or any(o.startswith(p) and a <= n.T <= b for a, b, p in n.leave_places() + n.guest_places()))

    def raise_alert(self, n, name, o, R, f):
        mismatch = any(a <= n.T <= b and not o.startswith(p) for a, b, p in n.leave_places())
        window = timedelta(hours=24 if name == "X2" else 168)
        old, level = self.alerts.get((name, o)), distance(R, o)
        if old and n.t < old["first"] + window:
            old["count"] += 1
            old["last"] = n.T
            if old["open"] and LEVELS.index(level) > LEVELS.index(old["level"]):
                old["level"], old["registered"] = level, R
            return
        self.alerts[(name, o)] = dict(first=n.t, last=n.T, count=1, level=level, open=True, mismatch=mismatch,
                                      reason="", registered=R, transfer=None)

    def needs(self):
        n, out = self.n, {}

        def cause(kind, name, urgent=False):
            out.setdefault(kind, [False, []])
            out[kind][0] |= urgent
            out[kind][1] = sorted(set(out[kind][1]) | {name})

        has = {k for k, _ in self.rules}
        watch = {}
        for f in n.starts("civil.poverty_watch."):
            watch[f.kind] = f.type.endswith("opened")
        if n.away:
            if any(watch.values()):
                cause("livelihood", "P7")
            return out
        for kind, rule in (("treatment", "P5"), ("mental", "P8"), ("employment", "P6"),
                           ("livelihood", "P7"), ("housing", "P11")):
            if rule in has:
                cause(kind, rule)
        for kind, rule in (("treatment", "G-H5"), ("mental", "G-H4"), ("contact", "G-M2"), ("contact", "G-H6")):
            if rule in self.fl:
                cause(kind, rule, True)
        survived = False
        for f in n.of("health.emergency.overdose", "health.mmt.dose", "health.mmt.enrolled", "health.detox.admitted"):
            survived = f.date if f.outcome == "survived" else survived if f.outcome else False
        if survived and n.within(survived, 30):
            cause("treatment", "overdose", True)
        lists = [f for f in n.of("police.visit.recorded") if f.needs is not None]
        if lists and "income" in lists[-1].needs and n.within(lists[-1].date, 180):
            cause("livelihood", "income")
        return out

    def tasks(self):
        """id -> how long it may take: a moment, or ("days" | "work", n)."""
        n, out, o = self.n, {}, self.n.order
        if o and o["served"] and not o["reported"] and not o["paused"] and not n.in_custody(n.T) and not n.away:
            last = max(o["served"] + 15 * DAY, o["until"] or o["served"])
            if n.T >= last - 4 * DAY:
                out["outreach:" + o["id"]] = last
        for f in n.spot:
            out["laboratory:" + f.id] = ("days", 3)
        for f in n.f:
            if observed_code(f) and not observed(f):
                out["data_quality:" + f.id] = ("work", 3)
        for f in n.unsure:
            out["indeterminate:" + f.id] = ("work", 3)
        quiet = n.silence()
        if quiet and quiet[1] >= 15:
            out["welfare_visit:%s" % quiet[0]] = ("hours", 24)
        term = {"high": 30, "medium": 90, "low": 180}.get(self.grade)
        if term:
            start = self.since.date()
            start = max(start, self.reviewed) if self.reviewed else start
            if n.T >= start + term * DAY:
                out["grade_review:%s" % (start + term * DAY)] = ("work", 3)
        return {k: v for k, v in out.items() if k not in self.done}


LEADS = dict(treatment="health", mental="health", contact="town", employment="hr", livelihood="civil",
             housing="civil", child="civil", legal="justice")
KINDS = list(LEADS)
TASK_ROLES = dict(data_quality=("data_steward", "province_office"), outreach=("town", "county_office"), laboratory=("police", "county_office"),
                  indeterminate=("county_office", "province_office"), welfare_visit=("town", "county_office"),
                  grade_review=("town", "county_office"))


def due(at, how):
    """R28, counted from the telling."""
    if isinstance(how, date):
        d = how
    elif how[0] == "hours":
        return at + timedelta(hours=how[1])
    elif how[0] == "days":
        d = at.date() + how[1] * DAY
    else:
        d, left = at.date(), how[1]
        while left:
            d += DAY
            left -= d.isoweekday() <= 5
    return datetime(d.year, d.month, d.day, tzinfo=CHINA) + DAY


class Person:
    def __init__(self, pid):
        self.pid, self.facts, self.fresh = pid, {}, True
        self.told, self.grades, self.prop, self.needs, self.tasks, self.alerts = \
            "ungraded", [], None, {}, {}, {}
        self.last_tick, self.known = None, None

    def walk(self, now):
        """From the first item; kept while no fact comes."""
        facts = live(list(self.facts.values()))
        horizon = max([now] + [f.t for f in facts])
        old = self.known or []
        grown = facts[:len(old)] == old and all(f.key > self.done_to for f in facts[len(old):]) if old else False
        if not grown:
            self.w, self.done_to = Walk(), None
        self.known = facts
        self.fresh = False
        if not facts:
            self.w = Walk()
            return self.w
        items = [(f.key, f, False) for f in facts]
        tick = facts[0].t.replace(hour=0, minute=30, second=0, microsecond=0)
        while tick <= horizon:
            if tick > facts[0].t:
                items.append(((tick, 0, "", ""), None, True))
            tick += DAY
        items.sort(key=lambda i: i[0])
        for key, fact, daily in items:
            if self.done_to is None or key > self.done_to:
                visible = [f for f in facts if f.key <= key] if daily else [f for f in facts if f.key <= fact.key]
                self.w.item(key, visible, fact, daily)
                self.done_to = key
        return self.w

    def grade_at(self, key):
        out = "ungraded"
        for k, g in self.w.history:
            if k <= key:
                out = g
        return out


def roles(cls, fl):
    rec, notes = {"town"}, set()
    if cls == "control":
        rec.add("police")
    else:
        rec.add("health")
        notes.add("police")
    if "G-M1" in fl:
        rec.add("justice")
    return rec, notes


def floor_rows(fl):
    return [[i, fl[i][0], str(fl[i][1]) if fl[i][1] else None] for i in sorted(fl)]


ALERT_ROLES = dict(X1=("clinic", "clinic_host"), X2=("town", "clinic", "health_host"), X3=("town",),
                   X4=("town", "town_host"), X5=("town", "town_host"), X6=("town", "health_host"))


def alert_roles(name, level):
    """R39."""
    rec, notes = set(ALERT_ROLES[name]), set()
    if level == "prefecture":
        notes = {"county_office", "county_office_host"}
    elif level == "province":
        if any(r.endswith("_host") for r in rec):
            rec = {r for r in rec if not r.endswith("_host")} | {"county_office", "province_office"}
        if name == "X3":
            rec.add("county_office")
    return sorted(rec), sorted(notes)


class Hub:
    def __init__(self):
        self.n, self.out = 0, []

    def say(self, at, p, signal, **keys):
        self.n += 1
        self.out.append(dict(n=self.n, at=stamp(at), pid=p.pid, signal=signal, **keys))
        return self.n

    def step(self, p, at, tick):
        w = p.walk(at)
        self.grade(p, w, at, tick)
        self.proposal(p, w, at)
        self.need(p, w, at)
        self.task(p, w, at)
        self.alert(p, w, at)
        if tick:
            self.overdue(p, at)

    def grade(self, p, w, at, tick):
        if w.grade == p.told:
            return
        place = w.history[-1][0] if w.history else (at, 0, "", "")
        last_tick = at.replace(hour=0, minute=30, second=0, microsecond=0)
        if last_tick > at or (tick and last_tick == at):
            last_tick -= DAY
        ref = max([(last_tick, 0, "", "")] + [g["place"] for g in p.grades[-1:]])
        corrected = bool(p.grades) and p.grade_at(ref) != p.told
        rec, notes = roles(w.cls, w.fl) if w.grade != "ungraded" or w.cls else ({"town"}, set())
        wrong = []
        if corrected:
            wrong = [g for g in p.grades if not g["gone"] and p.grade_at(g["place"]) != g["to"]]
            old_r, old_n = set().union(*[g["rec"] for g in wrong]), set().union(*[g["notes"] for g in wrong])
            if wrong and GRADES.index(w.grade) < GRADES.index(p.told):
                rec, notes = old_r, old_n
            else:
                rec, notes = rec | old_r, notes | old_n
            notes = notes - rec
            for g in wrong:
                g["gone"] = True
        keys = {"from": p.told, "to": w.grade, "class": w.cls, "since": stamp(w.since), "score": w.score,
                "rules": w.rules, "floors": floor_rows(w.fl), "basis": w.basis, "by": w.by,
                "recipients": sorted(rec), "notices": sorted(notes), "contested": False}
        if corrected:
            keys["supersedes"] = [g["n"] for g in wrong]
        n = self.say(at, p, "grade.corrected" if corrected else "grade.changed", **keys)
        p.grades.append(dict(n=n, to=w.grade, place=place, rec=rec, notes=notes, gone=False))
        p.told = w.grade
        if w.grade == "long_term_low":
            self.say(at, p, "control.end_due", recipients=["police"])

    def proposal(self, p, w, at):
        now, old = w.prop, p.prop
        if old and now and old["basis"] == now["basis"]:
            return
        supersedes = []
        if old:
            outcome = ([o for b, o in w.closed if b == old["basis"]] or ["corrected"])[-1]
            if outcome not in ("upheld", "rejected"):
                if not now:
                    self.say(at, p, "grade.proposal_withdrawn", reason=outcome, basis=old["basis"],
                             recipients=["county_office", "town"], contested=False, supersedes=[old["n"]])
                else:
                    supersedes = [old["n"]]
        p.prop = None
        if now:
            grave = any(r in ("G-H3", "G-H6") for r, _ in now["basis"])
            when = due(at, ("hours", 24) if grave else ("work", 3))
            n = self.say(at, p, "grade.proposed", **{"from": w.grade, "to": "high", "class": "control",
                         "since": stamp(now["since"]), "score": w.score, "rules": w.rules,
                         "floors": floor_rows(w.fl), "basis": now["basis"], "due": stamp(when),
                         "recipients": ["county_office", "town"], "contested": False, "supersedes": supersedes})
            p.prop = dict(basis=now["basis"], n=n, due=when, late=False)

    def need(self, p, w, at):
        now = w.needs()
        for kind in [k for k in KINDS if k in p.needs and k not in now]:
            self.say(at, p, "need.closed", need=kind, recipients=sorted(p.needs.pop(kind)["rec"]))
        for kind in [k for k in KINDS if k in now]:
            urgent, causes = now[kind]
            old = p.needs.get(kind)
            if old and (old["urgent"] or not urgent):
                continue
            rec = {"town", LEADS[kind]} | (old["rec"] if old else set())
            if kind == "employment" and "G-M1" in w.fl:
                rec.add("justice")
            how = ("hours", 24) if urgent or kind in ("contact", "child") else ("days", 3 if kind == "treatment" else 15)
            self.say(at, p, "need.opened", need=kind, urgent=urgent, causes=causes, lead=LEADS[kind],
                     due=stamp(due(at, how)), recipients=sorted(rec))
            p.needs[kind] = dict(urgent=urgent, rec=rec)

    def task(self, p, w, at):
        now = w.tasks()
        for t in [t for t in p.tasks if t not in now]:
            del p.tasks[t]
        for t in sorted(set(now) - set(p.tasks)):
            when, role = due(at, now[t]), TASK_ROLES[t.split(":")[0]][0]
            self.say(at, p, "task.opened", task=t, due=stamp(when), recipients=[role])
            p.tasks[t] = dict(due=when, late=False)

    def alert(self, p, w, at):
        """R34."""
        for k in sorted(set(w.alerts) | set(p.alerts)):
            now, old = w.alerts.get(k), p.alerts.get(k)
            if old and (not now or not now["open"]):
                self.say(at, p, "alert.resolved", reason=now["reason"] if now else "corrected", alert=k[0],
                         observed=k[1], recipients=old["rec"], notices=old["notes"])
                del p.alerts[k]
            elif now and now["open"]:
                window = timedelta(hours=24 if k[0] == "X2" else 168)
                fresh = not old or (now["transfer"] != old["transfer"] if k[0] == "X4" else
                                    now["first"] >= old["first"] + window)
                if not fresh and LEVELS.index(now["level"]) <= LEVELS.index(old["level"]):
                    continue
                rec, notes = alert_roles(k[0], now["level"])
                self.say(at, p, "alert.raised" if fresh else "alert.escalated", **{
                    "class": "control" if k[0] == "X3" else "care", "alert": k[0], "observed": k[1],
                    "registered": now["registered"], "level": now["level"], "leave_mismatch": now["mismatch"],
                    "recipients": rec, "notices": notes})
                if not fresh:  # its end is told to all who heard of it
                    rec = sorted(set(rec) | set(old["rec"]))
                    notes = sorted((set(notes) | set(old["notes"])) - set(rec))
                p.alerts[k] = dict(now, rec=rec, notes=notes)

    def overdue(self, p, at):
        late = [(t, x, TASK_ROLES[t.split(":")[0]][1]) for t, x in p.tasks.items()]
        if p.prop:
            late.append(("proposal", p.prop, "province_office"))
        for t, x, role in sorted(late, key=lambda i: i[0]):
            if not x["late"] and x["due"] <= at:
                x["late"] = True
                self.say(at, p, "task.overdue", task=t, recipients=[role])


def due_now(p, tick):
    if tick.hour == 0:
        return True
    return any(not x["late"] and x["due"] <= tick for x in list(p.tasks.values()) + ([p.prop] if p.prop else []))


def state(p, at):
    w = p.walk(at)
    facts = live(list(p.facts.values()))
    if not facts:
        return None
    n = w.n
    return {"pid": p.pid, "file": "suspended" if n.away else "end_due" if w.grade == "long_term_low" else "active",
            "grade": w.grade, "class": w.cls, "since": stamp(w.since), "score": w.score, "rules": w.rules,
            "floors": floor_rows(w.fl), "dwell": w.dwell, "clock_start": str(n.clock) if n.clock else None,
            "region": region(n),
            "proposal": w.prop["basis"] if w.prop else None, "muted": sorted(w.muted), "basis": w.basis,
            "by": w.by, "needs": [[k, *w.needs()[k]] for k in KINDS if k in w.needs()],
            "tasks": sorted(w.tasks()),
            "alerts": [[k[0], k[1], a["level"], a["count"], stamp(a["first"]), a["mismatch"]]
                       for k, a in sorted(w.alerts.items()) if a["open"]],
            "contested": False, "facts": len(facts)}


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("file")
    ask.add_argument("--until", required=True)
    ask.add_argument("--state", action="store_true")
    ask.add_argument("--no-signals", action="store_true")
    ask = ask.parse_args()
    until, hub, people, now = moment(ask.until), Hub(), {}, None
    batches = {}
    for line in open(ask.file, encoding="utf-8"):
        f = Fact(json.loads(line))
        if f.arrival <= until:
            batches.setdefault(f.arrival, []).append(f)
    times = sorted(batches)
    if not times:
        return
    tick = times[0].replace(minute=30, second=0, microsecond=0)
    steps = [(t, 1) for t in times]
    while tick <= until:
        if tick >= times[0]:
            steps.append((tick, 0))
        tick += timedelta(hours=1)
    for at, what in sorted(steps):
        touched = set()
        for f in batches[at] if what else []:
            p = people.setdefault(f.pid, Person(f.pid))
            if (f.src, f.id) not in p.facts:
                p.facts[(f.src, f.id)] = f
                p.fresh = True
                touched.add(f.pid)
        for pid in sorted(people):
            if pid in touched if what else due_now(people[pid], at):
                hub.step(people[pid], at, not what)
    lines = ([] if ask.no_signals else hub.out) + ([s for s in (state(people[k], until) for k in sorted(people)) if s] if ask.state else [])
    for line in lines:
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
