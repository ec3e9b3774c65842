"""The same days once more, on emptied storage with the same secrets, while every service is killed
with -9 as unread records wait for it, and Kafka and Redis are away for a while. What comes out must be
the same to the byte."""

import json
import random
import signal
import time

import stage_walk
from hub import CHANGES, FACTS, SERVICES, Trouble

BACKLOG = 200  # unread records that wait before a kill
BACKLOG_SECONDS = 20
KILL_SECONDS = 8  # about what a kill takes: so long the province must go on
INPUT = {"assessor": FACTS, "projector": CHANGES, "courier": CHANGES}


class Nemesis:
    """Kills by a seed, and keeps count of what the killed had read and dropped."""

    def __init__(self, journey):
        self.hub, self.random = journey.hub, random.Random(journey.seed)
        self.killed, self.waited, self.reread, self.repeats = 0, 0, 0, 0

    def _let_pile_up(self, service, name):
        """Stops it until records wait for it: then a kill finds it in the middle of its work."""
        p = self.hub.processes[name]
        places = self.hub.metrics(name)  # while it still answers
        before = sum(places.get("place", {}).values()) or sum(places.get("events", {}).values())
        p.send_signal(signal.SIGSTOP)
        end = time.monotonic() + BACKLOG_SECONDS
        waiting = 0
        while time.monotonic() < end and waiting < BACKLOG:
            time.sleep(0.2)
            topic = INPUT.get(service)
            now = sum(self.hub.ends(topic).values()) if topic else self.hub.published()
            waiting = now - before
        p.send_signal(signal.SIGCONT)
        return waiting > 0

    def kill(self, service):
        member = 0
        if service == "intake":
            name = self.hub.open_door()
            member = int(name.partition("-")[2] or 0)
        else:
            name = service
        self.waited += self._let_pile_up(service, name)
        time.sleep(self.random.uniform(0.0, 0.4))
        before = self.hub.metrics(name)
        self.repeats += int(sum(before.get("repeats_dropped", {}).values()))
        self.hub.end(name, signal.SIGKILL)
        self.killed += 1
        time.sleep(self.random.uniform(0.0, 0.5))
        self.hub.start(service, member)
        self._look_back(name, before)

    def _look_back(self, service, before):
        """Whether it reads again what the one before it had read."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            now = self.hub.metrics(service)
            for p, place in now.get("place", {}).items():
                if 0 < place < before.get("place", {}).get(p, 0):
                    self.reread += 1
                    return
            if now.get("ready", {}).get("") == 1:
                return
            time.sleep(0.05)

    def count_last(self):
        for name in self.hub.services():
            self.repeats += self.hub.total(name, "repeats_dropped")

    def take_away(self, tool, seconds):
        self.hub.ops(tool, "stop")
        time.sleep(seconds)
        self.hub.ops(tool, "start")


def revive(hub):
    """As a supervisor would: whoever ended by itself is started again."""
    for name, p in list(hub.processes.items()):
        service, _, member = name.partition("-")
        if service in SERVICES and p.poll() is not None:
            del hub.processes[name]
            hub.start(service, int(member or 0))


def wait_at_rest(hub, seconds):
    until = time.monotonic() + seconds
    while True:
        revive(hub)
        try:
            return hub.wait_at_rest(min(30, seconds))
        except Trouble:
            if time.monotonic() > until:
                raise


def differences(before, after):
    """Of two lists of state lines."""
    if before == after:
        return []
    one = {json.loads(line)["pid"]: json.loads(line) for line in before.splitlines()}
    two = {json.loads(line)["pid"]: json.loads(line) for line in after.splitlines()}
    wrong = [f"{pid} is in one of them only" for pid in sorted(set(one) ^ set(two))]
    for pid in sorted(set(one) & set(two)):
        wrong += [f"{pid}: {key} was {one[pid][key]} and is {two[pid][key]}"
                  for key in one[pid] if one[pid][key] != two[pid].get(key)]
    return wrong or ["the same files in other bytes"]


def tell_apart(before, after):
    """Events of one hour that came to several topics are filed as the door meets them, and what is said
    in between depends on that; that it is all that this log says is checked above."""
    for kind in sorted(set(before) | set(after)):
        if before[kind] != after[kind]:
            print(f"         {' · '.join(kind)}: told {before[kind]} times, now {after[kind]}")


def play(journey):
    province = stage_walk.begin(journey)
    hub, nemesis = journey.hub, Nemesis(journey)
    lasts = KILL_SECONDS * journey.kills * len(SERVICES) + 2 * journey.away + 10
    pace = max(1, round(60 * journey.days / lasts))
    simulate = province.simulate(people=journey.people, days=journey.days, seed=journey.seed,
                                 speed=f"{pace}-days-per-minute")
    for _ in range(journey.kills):
        for service in SERVICES:
            nemesis.kill(service)
            revive(hub)
    for tool in ("kafka", "redis"):
        nemesis.take_away(tool, journey.away)
        revive(hub)
    journey.check("the province was published", simulate.wait(stage_walk.REST_SECONDS) == 0)
    wait_at_rest(hub, stage_walk.REST_SECONDS)
    nemesis.count_last()
    found = stage_walk.outcome(province)
    refiled = sum(s["refiled"] + s["reparked"] for s in found["tally"]["sources"].values())
    print(f"         {nemesis.killed} kills, unread records waited at {nemesis.waited}, places went "
          f"back {nemesis.reread} times; {refiled} facts filed again, {nemesis.repeats} repeats "
          f"dropped, {found['tally']['repeats']} words heard twice")
    journey.check("unread records waited at every kill", nemesis.waited == nemesis.killed)
    journey.check("records were read again and repeats were dropped",
                  nemesis.reread + refiled + nemesis.repeats + found["tally"]["repeats"] > 0)
    stage_walk.agree(journey, found)
    if journey.reference:
        journey.check("every file is as in the run without trouble, to the byte",
                      differences(journey.reference["states"], found["states"]))
        tell_apart(journey.reference["kinds"], found["kinds"])
