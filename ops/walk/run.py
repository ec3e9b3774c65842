"""ops/run: see there."""

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

from hub import ROOT, Hub, Trouble
from plant import plant
from province import Province
import summary

REST_SECONDS = 1800


def options():
    p = argparse.ArgumentParser(prog="ops/run", add_help=False, allow_abbrev=False)
    p.add_argument("--once", action="store_true")
    p.add_argument("--keep", action="store_true")
    p.add_argument("--people", type=int, default=200)
    p.add_argument("--days", type=int, default=30)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--speed", default="max")
    p.add_argument("--until")
    p.add_argument("--partitions", type=int, default=12)
    p.add_argument("--port", type=int, default=18100)
    p.add_argument("--summary")
    return p.parse_args()


class Progress:
    """One line that is written over on a terminal; elsewhere a line every ten seconds."""

    def __init__(self, province):
        self.province, self.last, self.live = province, 0.0, sys.stdout.isatty()

    def __call__(self):
        now = time.monotonic()
        if now - self.last < (1 if self.live else 10):
            return
        self.last = now
        n = self.province.numbers()
        line = (f"{n['day']}  published {n['published']:,}  read {n['read']:,}  "
                f"changes {n['changes']:,}  shown {n['shown']:,}  "
                f"webhooks {n['webhooks']:,}  waiting {n['waiting']:,}")
        print(f"\r{line}\033[K" if self.live else line, end="" if self.live else "\n", flush=True)

    def done(self):
        if self.live:
            print()


def start(hub, province):
    print("starting Kafka and Redis …", flush=True)
    hub.servers_start(empty=True)
    hub.prepare(province.subscriptions, province.receiver_port)
    if any(hub.ends("hub.decisions.v1", 1).values()):
        raise Trouble(f"the Kafka at {hub.brokers} holds another run already: name an empty one")
    print(f"starting the hub: log {hub.log_name}, {hub.partitions} partitions …", flush=True)
    for service, member in (("intake", 0), ("intake", 1), ("assessor", 0), ("projector", 0),
                            ("courier", 0)):
        hub.start(service, member)
    province.receiver_start()
    hub.wait_ready(("intake", "assessor", "projector", "courier"))


def play(hub, province, asked, progress):
    simulate = province.simulate(people=asked.people, days=asked.days, seed=asked.seed,
                                 speed=asked.speed, until=asked.until)
    while simulate.poll() is None:
        if hub.fallen():
            raise Trouble(hub.fallen())
        progress()
        time.sleep(0.5)
    if simulate.returncode != 0:
        raise Trouble(hub.fallen())
    hub.wait_at_rest(REST_SECONDS, progress)
    progress.done()


def planted(hub, province):
    name = sorted(hub.given.glob("*.secret"))[0]
    secret = name.read_text().split()[0]
    return plant(f"http://127.0.0.1:{province.receiver_port}/{name.stem}", secret)


def walk(hub, asked):
    began = time.monotonic()
    province = Province(hub)
    start(hub, province)
    play(hub, province, asked, Progress(province))
    seconds = time.monotonic() - began
    said = summary.gather(province, planted(hub, province), seconds, asked.speed)
    summary.show(said, hub.run)
    if asked.summary:
        Path(asked.summary).write_text(json.dumps(said, indent=1) + "\n")
    if not asked.once:
        print("\nthe hub goes on; Ctrl-C ends it", flush=True)
        while not hub.fallen():
            time.sleep(1)
        raise Trouble(hub.fallen())
    return 1 if any(said["wrong"].values()) else 0


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked = options()
    hub = None
    try:
        hub = Hub(Path(os.environ.get("COASTLINE_RUN") or ROOT / ".run").resolve(),
                  port=asked.port, partitions=asked.partitions)
        return walk(hub, asked)
    except Trouble as e:
        print(f"run: {e}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nending …", flush=True)
        return 0
    finally:
        with contextlib.suppress(KeyboardInterrupt):
            if hub:
                hub.end_all()
                if not asked.keep:
                    hub.servers_stop()


if __name__ == "__main__":
    sys.exit(main())
