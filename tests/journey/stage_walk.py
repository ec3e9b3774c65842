"""A small province lives through some days, and the books must agree (ops/walk/rounds.py)."""

import json

import books
import rounds
from plant import plant

REST_SECONDS = 600


def play(journey):
    hub = journey.hub
    journey.province = province = rounds.begin(hub)
    simulate = province.simulate(people=journey.people, days=journey.days, seed=journey.seed)
    journey.check("the province was published", simulate.wait(REST_SECONDS) == 0)
    hub.wait_at_rest(REST_SECONDS)
    journey.reference = found = rounds.outcome(province)
    journey.check("something happened", bool(found["states"]) and bool(found["received"]))
    rounds.agree(province, found, journey.check)
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
