"""A small province lives through some days, and the books must agree: nothing lost, nothing twice,
nothing that was not due, and what Redis shows is what the log says."""

import hashlib
import json
from collections import Counter

import books
from hub import SERVICES
from plant import plant
from province import Province

REST_SECONDS = 600


def begin(journey):
    """An empty hub with the same secrets, ready to be told something."""
    hub = journey.hub
    hub.end_all()
    hub.servers_start(empty=True)
    journey.province = province = Province(hub)
    hub.prepare(province.subscriptions, province.receiver_port)
    hub.start("intake")
    hub.start("intake", 1)
    for service in SERVICES[1:]:
        hub.start(service)
    province.receiver_start()
    hub.wait_ready(SERVICES)
    return province


def outcome(province):
    """What two runs must have in common."""
    tally = province.tally()
    states = province.states(tally["last_tick"])
    received = [w for w in province.webhooks() if w["verified"]]
    return {
        "tally": tally, "states": states, "received": received,
        "sha256": hashlib.sha256(states).hexdigest(),
        "kinds": Counter((w["subscription"], w["type"]) for w in received
                         if not w.get("repeat")),
    }


def agree(journey, found):
    """The checks that hold of every run, disturbed or not."""
    hub, tally = journey.hub, found["tally"]
    sources = tally["sources"]
    lost = [f"{name}: {s['published']} published, {s['filed']} filed, {s['refused']} refused, "
            f"{s['moments']} about nobody" for name, s in sources.items()
            if s["open"] or s["both"]
            or s["published"] != s["facts"] + s["duplicates"] + s["moments"] + s["refused"]]
    journey.check("published = facts + duplicates + refused, by origin", lost)
    published = journey.province.tail_published.look().lines
    journey.check("the log holds what the publishers say was acknowledged",
                  sum(s["published"] for s in sources.values()) >= published > 0)
    journey.check("kcat counts as many records as the tally",
                  hub.published() == sum(s["published"] for s in sources.values()))
    journey.check("the hub said what the fold of its log says",
                  books.words_against_fold(*journey.province.words()))
    journey.check("Redis shows the files of the log",
                  books.redis_against_states(hub.redis, found["states"]))
    journey.check("partners received what was due, all of it, under one id",
                  books.received_against_due(found["received"], books.due(journey.province)))
    refused = [w for w in journey.province.webhooks() if not w["verified"]]
    journey.check("every webhook verified", [f"{w['webhook_id']} to {w['subscription']}"
                                              for w in refused])


def play(journey):
    province = begin(journey)
    hub = journey.hub
    simulate = province.simulate(people=journey.people, days=journey.days, seed=journey.seed)
    journey.check("the province was published", simulate.wait(REST_SECONDS) == 0)
    hub.wait_at_rest(REST_SECONDS)
    journey.reference = found = outcome(province)
    journey.check("something happened", bool(found["states"]) and bool(found["received"]))
    agree(journey, found)
    if journey.people >= 500:
        journey.check("every subscription got each kind it asked for",
                      books.not_heard(province.subscriptions, found["received"]))
    name = sorted(hub.given.glob("*.secret"))[0]
    right = plant(f"http://127.0.0.1:{province.receiver_port}/{name.stem}",
                  name.read_text().split()[0])
    journey.check("the receiver refuses what is not right",
                  [what for what, ok in right.items() if not ok])
    print(f"         {len(found['states'].splitlines())} files, {len(found['received'])} webhooks, "
          f"refused {json.dumps(found['tally']['reasons'])}, sha256 {found['sha256'][:16]}…")
