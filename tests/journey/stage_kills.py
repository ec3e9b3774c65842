"""The same days once more, on emptied storage with the same secrets, while every service is killed
with -9 as unread records wait for it, and Kafka and Redis are away for a while. What comes out must be
the same to the byte."""

import json

import rounds
import stage_walk
from hub import SERVICES
from nemesis import Nemesis, revive, wait_at_rest

KILL_SECONDS = 8  # about what a kill takes: so long the province must go on


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
    hub = journey.hub
    journey.province = province = rounds.begin(hub)
    nemesis = Nemesis(hub, journey.seed)
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
    found = rounds.outcome(province)
    refiled = sum(s["refiled"] + s["reparked"] for s in found["tally"]["sources"].values())
    print(f"         {nemesis.killed} kills, unread records waited at {nemesis.waited}, places went "
          f"back {nemesis.reread} times; {refiled} facts filed again, {nemesis.repeats} repeats "
          f"dropped, {found['tally']['repeats']} words heard twice")
    journey.check("unread records waited at every kill", nemesis.waited == nemesis.killed)
    if journey.kills >= 5:  # of a kill or two it is chance whether any is in time
        journey.check("records were read again and repeats were dropped",
                      nemesis.reread + refiled + nemesis.repeats + found["tally"]["repeats"] > 0)
    rounds.agree(province, found, journey.check)
    if journey.reference:
        journey.check("every file is as in the run without trouble, to the byte",
                      differences(journey.reference["states"], found["states"]))
        tell_apart(journey.reference["kinds"], found["kinds"])
