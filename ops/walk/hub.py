"""The hub as processes: its servers, its services, and what they say of themselves.

Used by ops/run, ops/bench, ops/chaos and tests/journey. Everything that is started here ends with the process
that started it (PR_SET_PDEATHSIG), and listens on loopback.
"""

import contextlib
import ctypes
import json
import os
import random
import re
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("intake", "assessor", "projector", "courier")  # the order of topology.def
AGENCIES = ("police", "hr", "civil", "health", "justice")
FACTS, CHANGES = "hub.facts.v1", "hub.changes.v1"
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class Trouble(Exception):
    """A sentence for whoever typed the command: what is wrong and what to do."""


def _end_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_gone(pid, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until and Path(f"/proc/{pid}/cmdline").exists():
        if not Path(f"/proc/{pid}/cmdline").read_bytes():
            break  # dead, and not yet buried
        time.sleep(0.05)


def is_taken(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", port)) == 0


def free_ports(count):
    """The first of so many ports in a row that nobody listens on; from a place of chance, since others
    may be looking too."""
    firsts = list(range(21000, 32000, count))
    random.shuffle(firsts)
    for first in firsts:
        taken = 0
        for port in range(first, first + count):
            with socket.socket() as s:
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    s.bind(("127.0.0.1", port))
                except OSError:
                    taken += 1
        if not taken:
            return first
    raise Trouble("no free ports on loopback")


class Hub:
    """One hub in one folder. Ports are counted up from `port`: ten for services, the receiver's is
    port + 10; Kafka's and Redis' are those of ops/kafka and ops/redis."""

    def __init__(self, run, preset="release", port=18100, partitions=12, clock="topics"):
        os.umask(0o077)  # the log in clear and the roster are for nobody else to read
        self.run = Path(run)
        self.build = ROOT / "build" / preset
        self.port, self.partitions, self.clock = port, partitions, clock
        self.processes = {}  # name -> Popen
        self.starts = {}  # name -> how often it was started
        self.log_name = None
        for folder in ("logs", "pids"):
            try:
                (self.run / folder).mkdir(parents=True, exist_ok=True)
            except OSError as e:
                raise Trouble(f"cannot write to {self.run}: make it yours, or name another folder "
                              "in COASTLINE_RUN") from e
        self.environment = {**os.environ, "COASTLINE_RUN": str(self.run)}
        self.secrets = self.run / "secrets"
        self.given = self.run / "partners"  # keys as partners get them
        self.brokers = self.redis = None
        self.detour = {}  # "brokers", "redis": where services find them instead

    # --- servers ---

    def ops(self, tool, *args):
        done = subprocess.run([ROOT / "ops" / tool, *args], env=self.environment, text=True,
                              stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise Trouble(f"ops/{tool} {' '.join(args)} failed: its words are above")
        return done.stdout.strip()

    def is_foreign(self, tool):
        """Whether the environment names a server that is not ours to empty."""
        variable = {"kafka": "COASTLINE_BROKERS", "redis": "COASTLINE_REDIS"}[tool]
        named = self.environment.get(variable)
        port = {"kafka": self.environment.get("COASTLINE_KAFKA_PORT", "19092"),
                "redis": self.environment.get("COASTLINE_REDIS_PORT", "16379")}[tool]
        return bool(named) and named != f"127.0.0.1:{port}"

    def servers_start(self, empty):
        for tool in ("kafka", "redis"):
            if empty and not self.is_foreign(tool):
                self.ops(tool, "wipe")
            self.ops(tool, "start")
        self.brokers = self.ops("kafka", "env").split("=", 1)[1]
        self.redis = self.ops("redis", "env").split("=", 1)[1]

    def server_signal(self, tool, how):
        pid = int((self.run / "pids" / tool).read_text())
        os.kill(pid, how)
        if how == signal.SIGKILL:
            wait_gone(pid)

    def servers_stop(self):
        for tool in ("kafka", "redis"):
            with contextlib.suppress(Trouble):
                self.ops(tool, "stop")

    # --- the command line tool ---

    def program(self, name):
        where = "cli/coastline" if name == "coastline" else f"{name}/{name}"
        path = self.build / "services" / where
        if not path.exists():
            raise Trouble(f"{path.relative_to(ROOT)} is not built: run ops/setup")
        return str(path)

    def cli(self, *args, ok=(0,), **more):
        """Runs `coastline ARGS`; returns what it printed."""
        done = subprocess.run([self.program("coastline"), *map(str, args)], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, env=self.environment, **more)
        if done.returncode not in ok:
            words = done.stderr.strip().splitlines()[-1:] or ["it gave no reason"]
            raise Trouble(f"coastline {args[0]} failed: {words[0]}")
        return done.stdout

    def print_to(self, path, *args):
        """Runs `coastline ARGS` into a file."""
        with open(path, "wb") as out:
            done = subprocess.run([self.program("coastline"), *map(str, args)], stdout=out,
                                  stderr=subprocess.PIPE, env=self.environment)
        if done.returncode != 0:
            words = done.stderr.decode().strip().splitlines()[-1:] or ["it gave no reason"]
            raise Trouble(f"coastline {args[0]} failed: {words[0]}")

    def keys(self):
        """The options that every reader of sealed records takes."""
        return "--brokers", self.brokers, "--secrets", self.secrets

    def prepare(self, subscriptions=None, receiver=None):
        """Secrets, topics, subscriptions: what stands before the first service starts."""
        if not (self.secrets / "pid.key").exists():
            self.cli("secrets", "init", self.secrets)
        said = self.cli("topics", "create", "--brokers", self.brokers, "--partitions",
                        self.partitions, "--clock", self.clock)
        found = re.search(r"the log is (\w+), (\d+) partitions", said)
        self.log_name, self.partitions = found[1], int(found[2])
        if subscriptions:
            where = ["--to", f"http://127.0.0.1:{receiver}"] if receiver else []
            self.cli("subscription", "apply", "--brokers", self.brokers, "--secrets", self.secrets,
                     "-f", subscriptions, "--secrets-out", self.given, *where)

    # --- services ---

    def start(self, service, member=0, extra=()):
        name = f"{service}-{member}" if member else service
        port = self.metrics_port(name)
        if is_taken(port):
            raise Trouble(f"port {port} is in use: end what listens there, or name another first "
                          "port with --port")
        brokers = self.detour.get("brokers", self.brokers)
        args = [self.program(service), "--brokers", brokers, "--secrets", self.secrets,
                "--metrics-port", port, "--member", f"{service}-{member}"]
        if service == "projector":
            args += ["--redis", self.detour.get("redis", self.redis)]
        if service == "intake":
            args += ["--clock", self.clock]
        self.spawn(name, [*args, *extra])
        self.starts[name] = self.starts.get(name, 0) + 1

    def spawn(self, name, args, **more):
        log = open(self.run / "logs" / f"{name}.log", "ab")
        with log:
            self.processes[name] = subprocess.Popen(
                [str(a) for a in args], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_end_with_parent, cwd=ROOT,
                env=self.environment, **more)
        return self.processes[name]

    def metrics_port(self, name):
        service, _, member = name.partition("-")
        return self.port + SERVICES.index(service) + 5 * int(member or 0)

    def end(self, name, how=signal.SIGTERM, seconds=20):
        p = self.processes.pop(name, None)
        if p is None:
            return
        if p.poll() is None:
            p.send_signal(how)
        try:
            p.wait(seconds)
        except subprocess.TimeoutExpired:
            p.kill()
            p.wait()

    def end_all(self):
        for name in list(self.processes)[::-1]:
            self.end(name)

    def services(self):
        """Names of the processes that are services of ours."""
        return [name for name in self.processes if name.partition("-")[0] in SERVICES]

    def fallen(self):
        """The first process that has ended by itself with trouble, as a sentence; or None."""
        for name, p in self.processes.items():
            if p.poll() not in (None, 0):
                log = self.run / "logs" / f"{name}.log"
                return (f"{name} ended with status {p.returncode}: {self.last_words(log)}"
                        f"see {log}")
        return None

    @staticmethod
    def last_words(log):
        """Why a service says that it ended; nothing if it does not."""
        try:
            said = json.loads(log.read_text(errors="replace").splitlines()[-1])
            return f"{said['why']}; " if "why" in said else ""
        except (OSError, ValueError, IndexError):
            return ""

    # --- what they say ---

    def metrics(self, name):
        """{"place": {"3": 120}, "events": {"police": 7}, "pending": {"": 0}}; {} if it is silent."""
        try:
            url = f"http://127.0.0.1:{self.metrics_port(name)}/metrics"
            page = urllib.request.urlopen(url, timeout=2).read().decode()
        except OSError:
            return {}
        values = {}
        for metric, label, value in re.findall(
                r'^coastline_(\w+?)(?:_total)?(?:\{\w+="([^"]*)"\})? (\S+)$', page, re.M):
            values.setdefault(metric, {})[label] = float(value)
        return values

    def open_door(self):
        """The intake that reads; the others stand by. The first one if none does at the moment."""
        for name in self.processes:
            if name.startswith("intake") and self.metrics(name).get("door_open", {}).get("") == 1:
                return name
        return "intake"

    def total(self, name, metric):
        return int(sum(self.metrics(name).get(metric, {}).values()))

    def wait_ready(self, names, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.fallen():
                raise Trouble(self.fallen())
            if all(self.metrics(n).get("ready", {}).get("") == 1 for n in names):
                return
            time.sleep(0.2)
        raise Trouble(f"{', '.join(names)} not ready after {seconds} s: see {self.run}/logs")

    def ends(self, topic, partitions=None):
        """{partition: offset the next record will get}"""
        count = partitions or self.partitions
        asked = [a for p in range(count) for a in ("-t", f"{topic}:{p}:-1")]
        done = subprocess.run(["kcat", "-b", self.brokers, "-Q", *asked], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        found = re.findall(r"\[(\d+)\] offset (\d+)", done.stdout)
        return {int(p): int(o) for p, o in found}

    def published(self):
        """Records in all topics that the door reads."""
        return sum(sum(self.ends(f"{agency}.events.v1").values()) for agency in AGENCIES) + sum(
            self.ends("hub.decisions.v1", 1).values())

    def _places(self, service):
        """Places of all members of a service: the furthest of each partition; and all metrics."""
        places, sums = {}, {}
        for name in self.processes:
            if name.partition("-")[0] != service:
                continue
            said = self.metrics(name)
            for p, place in said.get("place", {}).items():
                if p.isdigit():
                    places[int(p)] = max(places.get(int(p), 0), int(place))
            for metric in ("unsettled", "pending", "in_flight"):
                sums[metric] = sums.get(metric, 0) + int(sum(said.get(metric, {}).values()))
        return places, sums

    def _has_passed(self, service, topic):
        ends = self.ends(topic)
        places, sums = self._places(service)
        return len(ends) == self.partitions and not any(sums.values()) and all(
            places.get(p, 0) >= end for p, end in ends.items())

    def door_is_through(self):
        """Whether every record that was published is filed or refused."""
        done = subprocess.run([self.program("coastline"), "tally", "--brokers", self.brokers],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0

    def is_at_rest(self):
        """Whether everything published has gone the whole way, the last tick's closing included."""
        return (self._has_passed("assessor", FACTS) and self._has_passed("projector", CHANGES)
                and self._has_passed("courier", CHANGES))

    def wait_at_rest(self, seconds, progress=lambda: None):
        """Twice in a row, and the log no longer in between: then nothing moves any more."""
        until = time.monotonic() + seconds
        door, before = False, None
        while time.monotonic() < until:
            if self.fallen():
                raise Trouble(self.fallen())
            progress()
            now = (self.ends(FACTS), self.ends(CHANGES)) if self.is_at_rest() else None
            if now and now == before:
                door = door or self.door_is_through()  # reads the log, so it is asked last
                if door:
                    return
            before = now
            time.sleep(0.5)
        raise Trouble(f"not at rest after {seconds} s ({self.what_waits()}): see {self.run}/logs")

    def what_waits(self):
        """In a few words, who is behind by how much."""
        if not self.door_is_through():
            return "the door has not filed everything"
        words = []
        for service, topic in (("assessor", FACTS), ("projector", CHANGES), ("courier", CHANGES)):
            places, sums = self._places(service)
            behind = {p: end - places.get(p, 0) for p, end in self.ends(topic).items()
                      if places.get(p, 0) < end}
            if behind:
                words.append(f"{service} is behind by {sum(behind.values())} in partitions "
                             f"{' '.join(map(str, sorted(behind)))}")
            words += [f"{service}: {name} {n}" for name, n in sums.items() if n]
        return "; ".join(words) or "records still come"
