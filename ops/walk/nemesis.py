"""What goes wrong with real processes, by a seed: kill -9, stops, servers away, a network that breaks.

Used by tests/journey and ops/chaos.
"""

import random
import signal
import subprocess
import time

from hub import CHANGES, FACTS, SERVICES, Trouble

INPUT = {"assessor": FACTS, "projector": CHANGES, "courier": CHANGES}


class Nemesis:
    """Keeps count of what it did, and of what the killed had read and dropped. Before a kill it stops
    its victim until `backlog` records wait for it, for `patience` seconds at most: then the kill finds
    it in the middle of its work."""

    def __init__(self, hub, seed, backlog=200, patience=20):
        self.hub, self.random = hub, random.Random(seed)
        self.backlog, self.patience = backlog, patience
        self.killed, self.waited, self.reread, self.repeats = 0, 0, 0, 0

    def _ends(self, service):
        topic = INPUT.get(service)
        return sum(self.hub.ends(topic).values()) if topic else self.hub.published()

    def _let_pile_up(self, service, name):
        """Returns how many records wait; of a door, which tells no place, those that came since."""
        p = self.hub.processes[name]
        places = self.hub.metrics(name).get("place", {})  # while it still answers
        p.send_signal(signal.SIGSTOP)
        before = int(sum(places.values())) if service in INPUT and places else self._ends(service)
        end = time.monotonic() + self.patience
        waiting = 0
        while time.monotonic() < end and waiting < self.backlog:
            time.sleep(0.2)
            waiting = self._ends(service) - before
        p.send_signal(signal.SIGCONT)
        return waiting

    def _name_of(self, service):
        return self.hub.open_door() if service == "intake" else service

    def kill(self, service):
        """Kills a service (of two doors the open one) and starts it again; how many records waited."""
        name = self._name_of(service)
        waiting = self._let_pile_up(service, name)
        time.sleep(self.random.uniform(0.0, 0.4))
        before = self.hub.metrics(name)
        self.repeats += int(sum(before.get("repeats_dropped", {}).values()))
        self.hub.end(name, signal.SIGKILL)
        self._count(waiting)
        time.sleep(self.random.uniform(0.0, 0.5))
        self.hub.start(service, int(name.partition("-")[2] or 0))
        self._look_back(name, before)
        return waiting

    def kill_server(self, tool, victim):
        """Kills Kafka or Redis while records wait for that service; how many did."""
        waiting = self._let_pile_up(victim, self._name_of(victim))
        self.hub.server_signal(tool, signal.SIGKILL)
        self._count(waiting)
        time.sleep(self.random.uniform(0.0, 1.0))
        self.hub.ops(tool, "start")
        return waiting

    def _count(self, waiting):
        self.killed += 1
        self.waited += waiting > 0

    def _look_back(self, service, before):
        """Whether it reads again what the one before it had read."""
        until = time.monotonic() + 15
        while time.monotonic() < until:
            now = self.hub.metrics(service)
            for p, place in now.get("place", {}).items():
                if 0 < place < before.get("place", {}).get(p, 0):
                    self.reread += 1
                    return
            if now.get("ready", {}).get("") == 1:
                return
            time.sleep(0.05)

    def count_last(self):
        for name in self.hub.services():
            self.repeats += self.hub.total(name, "repeats_dropped")

    # --- what kills nobody ---

    def take_away(self, tool, seconds):
        self.hub.ops(tool, "stop")
        time.sleep(seconds)
        self.hub.ops(tool, "start")

    def stall(self, service, seconds):
        p = self.hub.processes[self._name_of(service)]
        p.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        p.send_signal(signal.SIGCONT)

    def stall_server(self, tool, seconds):
        self.hub.server_signal(tool, signal.SIGSTOP)
        time.sleep(seconds)
        self.hub.server_signal(tool, signal.SIGCONT)

    def fill_redis(self, seconds):
        """It takes no more writes, as if its memory were full."""
        for limit in ("1mb", "0"):
            host, port = self.hub.redis.split(":")
            subprocess.run(["redis-cli", "-h", host, "-p", port, "config", "set", "maxmemory", limit],
                           check=True, stdout=subprocess.DEVNULL)
            time.sleep(seconds if limit != "0" else 0)

    @staticmethod
    def cut(proxy, seconds):
        proxy.cut_all()
        time.sleep(seconds)
        proxy.cut = False

    @staticmethod
    def mute(proxy, seconds):
        proxy.mute = True
        time.sleep(seconds)
        proxy.mute = False

    @staticmethod
    def slow(proxy, seconds):
        proxy.delay = 0.1
        time.sleep(seconds)
        proxy.delay = 0.0


def revive(hub):
    """As a supervisor would: whoever ended by itself is started again. Returns their names."""
    fallen = [name for name in hub.services() if hub.processes[name].poll() is not None]
    for name in fallen:
        service, _, member = name.partition("-")
        del hub.processes[name]
        hub.start(service, int(member or 0))
    return fallen


def wait_at_rest(hub, seconds):
    """As hub.wait_at_rest, and meanwhile whoever falls is started again."""
    until = time.monotonic() + seconds
    while True:
        revive(hub)
        try:
            return hub.wait_at_rest(min(30, seconds))
        except Trouble:
            if time.monotonic() > until:
                raise
