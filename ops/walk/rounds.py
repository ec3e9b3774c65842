"""A round: a province lives through some days on an empty hub, and then the books must agree: nothing
lost, nothing twice, nothing that was not due, and what Redis shows is what the log says.

Used by tests/journey and ops/chaos.
"""

import hashlib
from collections import Counter

import books
from hub import SERVICES
from province import Province


def begin(hub, on_empty=lambda: None):
    """An empty hub with the same secrets, ready to be told something; `on_empty` is called when the
    servers stand and no service does."""
    hub.end_all()
    hub.servers_start(empty=True)
    on_empty()
    province = Province(hub)
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


def agree(province, found, check):
    """What holds of every run, disturbed or not; check(what, sentences or a truth) is told each."""
    hub, sources = province.hub, found["tally"]["sources"]
    lost = [f"{name}: {s['published']} published, {s['filed']} filed, {s['refused']} refused, "
            f"{s['moments']} about nobody" for name, s in sources.items()
            if s["open"] or s["both"]
            or s["published"] != s["facts"] + s["duplicates"] + s["moments"] + s["refused"]]
    check("published = facts + duplicates + refused, by origin", lost)
    published = province.tail_published.look().lines
    check("the log holds what the publishers say was acknowledged",
          sum(s["published"] for s in sources.values()) >= published > 0)
    check("kcat counts as many records as the tally",
          hub.published() == sum(s["published"] for s in sources.values()))
    check("the hub said what the fold of its log says",
          books.words_against_fold(*province.words()))
    check("Redis shows the files of the log",
          books.redis_against_states(hub.redis, found["states"]))
    check("partners received what was due, all of it, under one id",
          books.received_against_due(found["received"], *books.due(province)))
    refused = [w for w in province.webhooks() if not w["verified"]]
    check("every webhook verified",
          [f"{w['webhook_id']} to {w['subscription']}" for w in refused])
