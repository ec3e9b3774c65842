"""`coastline projection`: what operators do with generations while dashboards read. A part of test_projector.py.
"""
import os
import re
import subprocess
import time

from projected import BUILD, CHANGES, PARTITIONS, WALK, Reader, expect_the_same, metas, until


class GenerationTests:
    maxDiff = 2000

    def setUp(self):
        self.walk, self.r = WALK, WALK.redis.client
        self.r.flushall()
        self.walk.project()

    def tearDown(self):
        self.r.flushall()

    def follower(self):
        """The projector of every day: it keeps whichever generation is live."""
        p = self.walk.projector()
        self.addCleanup(lambda: (p.kill(), p.wait()))
        return p

    def coastline(self, verb, *more, status=0):
        brokers = ["--brokers", self.walk.brokers, "--secrets", self.walk.secrets] if verb == "rebuild" else \
            ["--brokers", self.walk.brokers]
        done = subprocess.run([BUILD / "services/cli/coastline", "projection", verb, "--redis",
                               f"127.0.0.1:{self.walk.redis.port}", *brokers, *more], text=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout if status == 0 else done.stderr

    def begun(self, *more):
        """A rebuild that goes on beside the test."""
        p = subprocess.Popen([BUILD / "services/cli/coastline", "projection", "rebuild", "--redis",
                              f"127.0.0.1:{self.walk.redis.port}", "--brokers", self.walk.brokers, "--secrets",
                              self.walk.secrets, *more], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(lambda: (p.kill(), p.wait(), p.stdout.close()))
        return p

    def place(self, generation):
        return sum(int(m.get("next", 0)) for m in metas(self.r, generation))

    def expect_whole(self, generation):
        expect_the_same(self, Reader(self.r, generation).dump(), self.walk.want)

    def logs_outside(self):
        """How much was ever written that leads to a webhook."""
        folder = f"{self.walk.folder}/run"
        return {path: os.path.getsize(os.path.join(at, path.split('/')[-1])) for at, _, files in os.walk(folder)
                for file in files if file.endswith(".log") and re.search("hub.(changes|deliveries|attempts|facts)", at)
                for path in [f"{os.path.basename(at)}/{file}"]}

    def test_a_rebuild_while_facts_come_is_switched_to_and_readers_of_the_feed_keep_their_place(self):
        self.follower()
        partition = 0
        before = self.r.xrange(f"coastline:g1:changes:{partition}")
        seen = before[-5][0]
        p = self.begun("--rate", "3000")
        until(20, lambda: self.place("g2") > 1000, "nothing is built")
        self.assertEqual(self.r.get("coastline:current"), "g1")
        self.walk.say(CHANGES + 600)
        out = p.communicate(timeout=60)[0]
        self.assertEqual(p.returncode, 0, out)
        self.assertRegex(out, f"g2 is like g1: the digests of {PARTITIONS} partitions and [1-9][0-9]* notes are the same")
        self.assertRegex(out, r"g2: \d+ of \d+ places, \d+ a second, \d+ s to go")
        until(30, lambda: self.walk.is_done("g2"), "the projector does not follow the switch")
        self.assertEqual(self.r.get("coastline:current"), "g2")
        after = self.r.xread({f"coastline:g2:changes:{partition}": seen})[0][1]
        self.assertEqual(after[:4], before[-4:])
        self.assertGreater(len(after), 4)
        # back is one write, and what was live before is caught up
        self.coastline("back")
        self.assertEqual(self.r.get("coastline:current"), "g1")
        until(30, lambda: self.walk.is_done("g1"), "the projector does not follow back")
        self.walk.want = Reader(self.r, "g2").dump()
        self.expect_whole("g1")
        self.coastline("switch", "--generation", "g2")
        self.assertIn("g1 kept", self.coastline("status"))

    def test_a_rebuild_keeps_its_rate_and_makes_no_word_and_no_webhook(self):
        outside = self.logs_outside()
        self.assertTrue(outside)
        begin = time.monotonic()
        self.coastline("rebuild", "--rate", "5000", "--hold")
        self.assertGreater(time.monotonic() - begin, self.walk.changes / 5000 - 1)
        self.assertEqual(self.logs_outside(), outside)
        self.assertEqual(self.r.get("coastline:current"), "g1")
        self.expect_whole("g2")

    def test_a_rebuild_that_is_killed_goes_on_where_it_was(self):
        for _ in range(2):
            p = self.begun("--rate", "4000")
            at = self.place("g2")
            until(20, lambda: self.place("g2") > at + 4000, "nothing is built")
            p.kill()
            p.wait()
        at = self.place("g2")
        self.assertLess(at, self.place("g1"))
        out = self.coastline("rebuild", "--hold")
        started = int(re.search(r"building g2 beside g1, from place (\d+)", out)[1])
        self.assertGreaterEqual(started, at)
        self.expect_whole("g2")

    def test_a_generation_that_differs_is_not_switched_to_unless_told(self):
        self.r.hset("coastline:g1:meta:1", "digest", "0123456789abcdef")
        said = self.coastline("rebuild", status=2)
        self.assertIn("g2 differs from g1 in partition 1 at offset", said)
        self.assertEqual(self.r.get("coastline:current"), "g1")
        self.coastline("switch", "--generation", "g2")
        self.assertEqual(self.r.get("coastline:current"), "g2")

    def test_what_is_far_behind_or_no_generation_is_not_switched_to(self):
        p = self.begun("--rate", "3000")
        until(20, lambda: self.place("g2") > 0, "nothing is built")
        p.terminate()
        self.assertEqual(p.wait(20), 1)
        self.assertIn("places behind", self.coastline("switch", "--generation", "g2", status=2))
        self.assertIn("no generation g7", self.coastline("switch", "--generation", "g7", status=2))
        self.assertIn("letters", self.coastline("switch", "--generation", "g*", status=2))
        self.assertIn("no other generation", self.coastline("back", status=2))
        self.assertEqual(self.r.get("coastline:current"), "g1")

    def test_a_generation_is_dropped_whole_and_no_other_is_touched(self):
        self.coastline("rebuild", "--generation", "g10", "--hold")
        self.coastline("rebuild", "--generation", "g2")
        self.assertIn("is live", self.coastline("drop", "--generation", "g2", status=2))
        begin = time.monotonic()
        n = len(list(self.r.scan_iter("coastline:g10:*", 10000)))
        p = subprocess.Popen([BUILD / "services/cli/coastline", "projection", "drop", "--generation", "g10", "--redis",
                              f"127.0.0.1:{self.walk.redis.port}", "--brokers", self.walk.brokers, "--rate",
                              str(n // 2)], stdout=subprocess.DEVNULL)
        until(20, lambda: self.r.hget("coastline:g10:meta", "dropping"), "it is not begun")
        p.kill()
        p.wait()
        self.assertIn("being dropped", self.coastline("status"))
        stopped = self.walk.projector("--generation", "g10")
        self.assertEqual(stopped.wait(30), 1)
        self.coastline("drop", "--generation", "g10", "--rate", str(n))
        self.assertGreater(time.monotonic() - begin, 0.5)
        self.assertEqual(list(self.r.scan_iter("coastline:g10:*", 10000)), [])
        self.coastline("drop", "--generation", "g1")
        self.assertEqual(self.r.smembers("coastline:generations"), {"g2"})
        self.expect_whole("g2")

    def test_one_person_whose_keys_were_damaged_is_put_right_while_the_projector_runs(self):
        self.follower()
        filed = next(self.r.scan_iter("coastline:g1:filed:*", 10000))
        pid = filed.split(":")[-1]
        self.r.hset(f"coastline:g1:file:{pid}", mapping={"grade": "high", "score": "99", "junk": "1"})
        self.r.delete(f"coastline:g1:timeline:{pid}", filed)
        self.r.zadd("coastline:g1:worklist:469003100:home_visit", {f"{pid} home_visit:none": 1})
        for key in self.r.scan_iter("coastline:g1:alerts:*", 10000):
            self.r.zrem(key, *[m for m in self.r.zrange(key, 0, -1) if m.startswith(pid)] or [""])
        gone = next(key for key in self.r.scan_iter("coastline:g1:file:*", 10000) if not key.endswith(pid))
        self.r.delete(gone)
        for one in (pid, gone.split(":")[-1]):
            self.assertIn("as", self.coastline("rebuild", "--person", one))
        self.expect_whole("g1")
        stranger = "0" * 26
        self.assertIn("none spoke of this person", self.coastline("rebuild", "--person", stranger))
        self.expect_whole("g1")
