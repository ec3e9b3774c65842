"""ops/chaos: see there for the options."""

import argparse
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import rounds  # noqa: E402
from hub import ROOT, SERVICES, Hub, Trouble, free_ports  # noqa: E402
from nemesis import Nemesis, revive, wait_at_rest  # noqa: E402
from proxy import Proxy  # noqa: E402

ROUND_KILLS = 50
KILL_SECONDS = 5  # about what a kill takes: so long the province must go on
REST_SECONDS = 300
BACKLOG, PATIENCE = 10, 3
PORTS = 25
SERVERS = ("kafka", "redis")
DETOURS = {"brokers": 22, "redis": 24}  # ports of the proxies, from the first one on


class Round:
    """One province, its kills, and whether the books agree afterwards."""

    def __init__(self, hub, asked, number, proxies, tell):
        self.hub, self.asked, self.number, self.proxies, self.tell = hub, asked, number, proxies, tell
        self.seed = asked.seed * 1000 + number
        self.random = random.Random(self.seed)
        self.nemesis = Nemesis(hub, self.seed, BACKLOG, PATIENCE)
        self.troubles, self.wrong, self.fallen = 0, [], 0

    def play(self, kills):
        started = time.monotonic()
        province = rounds.begin(self.hub)
        pace = max(1, round(60 * self.asked.days / (kills * KILL_SECONDS)))
        simulate = province.simulate(people=self.asked.people, days=self.asked.days, seed=self.seed,
                                     speed=f"{pace}-days-per-minute")
        while self.nemesis.killed < kills and simulate.poll() is None:
            self.tell(self._kill(), self.nemesis.killed)
            self.fallen += len(revive(self.hub))
            if self.random.random() < 0.3:
                self._trouble()
                self.fallen += len(revive(self.hub))
        self._check("the province was published", simulate.wait(REST_SECONDS) == 0)
        wait_at_rest(self.hub, REST_SECONDS)
        found = rounds.outcome(province)
        rounds.agree(province, found, self._check)
        return {"number": self.number, "seed": self.seed, "kills": self.nemesis.killed,
                "waited": self.nemesis.waited, "troubles": self.troubles, "fell": self.fallen,
                "webhooks": len(found["received"]), "files": found["states"].count(b"\n"),
                "seconds": round(time.monotonic() - started), "wrong": self.wrong}

    def _check(self, what, differences):
        if differences is True or differences == []:
            return
        self.wrong.append(what)
        print(f"  WRONG  {what}", flush=True)
        for sentence in ([] if differences is False else differences[:10]):
            print(f"         {sentence}", flush=True)

    def _kill(self):
        victim = self.random.choice(SERVICES)
        if self.random.random() < 0.12:
            tool = self.random.choice(SERVERS)
            waiting = self.nemesis.kill_server(tool, victim)
            return f"{tool}, {waiting} unread by the {victim}"
        return f"{victim}, {self.nemesis.kill(victim)} unread"

    def _trouble(self):
        """What kills nobody: stops, a network that breaks, a Redis that is full."""
        self.troubles += 1
        seconds = self.random.uniform(0.2, 3.0)
        proxy = self.random.choice(self.proxies)
        service, tool = self.random.choice(SERVICES), self.random.choice(SERVERS)
        self.random.choice((
            lambda: self.nemesis.stall(service, seconds),
            lambda: self.nemesis.stall_server(tool, seconds),
            lambda: self.nemesis.take_away(tool, seconds),
            lambda: self.nemesis.fill_redis(seconds),
            lambda: self.nemesis.cut(proxy, seconds),
            lambda: self.nemesis.mute(proxy, seconds),
            lambda: self.nemesis.slow(proxy, seconds),
        ))()


