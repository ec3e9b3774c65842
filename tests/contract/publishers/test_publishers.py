"""See test_publishers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from hub import AGENCIES, Hub, Trouble
from province import Province

HERE = Path(__file__).resolve().parent
DOCUMENT = "cn_id:460108189001010010"  # of nobody: domain.md A5
HEARD = {  # subscription, signal, need: because of whose event
    ("police-province", "plan.changed", None): "police",
    ("hr-province", "need.opened", "employment"): "hr",
    ("civil-province", "need.opened", "child"): "civil",
    ("health-province", "need.opened", "mental"): "health",
    ("justice-province", "need.opened", "legal"): "justice",
}
SECONDS = 120


def until(what, why):
    """Waits for it; `why` are the words for when it does not come, or a function that finds them."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.5)
    raise AssertionError(f"not within {SECONDS} s: {why() if callable(why) else why}")


def publish(brokers):
    """Runs both programs; returns how many events of each agency Kafka took."""
    python = [os.environ["PUBLISHER_PYTHON"], "-B", HERE / "python/publisher.py", "--brokers",
              brokers, "--document", DOCUMENT]
    java = ["java", "-Xmx256m", "-cp", os.environ["PUBLISHER_JAVA"], "Publisher", brokers, DOCUMENT]
    took = Counter()
    for program in (python, java):
        said = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True).stdout
        took.update(line.partition(".")[0] for line in said.splitlines())
    return took


def facts_are_filed(province, took):
    tally = province.tally()
    assert not tally["reasons"], f"refused: {tally['reasons']}"
    return all(tally["sources"][a]["facts"] == took[a] for a in AGENCIES)


def heard(province):
    """(subscription, signal, need) of every verified webhook about a person whom partners know."""
    found = set()
    for line in province.webhooks():
        assert line["verified"], f"a signature of {line['subscription']} does not verify"
        if line["known"]:
            data = json.loads(line["body"])["data"]
            found.add((line["subscription"], line["type"].removeprefix("cn.coastline."),
                       data.get("need")))
    return found


def main():
    hub = Hub(os.environ["COASTLINE_RUN"], port=int(os.environ["COASTLINE_REDIS_PORT"]) + 2,
              partitions=3, clock="wall")
    hub.build = Path(os.environ["COASTLINE_BUILD"])
    try:
        province = Province(hub)
        hub.servers_start(empty=True)
        hub.prepare(province.subscriptions, province.receiver_port)
        for service in ("intake", "assessor", "projector", "courier"):
            hub.start(service)
        province.receiver_start()
        province.roster.write_text(DOCUMENT + "\n")
        hub.wait_ready(("intake", "assessor", "projector", "courier"))
        hub.cli("hub", "open", "--brokers", hub.brokers)
        until(lambda: province.tally()["sources"]["hub"]["moments"], "the hub is open")
        took = publish(hub.brokers)
        assert all(took[a] == 2 for a in AGENCIES), f"Kafka took {dict(took)}"
        until(lambda: facts_are_filed(province, took), "every event is a fact")
        print("every event of five agencies became a fact")
        for what, agency in HEARD.items():
            until(lambda what=what: what in heard(province),
                  lambda what=what, agency=agency: f"{what} because of {agency}; "
                  f"heard {sorted(map(str, heard(province)))}")
            print(f"{what[0]} heard {what[1]} {what[2] or ''}")
    except Trouble as e:
        raise AssertionError(str(e)) from e
    finally:
        hub.end_all()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main()
