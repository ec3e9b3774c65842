"""A province of invented people, published as five agencies would, and what came of it."""

import json
import os
import subprocess
import time
from datetime import datetime, timedelta

from hub import ROOT, Trouble


class Tail:
    """A growing file of lines: each line once, and how many there were."""

    def __init__(self, path, keep=None):
        self.path, self.keep, self.at, self.lines, self.kept = path, keep, 0, 0, 0

    def look(self):
        try:
            with open(self.path, "rb") as f:
                f.seek(self.at)
                fresh = f.read(16 << 20)
        except FileNotFoundError:
            return self
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self.at += len(whole)
        self.lines += whole.count(b"\n")
        if self.keep:
            self.kept += whole.count(self.keep)
        return self


class Province:
    """What `coastline simulate` publishes, and what the demonstration receiver takes in."""

    def __init__(self, hub):
        self.hub = hub
        self.published = hub.run / "published.journal"
        self.roster = hub.run / "roster"
        self.received = hub.run / "received.jsonl"
        self.receiver_port = hub.port + 10
        self.played = []  # the options of the play
        self.subscriptions = ROOT / "ops" / "subscriptions.yaml"
        for path in (self.published, self.received):
            path.unlink(missing_ok=True)
        self.tail_published = Tail(self.published)
        self.tail_received = Tail(self.received, b'"verified": true')

    def receiver_start(self):
        python = subprocess.run([ROOT / "ops/venv", ROOT / "ops/requirements.txt"], text=True,
                                stdout=subprocess.PIPE, env=self.hub.environment)
        if python.returncode != 0:
            raise Trouble("the receiver has no Python: see the lines above")
        self.roster.touch()
        self.hub.spawn("receiver", [python.stdout.strip(), "-B", ROOT / "ops/receiver",
                                    "--port", self.receiver_port, "--secrets", self.hub.given,
                                    "--token-key", self.hub.secrets / "token.key",
                                    "--roster", self.roster, "--journal", self.received])

    def simulate(self, **options):
        """Starts publishing; options are those of `coastline simulate`."""
        self.played = [a for name, value in options.items() if value is not None
                       for a in (f"--{name.replace('_', '-')}", value)]
        return self.hub.spawn("simulate", [
            self.hub.program("coastline"), "simulate", "--brokers", self.hub.brokers,
            "--secrets", self.hub.secrets, "--journal", self.published,
            "--roster", self.roster, *self.played])

    def play_offline(self, until):
        """The same play into a file and folded, with no Kafka and no service in between: its state
        lines, and the people who were linked (what a link does over partitions is another story)."""
        hub = self.hub
        play, states = hub.run / "play.jsonl", hub.run / "play.states.jsonl"
        hub.print_to(play, "simulate", "--out", "-", "--secrets", hub.secrets, *self.played)
        hub.print_to(states, "fold", play, "--until", until, "--state", "--no-signals")
        linked = set()
        with open(play, "rb") as f:
            for line in f:
                if b'"hub.identity.' in line:
                    said = json.loads(line)
                    linked |= {said["pid"], said["data"]["other"]}
        play.unlink()
        return states.read_bytes(), linked

    def numbers(self):
        """Where everything stands, for a line of progress."""
        hub = self.hub
        door = hub.metrics(hub.open_door())
        stamp = door.get("stamp_seconds", {}).get("", 0)
        day = time.strftime("%Y-%m-%d %H:%M", time.gmtime(stamp + 8 * 3600)) if stamp else "–"
        courier = hub.metrics("courier")
        return {
            "day": day,
            "published": self.tail_published.look().lines,
            "read": int(sum(door.get("events", {}).values())),
            "changes": hub.total("assessor", "changes"),
            "shown": hub.total("projector", "changes_applied"),
            "webhooks": self.tail_received.look().lines,
            "waiting": int(courier.get("pending", {}).get("", 0)),
        }

    def log_export(self):
        """The log in clear, as fold reads it; the path of the file."""
        log = self.hub.run / "log.jsonl"
        self.hub.print_to(log, "log", "export", *self.hub.keys())
        return log

    def words(self):
        """What the hub said and what the fold of its log says: two files that must be equal."""
        hub = self.hub
        online, offline = hub.run / "words.online.jsonl", hub.run / "words.offline.jsonl"
        hub.print_to(online, "log", "changes", *hub.keys())
        hub.print_to(offline, "fold", hub.run / "log.jsonl", "--log", "--until", "2999-01-01T00:00:00+08:00")
        return online, offline

    def states(self, until):
        """The state lines of all files, out of the log: (`coastline fold --state`) as bytes."""
        return self._states(self.log_export(), until, "states.jsonl")

    def day_before(self, last_tick):
        """Of the day before the last daily tick: the state lines at its end, and its date."""
        ended = datetime.fromisoformat(last_tick) - timedelta(minutes=30)
        day = (ended - timedelta(days=1)).date().isoformat()
        states = self._states(self.hub.run / "log.jsonl", f"{day}T23:59:59.999999+08:00", "day.jsonl")
        return states, day

    def _states(self, log, until, name):
        states = self.hub.run / name
        self.hub.print_to(states, "fold", log, "--log", "--until", until, "--state", "--no-signals")
        return states.read_bytes()

    def tally(self, *more):
        return json.loads(self.hub.cli("tally", "--brokers", self.hub.brokers, "--secrets",
                                       self.hub.secrets, "--json", *more, ok=(0, 3)))

    def webhooks(self):
        """The lines of the receiver's journal."""
        if not self.received.exists():
            return []
        with open(self.received, encoding="utf-8") as f:
            return [json.loads(line) for line in f if line.endswith("\n")]


def memory_mib(pid):
    """Resident memory of a process; 0 if it is gone."""
    try:
        with open(f"/proc/{pid}/statm") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1048576
    except OSError:
        return 0