class Book:
    """What was done so far, in a file: a chaos that was stopped goes on."""

    def __init__(self, path, asked):
        self.path, self.asked = path, asked
        mine = {"seed": asked.seed, "people": asked.people, "days": asked.days}
        self.said = {**mine, "rounds": []}
        if path.exists() and not asked.fresh:
            self.said = json.loads(path.read_text())
            if {k: self.said[k] for k in mine} != mine:
                raise Trouble(f"{path} tells of a chaos with other options: take those, --fresh, or "
                              "another folder in COASTLINE_RUN")

    def sum(self, what):
        return sum(r[what] for r in self.said["rounds"])

    def add(self, done):
        self.said["rounds"].append(done)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self.said, indent=1))
        fresh.replace(self.path)


def say(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def forecast(book, kills_now, wanted, since):
    """How long it will take, from the rounds that were played and this one."""
    kills = book.sum("kills") + kills_now
    seconds = book.sum("seconds") + time.monotonic() - since
    left = max(0, wanted - kills) * seconds / kills if kills else 0
    return f"{left / 3600:.1f} h left" if left > 3600 else f"{left / 60:.0f} min left"


def play_round(hub, asked, book, number, proxies):
    since, before = time.monotonic(), book.sum("kills")
    kills = min(ROUND_KILLS, asked.kills - before)

    def tell(what, now):
        say(f"kill {before + now} of {asked.kills}: {what}; about "
            f"{forecast(book, now, asked.kills, since)}")

    done = Round(hub, asked, number, proxies, tell).play(kills)
    say(f"round {number}: {done['kills']} kills, {done['troubles']} other troubles, "
        f"{done['files']} files, {done['webhooks']} webhooks: "
        f"{'the books agree' if not done['wrong'] else 'WRONG'}; {done['seconds']} s")
    return done


def run(asked):
    for name in ("COASTLINE_BROKERS", "COASTLINE_REDIS"):
        if os.environ.pop(name, None):
            say(f"{name} is not used: what is killed here is our own")
    first = asked.port or free_ports(PORTS)
    os.environ["COASTLINE_KAFKA_PORT"] = str(first + 14)
    os.environ["COASTLINE_KAFKA_DETOUR"] = str(first + DETOURS["brokers"])
    os.environ["COASTLINE_REDIS_PORT"] = str(first + 18)
    hub = Hub(Path(os.environ.get("COASTLINE_RUN", ROOT / ".run" / "chaos")), preset=asked.preset,
              port=first, partitions=4)
    book = Book(hub.run / "chaos.json", asked)
    proxies = [Proxy(first + DETOURS["brokers"], first + 16),
               Proxy(first + DETOURS["redis"], first + 18)]
    hub.detour = {name: f"127.0.0.1:{first + port}" for name, port in DETOURS.items()}
    try:
        while book.sum("kills") < asked.kills:
            done = play_round(hub, asked, book, len(book.said["rounds"]) + 1, proxies)
            if done["wrong"]:
                say(f"what the services said is in {hub.run}/logs; `ops/chaos` plays this round again")
                return 1
            if not done["kills"]:
                raise Trouble("the province ended before the first kill: name more --days")
            book.add(done)
    finally:
        hub.end_all()
        hub.servers_stop()
        for p in proxies:
            p.close()
    return judge(book)


def judge(book):
    kills, waited = book.sum("kills"), book.sum("waited")
    say(f"{kills} kills in {len(book.said['rounds'])} rounds, {waited} with unread records waiting, "
        f"{book.sum('troubles')} other troubles; {book.sum('files')} files and "
        f"{book.sum('webhooks')} webhooks: 0 lost, 0 said twice, all as the log says")
    if 2 * waited < kills:
        say("but unread records waited at less than half of the kills: name more --people")
        return 1
    return 0


def main():
    p = argparse.ArgumentParser(add_help=False)
    p.add_argument("--kills", type=int, default=ROUND_KILLS)
    p.add_argument("--people", type=int, default=40)
    p.add_argument("--days", type=int, default=60)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--port", type=int, default=18200)
    p.add_argument("--preset", default="release")
    p.add_argument("--fresh", action="store_true")
    asked = p.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return run(asked)
    except Trouble as e:
        say(f"{e}")
        return 1
    except KeyboardInterrupt:
        say("stopped; the same command goes on with the round that was under way")
        return 130


if __name__ == "__main__":
    sys.exit(main())
