#!/usr/bin/env python3
"""A real Kafka with words in it, a real Redis, a projector between them, and somebody else's client: for
test_projector.py, which is given the build folder. Reads by schemas/redis.md and nothing else."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import redis

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv[1])
PEOPLE, CHANGES, PARTITIONS = 200, 24000, 2
FIRST, HOUR = 1600000000000000, 3600000000


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def free_pair():
    """Kafka's port; its controller takes the one above."""
    while True:
        port = free_port()
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port + 1))
                return port
            except OSError:
                pass


class Redis:
    """A server that keeps what it is told, so that a kill loses at most its last second."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, "--save", "",
             "--appendonly", "yes", "--appendfsync", "everysec"], stdout=subprocess.DEVNULL)
        self.client = redis.Redis(port=self.port, decode_responses=True)
        until(30, lambda: self.client.ping(), "Redis does not come up")

    def end(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        self.process.wait()


def until(seconds, what, otherwise):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if what():
                return
        except (redis.exceptions.RedisError, OSError):
            pass
        time.sleep(0.05)
    raise AssertionError(otherwise)


class Walk:
    """One Kafka with words in it, made once."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="coastline-projector-")
        self.port = free_pair()
        self.brokers = f"127.0.0.1:{self.port}"
        self.secrets = f"{self.folder}/secrets"
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("COASTLINE_")}
        self.env |= {"COASTLINE_RUN": f"{self.folder}/run", "COASTLINE_KAFKA_PORT": str(self.port)}
        self.redis = None

    def begin(self):
        subprocess.run([ROOT / "ops/kafka", "start"], env=self.env, check=True)
        cli = BUILD / "services/cli/coastline"
        subprocess.run([cli, "secrets", "init", self.secrets], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([cli, "topics", "create", "--brokers", self.brokers, "--partitions", str(PARTITIONS)], check=True,
                       stdout=subprocess.DEVNULL)
        self.say(CHANGES)
        self.redis = Redis(self.folder)
        self.project()
        self.want = Reader(self.redis.client).dump()

    def say(self, changes):
        """The first so many words; those that were said before are said again, and not heard."""
        said = subprocess.run([BUILD / "tests/contract/say_changes", self.brokers, self.secrets, str(PEOPLE),
                               str(changes), "1", "rich"], check=True, text=True, stdout=subprocess.PIPE)
        self.changes, self.states = changes, {}
        lines = [json.loads(line) for line in said.stdout.splitlines()]
        self.moved = [line for line in lines if "counter" in line]
        for state in lines[len(self.moved):]:
            state.pop("member")
            self.states[state["pid"]] = state

    def end(self):
        if self.redis:
            self.redis.end()
        subprocess.run([ROOT / "ops/kafka", "wipe"], env=self.env, check=False)
        shutil.rmtree(self.folder)

    def is_done(self, generation="g1"):
        """All words of the last step are in: say_changes ends with a closing in each partition."""
        last = FIRST + self.changes * 20000000
        return all(int(m.get("watermark", 0)) == last for m in metas(self.redis.client, generation))

    def projector(self, *more):
        return subprocess.Popen([BUILD / "services/projector/projector", "--brokers", self.brokers, "--secrets",
                                 self.secrets, "--redis", f"127.0.0.1:{self.redis.port}", "--member", "one", *more],
                                stderr=subprocess.DEVNULL)

    def project(self, *more, generation="g1"):
        port = free_port()
        p = self.projector("--metrics-port", str(port), *more)
        until(30, lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz"), "the projector is not ready")
        until(60, lambda: self.is_done(generation), "the projector does not come to the end")
        p.terminate()
        assert p.wait(20) == 0


def metas(r, generation):
    return [r.hgetall(f"coastline:{generation}:meta:{p}") for p in range(PARTITIONS)]


# --- the contract, read ---

def joined(fields):
    values = {}
    for name in fields:
        base, _, piece = name.partition(".")
        values.setdefault(base, []).append((int(piece or 0), fields[name]))
    return {name: "".join(text for _, text in sorted(pieces)) for name, pieces in values.items()}


def state_of(pid, fields):
    v = joined(fields)
    line = {"pid": pid}
    for name in ("file", "grade", "class", "region", "by"):
        line[name] = v.get(name, "")
    for name in ("since", "clock_start"):
        line[name] = v.get(name)
    for name in ("rules", "floors", "muted", "basis", "needs", "tasks", "alerts"):
        line[name] = json.loads(v.get(name, "[]"))
    for name in ("score", "dwell", "facts", "contested"):
        line[name] = json.loads(v[name])
    line["proposal"] = json.loads(v.get("proposal", "null"))
    return line


def fnv(*parts):
    h = 14695981039346656037
    for part in parts:
        for byte in part.encode() + b"\0":
            h = (h ^ byte) * 1099511628211 % 2**64
    return h


def digests_of(pid, fields):
    v = joined(fields)
    rest = ("at", "facts", "town")
    first = [w for name in sorted(v) if name not in rest + ("digest",) for w in (name, v[name])]
    second = [w for name in rest if name in v for w in (name, v[name])]
    return fnv(pid, *first), fnv(pid, *second)


class Reader:
    def __init__(self, r, generation=None):
        self.r = r
        self.at = f"coastline:{generation or r.get('coastline:current')}:"

    def keys(self, family):
        return {key[len(self.at + family):]: key for key in self.r.scan_iter(self.at + family + "*", 10000)}

    def files(self):
        return {pid: self.r.hgetall(key) for pid, key in self.keys("file:").items()}

    def zsets(self, family):
        return {name: dict(self.r.zrange(key, 0, -1, withscores=True)) for name, key in self.keys(family).items()}

    def dump(self):
        """Everything below the generation, with its type's own reading."""
        read = {"hash": self.r.hgetall, "stream": self.r.xrange, "string": self.r.get,
                "zset": lambda key: self.r.zrange(key, 0, -1, withscores=True)}
        dump = {name: read[self.r.type(key)](key) for name, key in sorted(self.keys("").items())}
        return dump | {"meta": {name: dump["meta"][name] for name in ("version", "log")}}


def expect_the_same(test, dump, want):
    """Two readings of Redis; the feed is trimmed by about so many."""
    test.assertEqual(sorted(dump), sorted(want))
    for name, value in dump.items():
        if not name.startswith("changes:"):
            test.assertEqual(value, want[name], name)
        else:
            n = min(len(value), len(want[name]))
            test.assertEqual(value[-n:], want[name][-n:], name)


WALK = Walk()
