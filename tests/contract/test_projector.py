#!/usr/bin/env python3
"""The projector between a real Kafka and a real Redis, looked at by somebody else's client.

Reads by schemas/redis.md and nothing else. Run by ctest:  test_projector.py BUILD_FOLDER
"""
import json
import random
import re
import signal
import subprocess
import sys
import time
import unittest

import redis

from projected import (BUILD, CHANGES, FIRST, HOUR, PARTITIONS, ROOT, WALK, Reader, digests_of, expect_the_same, metas,
                       state_of, until)
from projection import GenerationTests

CONTRACT = (ROOT / "schemas/redis.md").read_text()


def setUpModule():
    unittest.addModuleCleanup(WALK.end)
    WALK.begin()


class Contract(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        self.walk = WALK
        self.r = self.walk.redis.client

    def test_a_dashboard_reads_every_file_as_the_assessor_left_it(self):
        files = Reader(self.r).files()
        self.assertEqual({pid: state_of(pid, f) for pid, f in files.items()}, self.walk.states)
        self.assertTrue(all(len(v.encode()) <= 64 for f in files.values() for v in f.values()))
        self.assertTrue(any("." in name for f in files.values() for name in f), "no value was long")

    def test_the_digests_are_those_of_what_stands_there(self):
        total = 0
        for pid, fields in Reader(self.r).files().items():
            halves = digests_of(pid, fields)
            self.assertEqual(fields["digest"][:33], "%016x %016x" % halves)
            total += sum(halves)
        self.assertEqual(total % 2**64, sum(int(m["digest"], 16) for m in metas(self.r, "g1")) % 2**64)
        self.assertEqual(sum(int(m["files"]) for m in metas(self.r, "g1")), len(self.walk.states))

    def test_worklists_and_alerts_hold_what_is_open_and_nothing_else(self):
        reader = Reader(self.r)
        files = reader.files()
        work, alerts = {}, {}
        for pid, state in self.walk.states.items():
            for task in state["tasks"]:
                work.setdefault(f"{files[pid]['town']}:{task.split(':')[0]}", set()).add(f"{pid} {task}")
            for alert, observed, *_ in state["alerts"]:
                for region in {observed, "460108", "460000"}:
                    alerts.setdefault(region, set()).add(f"{pid} {alert} {observed}")
        self.assertEqual({name: set(z) for name, z in reader.zsets("worklist:").items()}, work)
        self.assertEqual({name: set(z) for name, z in reader.zsets("alerts:").items()}, alerts)
        due = {score for z in reader.zsets("worklist:").values() for score in z.values()}
        self.assertTrue(due <= {1600000000000000 + i for i in range(4)}, "a due time that nobody told")

    def test_streams_are_capped_and_in_the_order_of_the_log(self):
        reader = Reader(self.r)
        for family, most in (("timeline:", 24), ("changes:", 10200)):
            for key in reader.keys(family).values():
                ids = [int(i.split("-")[0]) for i, _ in self.r.xrange(key)]
                self.assertEqual(ids, sorted(set(ids)))
                self.assertTrue(0 < len(ids) <= most)

    def test_boards_are_those_of_the_day_before_the_last_daily_tick(self):
        """A county that counts its people at noon gets the figures of one day, and of the whole of it."""
        reader = Reader(self.r)
        def local_day(us):
            return (us + 8 * HOUR) // (24 * HOUR)
        end = FIRST + CHANGES * 20000000
        day = local_day(end - HOUR // 2) - 1
        self.assertGreater(local_day(end), day)
        boards, later = {}, {}
        for m in self.walk.moved:
            if local_day(m["at"]) <= day:
                board = boards.setdefault(m["region"], {})
                board[m["counter"]] = board.get(m["counter"], 0) + m["by"]
            else:
                name = time.strftime("%Y-%m-%d ", time.gmtime(local_day(m["at"]) * 86400)) + m["region"] + " " + m["counter"]
                board = later.setdefault(str(m["partition"]), {})
                board[name] = board.get(name, 0) + m["by"]
        self.assertGreater(len(later), 0)
        self.assertGreater(max(map(len, later.values())), 500, "a day's end fits one script")
        have = {region: self.r.hgetall(key) for region, key in reader.keys("board:").items()}
        self.assertEqual({r: {c: int(n) for c, n in b.items()} for r, b in have.items()}, boards)
        aside = {p: self.r.hgetall(key) for p, key in reader.keys("today:").items()}
        self.assertEqual({p: {f: int(n) for f, n in a.items()} for p, a in aside.items()}, later)
        told = time.strftime("%Y-%m-%d", time.gmtime(day * 86400))
        self.assertEqual([m["boards"] for m in metas(self.r, "g1")], [told] * PARTITIONS)
        half_past = [m for m in self.walk.moved if (m["at"] + 8 * HOUR) % (24 * HOUR) < HOUR // 2]
        self.assertTrue(half_past and later, "nothing moved between midnight and the daily tick, or after it")

    def test_a_dashboard_can_read_this_and_do_nothing_else(self):
        line = re.search(r"^ACL SETUSER (.*)$", CONTRACT, re.M).group(1)
        self.r.execute_command("ACL", "SETUSER", *line.split())
        dash = redis.Redis(port=self.walk.redis.port, username="dashboard", password="change-me",
                           decode_responses=True)
        pid = next(iter(self.walk.states))
        self.assertEqual(state_of(pid, dash.hgetall(f"coastline:g1:file:{pid}")), self.walk.states[pid])
        self.assertTrue(dash.xrevrange(f"coastline:g1:timeline:{pid}", count=1))
        self.assertTrue(dash.zrange("coastline:g1:alerts:460000", 0, 0))
        for command in ("SET coastline:current g2", "GET other", "EVAL return(1) 0", "KEYS *", "FLUSHALL",
                        "CONFIG GET *", "DEL coastline:current", "HGETALL coastline:g2:meta", "MONITOR"):
            with self.assertRaises(redis.exceptions.NoPermissionError, msg=command):
                dash.execute_command(*command.split())

    def test_the_command_line_prints_what_the_fold_prints(self):
        said = subprocess.run([BUILD / "services/cli/coastline", "state", "--redis",
                               f"127.0.0.1:{self.walk.redis.port}"], check=True, text=True, stdout=subprocess.PIPE)
        lines = [json.loads(line) for line in said.stdout.splitlines()]
        self.assertEqual(lines, [self.walk.states[pid] for pid in sorted(self.walk.states)])


class Generations(GenerationTests, unittest.TestCase):
    """Beside the live one, and instead of it."""


class Rebuilding(unittest.TestCase):
    """Whatever happens on the way, the same stands there in the end."""

    def setUp(self):
        self.walk, self.want = WALK, WALK.want

    def expect_the_same(self):
        expect_the_same(self, Reader(self.walk.redis.client).dump(), self.want)

    def test_an_emptied_redis_is_built_again_while_the_projector_runs(self):
        p = self.walk.projector()
        self.addCleanup(p.kill)
        for _ in range(2):
            time.sleep(0.5)
            self.walk.redis.client.flushall()
        until(60, lambda: self.walk.is_done(), "it is not built again")
        p.terminate()
        self.assertEqual(p.wait(20), 0)
        self.expect_the_same()

    def test_kills_of_projector_and_redis_lose_and_double_nothing(self):
        seeded = random.Random(1)
        self.walk.redis.client.flushall()
        p = None
        for i in range(12):
            p = p or self.walk.projector("--batch-records", "50")
            time.sleep(0.3 + seeded.random() * 0.3)
            if i % 3 == 2:
                self.walk.redis.end()
                time.sleep(0.2)
                self.walk.redis.start()
            else:
                p.kill()
                p.wait()
                p = None
        if p:
            p.kill()
            p.wait()
        self.walk.project()
        self.expect_the_same()

    def test_a_redis_that_went_back_in_time_is_read_on_from_its_place(self):
        walk, r = self.walk, self.walk.redis.client
        r.flushall()
        p = walk.projector("--batch-records", "20")
        self.addCleanup(p.kill)
        until(20, lambda: int(r.hget("coastline:g1:meta:0", "next") or 0) > 500, "nothing is projected")
        p.send_signal(signal.SIGSTOP)
        raw = redis.Redis(port=walk.redis.port)
        copy = {key: raw.dump(key) for key in raw.scan_iter("*", 10000)}
        p.send_signal(signal.SIGCONT)
        time.sleep(0.2)
        p.send_signal(signal.SIGSTOP)
        time.sleep(0.1)
        raw.flushall()
        for key, value in copy.items():
            raw.restore(key, 0, value)
        p.send_signal(signal.SIGCONT)  # its next batch is refused, and it reads on from the place it finds
        until(60, lambda: walk.is_done(), "the projector does not find its way back")
        p.terminate()
        self.assertEqual(p.wait(20), 0)
        self.expect_the_same()

    def test_a_server_that_takes_no_packed_hashes_gets_the_same(self):
        self.walk.redis.client.flushall()
        self.walk.project("--pack", "no")
        self.expect_the_same()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
