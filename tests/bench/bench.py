"""ops/bench: see there. A stage's cost is taken between the first third and the end of its work, so
that starting up is left out; processor time is that of the process, all its threads."""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops" / "walk"))
sys.dont_write_bytecode = True

import books  # noqa: E402
import summary  # noqa: E402
from confluent_kafka.admin import AdminClient, NewTopic  # noqa: E402
from hub import AGENCIES, CHANGES, FACTS, Hub, Trouble, is_taken  # noqa: E402
from province import Province, memory_mib  # noqa: E402

EVERY = 0.1  # seconds between two looks
LIMIT = 600  # seconds a stage may take
RATE = 200  # events a second, for the delay
DECODED = 20000  # records of each agency
TICKS = os.sysconf("SC_CLK_TCK")
STAGES = ("vault", "files", "decoder", "intake", "assessor", "projector", "courier", "delay")


def cpu_seconds(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


class Bench:
    def __init__(self, asked):
        self.asked = asked
        os.environ["COASTLINE_RUN"] = str(
            Path(os.environ.get("COASTLINE_RUN") or ROOT / ".run" / "bench").resolve())
        self.hub = Hub(os.environ["COASTLINE_RUN"], port=18200)
        self.province = Province(self.hub)
        self.admin = None
        self.outs = 0

    # --- measuring ---

    def cost(self, name, process, total, progress):
        """Watches a process until `progress()` reaches `total()`; prints its line; returns CPU-s per
        million, and how many there were."""
        points, began = [], time.monotonic()
        while time.monotonic() - began < LIMIT:
            cpu = cpu_seconds(process.pid)
            if cpu is None or process.poll() is not None:
                break
            points.append((time.monotonic(), progress(), cpu, memory_mib(process.pid)))
            if points[-1][1] >= total():
                break
            time.sleep(EVERY)
        last = points[-1] if points else (0, 0)
        first = next((p for p in points if p[1] >= last[1] / 3), None)
        if not first or last[1] <= first[1]:
            print(f"{name:<34} moved {last[1]:,.0f}: too few to measure")
            return None, last[1]
        moved = last[1] - first[1]
        per_million = (last[2] - first[2]) / moved * 1e6
        print(f"{name:<34}{moved / (last[0] - first[0]):>12,.0f} events/s"
              f"{per_million:>9.2f} CPU-s/M{max(p[3] for p in points):>8.0f} MiB"
              f"   ({last[1]:,.0f} events)", flush=True)
        return per_million, last[1]

    def bare(self, name, topics):
        """The floor: the same bytes, one of them looked at, and produced again."""
        out = f"bench.out{self.outs}"
        self.outs += 1
        self.admin.create_topics([NewTopic(out, self.hub.partitions, 1)])[out].result(30)
        total = sum(sum(self.hub.ends(t).values()) for t in topics)
        program = self.hub.build / "tests" / "bench" / "bare"
        process = subprocess.Popen([program, self.hub.brokers, out, *topics],
                                   stdout=subprocess.DEVNULL)
        cost, _ = self.cost(f"bare loop over {name}", process, lambda: total,
                            lambda: sum(self.hub.ends(out).values()))
        process.wait(60)
        return cost

    def beside(self, cost, floor):
        if cost and floor:
            print(f"{'':<34}{cost / floor:>12.2f} times the bare loop")

    # --- stages ---

    def vault(self):
        print(subprocess.run([self.hub.build / "tests/bench/bench_vault", self.hub.secrets],
                             text=True, stdout=subprocess.PIPE, check=True).stdout, end="")

    def files(self):
        for program in ("bench_files", "bench_province"):
            print(subprocess.run([self.hub.build / "tests" / "bench" / program],
                                 text=True, stdout=subprocess.PIPE, check=True).stdout, end="")

    def decoder(self):
        sample = self.hub.run / "records"
        with open(sample, "wb") as out:
            for agency in AGENCIES:
                subprocess.run(["kcat", "-b", self.hub.brokers, "-C", "-e", "-q", "-t",
                                f"{agency}.events.v1", "-c", str(DECODED), "-f", "%R%s"], stdout=out,
                               check=True)
        said = subprocess.run([self.hub.build / "tests/bench/bench_decoder",
                               self.hub.build / "schemas", sample], text=True,
                              stdout=subprocess.PIPE, check=True).stdout
        n, ours, avro, ratio = re.match(
            r"decoder (\d+) ours (\d+) avro (\d+) ratio ([\d.]+)", said).groups()
        print(f"decoder over {int(n):,} records: {ours} ns each; Avro C, same fields and equal "
              f"values: {avro} ns; {ratio} times faster")

    def service(self, name, topics, progress, total=None):
        whole = sum(sum(self.hub.ends(t).values()) for t in topics)
        floor = self.bare("the input of " + name, topics)
        self.hub.start(name)
        cost, _ = self.cost(name, self.hub.processes[name], total or (lambda: whole), progress)
        self.beside(cost, floor)

    def place(self, name):
        return lambda: sum(self.hub.metrics(name).get("place", {}).values())

    def intake(self):
        topics = [f"{a}.events.v1" for a in AGENCIES]
        # the history alone: hours of few events would measure how an hour passes
        self.service("intake", topics, lambda: sum(
            n for agency, n in self.hub.metrics("intake").get("events", {}).items()
            if agency in AGENCIES), lambda: 0 if self.hub.total("intake", "ticks") else float("inf"))
        until = time.monotonic() + LIMIT
        while not self.hub.door_is_through() and time.monotonic() < until:
            time.sleep(0.5)
        self.hub.end("intake")

    def assessor(self):
        self.service("assessor", [FACTS], self.place("assessor"))
        self.hub.end("assessor")

    def projector(self):
        before = self.redis_cpu()
        self.service("projector", [CHANGES], self.place("projector"))
        changes = sum(self.hub.ends(CHANGES).values())
        if changes:
            print(f"{'Redis meanwhile':<34}{'':>21}{(self.redis_cpu() - before) / changes * 1e6:>9.2f}"
                  " CPU-s/M")
        self.hub.end("projector")

    def redis_cpu(self):
        pid = (self.hub.run / "pids" / "redis").read_text().strip()
        return cpu_seconds(pid) or 0

    def courier(self):
        """Into a sink that answers 204: per webhook, not per change."""
        sink = self.hub.spawn("sink", [self.hub.build / "tests/bench/sink",
                                       self.province.receiver_port])
        floor = self.bare("the input of courier", [CHANGES])
        self.hub.start("courier")
        cost, sent = self.cost("courier (per webhook)", self.hub.processes["courier"], self.due,
                               lambda: self.hub.total("courier", "webhooks"))
        if cost and floor:
            changes = sum(self.hub.ends(CHANGES).values())
            print(f"{'':<34}{cost * sent / changes / floor:>12.2f} times the bare loop, per change")
        self.hub.end("courier")
        self.hub.end("sink")
        return sink

    def due(self):
        """How many webhooks there are: the courier has counted them when it has read all changes."""
        read = self.place("courier")() >= sum(self.hub.ends(CHANGES).values())
        return self.hub.total("courier", "webhooks_due") if read else float("inf")

    def delay(self):
        """A hub of its own, warm, and a stream of events at a steady rate."""
        hub = self.hub
        hub.end_all()
        hub.servers_start(empty=True)
        self.province = province = Province(hub)
        hub.prepare(province.subscriptions, province.receiver_port)
        for service in ("intake", "assessor", "projector", "courier"):
            hub.start(service)
        province.receiver_start()
        hub.wait_ready(("intake", "assessor", "projector", "courier"))
        days = max(2, self.asked.live * RATE // max(1, self.per_day()))
        simulate = province.simulate(people=self.asked.people, days=days, seed=self.asked.seed,
                                     speed="live", rate=RATE)
        simulate.wait(LIMIT)
        hub.wait_at_rest(LIMIT)
        province.log_export()
        verified = [w for w in province.webhooks() if w["verified"]]
        found = summary.delays(province, verified, books.due(province), live=True)
        if not found:
            print("delay: no webhook came of an event that was published live")
            return
        print(f"from publish to verified receipt at about {RATE} events/s: "
              f"p50 {summary.percentile(found, 0.5) / 1000:.1f} ms, "
              f"p90 {summary.percentile(found, 0.9) / 1000:.1f} ms, "
              f"p99 {summary.percentile(found, 0.99) / 1000:.1f} ms over {len(found):,} webhooks")

    def per_day(self):
        """Events a day of this many people (domain.md G: 375 a year and a person)."""
        return self.asked.people * 375 // 365

    # --- all ---

    def publish(self):
        hub = self.hub
        hub.servers_start(empty=True)
        hub.prepare(self.province.subscriptions, self.province.receiver_port)
        self.admin = AdminClient({"bootstrap.servers": hub.brokers})
        print(f"publishing {self.asked.people} people, {self.asked.days} days …", flush=True)
        began = time.monotonic()
        process = self.province.simulate(people=self.asked.people, days=self.asked.days,
                                         seed=self.asked.seed, speed="max")
        if process.wait(LIMIT) != 0:
            raise Trouble(hub.fallen())
        hub.processes.pop("simulate")
        n = hub.published()
        print(f"{n:,} events in {time.monotonic() - began:.1f} s", flush=True)

    def run(self):
        if is_taken(self.hub.port):
            raise Trouble(f"port {self.hub.port} is in use")
        wanted = self.asked.only.split(",") if self.asked.only else STAGES
        if set(wanted) != {"delay"}:
            self.publish()
        for stage in STAGES:
            if stage in wanted:
                getattr(self, stage)()


def main():
    p = argparse.ArgumentParser(prog="ops/bench")
    p.add_argument("--people", type=int, default=2000)
    p.add_argument("--days", type=int, default=60)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--live", type=int, default=30)
    p.add_argument("--only", default="")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench = Bench(p.parse_args())
    try:
        bench.run()
        return 0
    except Trouble as e:
        print(f"bench: {e}", file=sys.stderr)
        return 1
    finally:
        bench.hub.end_all()
        bench.hub.servers_stop()


if __name__ == "__main__":
    sys.exit(main())
