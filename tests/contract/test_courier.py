"""See test_courier.sh. One hub, one sink, stories one after the other; causes go on."""

import ctypes
import hashlib
import hmac
import json
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from standardwebhooks import Webhook

BUILD, BROKERS, RUN = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
SECRETS, GIVEN = RUN / "secrets", RUN / "given"
PARTITIONS, PEOPLE = 3, 6
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
NAMES = ("good", "flaky", "gone", "later", "hangs", "broken")
_libc = ctypes.CDLL(None)


def base32(data):
    bits = "".join(f"{b:08b}" for b in data)
    bits += "0" * (-len(bits) % 5)
    return "".join(ALPHABET[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5))


def until(what, seconds, why):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s: {why}")


class Sink(ThreadingHTTPServer):
    """Takes posts as the path says, and remembers them."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Post)
        self.lock = threading.Lock()
        self.posts = []  # (name, id, alias, cause, time, status)
        self.under_way, self.together = {}, 0  # per (name, alias): and the most at once
        self.forged = 0
        self.tries = {}
        self.modes = {name: name for name in NAMES}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        pass  # couriers that are killed hang up

    def taken(self, name):
        with self.lock:
            return [p for p in self.posts if p[0] == name and p[5] < 300]

    def ids(self, name):
        return {p[1] for p in self.taken(name)}


class Post(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def status(self, name, webhook_id):
        sink = self.server
        with sink.lock:
            n = sink.tries[name, webhook_id] = sink.tries.get((name, webhook_id), 0) + 1
            total = sum(1 for key in sink.tries if key[0] == name)
        mode = sink.modes.get(name, "good")
        if mode == "flaky" and n == 1 and hash(webhook_id) % 12 == 0:  # rarely five in a row
            return 503
        if mode == "later" and total == 1 and n == 1:
            return 429
        return {"gone": 410, "broken": 500}.get(mode, 204)

    def do_POST(self):
        sink, name = self.server, self.path.strip("/")
        body = self.rfile.read(int(self.headers["content-length"]))
        webhook_id = self.headers["webhook-id"]
        try:
            secret = (GIVEN / f"{name}.secret").read_text().split()[0]
            event = Webhook(secret).verify(body, dict(self.headers.items()))
        except Exception:
            sink.forged += 1
            event = json.loads(body)
        who = name, event["subject"]
        with sink.lock:
            sink.under_way[who] = sink.under_way.get(who, 0) + 1
            sink.together = max(sink.together, sink.under_way[who])
        began = time.monotonic()
        if sink.modes.get(name) == "hangs":
            time.sleep(30)
        status = self.status(name, webhook_id)
        time.sleep(0.002)  # so that two at once would meet
        with sink.lock:
            sink.under_way[who] -= 1
            sink.posts.append((name, webhook_id, event["subject"], event["data"]["stamp"], began,
                               status))
        self.send_response(status)
        if status == 429:
            self.send_header("retry-after", "3")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def program(path, *args, **more):
    done = subprocess.run([BUILD / path, *map(str, args)], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, **more)
    if done.returncode != 0:
        raise AssertionError(f"{path} {args[0]}: {done.stderr.strip()}")
    return done.stdout


def cli(*args):
    return program("services/cli/coastline", *args)


def subscription(verb, *args):
    return cli("subscription", verb, *args, "--brokers", BROKERS, "--secrets", SECRETS)




class Courier:
    """A courier as a process; killed and started again under the same name."""

    def __init__(self, number, *more):
        self.port, self.more, self.process, self.number = 0, more, None, number

    def start(self):
        self.port = free_port()
        with open(RUN / f"courier-{self.number}.log", "ab") as log:
            self.process = subprocess.Popen(
                [BUILD / "services/courier/courier", "--brokers", BROKERS, "--secrets", SECRETS,
                 "--metrics-port", str(self.port), "--member", f"courier-{self.number}",
                 "--timeout", "4s", "--note-after", "1s",
                 # so little room that what is held goes to the shelf and comes back
                 "--waiting", "150", *self.more],
                stdout=log, stderr=log, preexec_fn=lambda: _libc.prctl(1, signal.SIGKILL))
        until(lambda: self.metric("ready") == 1, 30, "the courier is ready")
        return self

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        status = self.process.wait(20)
        if how == signal.SIGTERM and status != 0:
            raise AssertionError(f"the courier ended with status {status}")

    def metric(self, name, label=""):
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=2)
            for line in page.read().decode().splitlines():
                if line.startswith(f"coastline_{name}{label} "):
                    return float(line.split()[-1])
        except OSError:
            pass
        return -1

    def closed(self):
        return [self.metric("closed_seconds", f'{{partition="{p}"}}') for p in range(PARTITIONS)]


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class TheCourier(unittest.TestCase):
    cause = 0
    said = []  # (partition, cause, pid)

    @classmethod
    def setUpClass(cls):
        cls.sink = Sink()
        cli("secrets", "init", SECRETS)
        made = cli("topics", "create", "--brokers", BROKERS, "--partitions", PARTITIONS)
        cls.log = made.split("the log is ")[1].split(",")[0]
        cls.apply(NAMES)
        cls.courier = Courier(1).start()

    @classmethod
    def tearDownClass(cls):
        cls.courier.kill(signal.SIGTERM)

    @classmethod
    def apply(cls, names, limits="{in_flight: 64}"):
        lines = ["subscriptions:"]
        for name in names:
            role = "police" if name == "flaky" else "town"
            lines += [f"  - name: {name}", "    partner: a test", f"    role: {role}",
                      f"    url: http://127.0.0.1:{cls.sink.server_address[1]}/{name}",
                      "    purpose: a test", "    private_network: true", f"    limits: {limits}"]
        path = RUN / "subscriptions.yaml"
        path.write_text("\n".join(lines) + "\n")
        subscription("apply", "-f", path, "--secrets-out", GIVEN)

    @classmethod
    def say(cls, changes):
        out = program("tests/contract/say_signals", BROKERS, SECRETS, PEOPLE, changes, cls.cause)
        fresh = [line.split() for line in out.splitlines()]
        cls.said = cls.said + [(int(p), int(c), pid) for p, c, pid in fresh]
        cls.cause += changes + 1
        return cls.cause - 1  # the closing's

    @classmethod
    def due(cls, name, said=None):
        """The webhook ids that design.md 8 gives these changes, computed here."""
        ids = set()
        for _, cause, pid in cls.said if said is None else said:
            text = b"".join((name.encode(), b"\0", pid.encode(), b"\0", cause.to_bytes(8, "big"),
                             (0).to_bytes(4, "big")))
            ids.add("msg_" + base32(hmac.digest(cls.log.encode(), text, hashlib.sha256)[:16]))
        return ids

    def assert_in_order(self, name):
        """Causes never fall for a person, repeats after a kill aside."""
        last, seen = {}, set()
        for _, webhook_id, alias, stamp, _, _ in self.sink.taken(name):
            if webhook_id not in seen:
                self.assertGreater(stamp, last.get(alias, 0), f"{name}: out of order")
                last[alias] = stamp
            seen.add(webhook_id)

    def test_1_a_partner_that_hangs_or_fails_delays_nobody_else(self):
        began = time.monotonic()
        closing = self.say(60)
        until(lambda: self.sink.ids("good") == self.due("good"), 10, "all that is due is there")
        self.assertLess(time.monotonic() - began, 10)
        self.assertEqual(self.sink.forged, 0, "a signature that somebody else does not verify")
        self.assertEqual(self.sink.together, 1, "two webhooks of one person at once")
        self.assert_in_order("good")
        until(lambda: min(self.courier.closed()) == 1600000000 + closing, 5,
              "the courier says how far time has come")

    def test_2_a_partner_that_is_gone_is_asked_no_more_until_somebody_resumes_it(self):
        until(lambda: "disabled" in subscription("show", "gone"), 5, "410 disables")
        asked = len([p for p in self.sink.posts if p[0] == "gone"])
        self.assertLessEqual(asked, PEOPLE)
        self.sink.modes["gone"] = "good"
        subscription("resume", "gone")
        until(lambda: self.sink.ids("gone") == self.due("gone"), 60, "what was held goes out")
        self.assert_in_order("gone")

    def test_3_a_partner_that_asks_for_time_gets_it(self):
        until(lambda: self.sink.ids("later") == self.due("later"), 30, "all are there")
        posts = [p for p in self.sink.posts if p[0] == "later"]
        asked = min(p[4] for p in posts if p[5] == 429)
        early = [p for p in posts if asked + 0.5 < p[4] < asked + 2.9]
        self.assertEqual(early, [], "posted before Retry-After had passed")

    def test_4_what_failed_outlives_a_kill_and_keeps_its_id(self):
        self.sink.modes["hangs"] = "good"
        for verb in ("pause", "resume"):  # somebody says that it is well again
            subscription(verb, "hangs")
            time.sleep(0.3)
        closing = self.say(30)
        until(lambda: min(self.courier.closed()) == 1600000000 + closing, 10, "it is passed")
        time.sleep(1.6)  # noted by now, and its place kept
        self.courier.kill()
        self.courier.start()
        self.assertEqual(min(self.courier.closed()), 1600000000 + closing,
                         "after a restart nobody knows how far time has come")
        self.assertGreater(self.courier.metric("pending"), 0, "what was pending is forgotten")
        for name in ("good", "flaky"):
            until(lambda: self.sink.ids(name) >= self.due(name), 90, f"{name}: a webhook is lost")
            self.assertEqual(self.sink.ids(name), self.due(name), f"{name}: under another id")
            self.assert_in_order(name)

    def test_5_killed_anywhere_it_loses_nothing_and_invents_nothing(self):
        for n in range(6):
            self.say(40)
            time.sleep(0.05 + 0.13 * n)
            self.courier.kill()
            self.courier.start()
        for name in ("good", "flaky", "gone", "later", "hangs"):
            until(lambda: self.sink.ids(name) >= self.due(name), 90, f"{name}: a webhook is lost")
            self.assertEqual(self.sink.ids(name), self.due(name))
            self.assert_in_order(name)

    def test_6_words_of_an_assessor_that_was_overtaken_reach_nobody(self):
        program("tests/contract/say_signals", BROKERS, SECRETS, PEOPLE, 10, self.cause, "stale")
        until(lambda: self.courier.metric("strangers_dropped_total") == 10, 10, "they are dropped")
        self.assertEqual(self.sink.ids("good"), self.due("good"))

    def test_7_a_subscription_that_was_met_late_is_told_what_it_missed(self):
        self.courier.kill(signal.SIGTERM)
        self.apply(["late"])
        kept = subprocess.run(["kcat", "-C", "-b", BROKERS, "-t", "hub.subscriptions.v1", "-o", "-1",
                               "-e", "-q", "-D", ""], stdout=subprocess.PIPE, check=True).stdout
        subscription("remove", "late")
        self.courier.start()
        earlier = len(self.said)
        self.say(20)
        until(lambda: self.sink.ids("good") == self.due("good"), 20, "they have been passed")
        (RUN / "late").write_bytes(kept)
        subprocess.run(["kcat", "-P", "-b", BROKERS, "-t", "hub.subscriptions.v1", "-k", "late",
                        RUN / "late"], check=True)
        missed = self.due("late", self.said[earlier:])
        until(lambda: self.sink.ids("late") >= missed, 20, "what it missed")
        self.assertEqual(self.sink.ids("late"), missed)
        self.assert_in_order("late")

    def test_8_two_share_the_work_and_one_takes_over_when_the_other_falls(self):
        other = Courier(2).start()
        until(lambda: 0 < other.metric("partitions") < PARTITIONS, 30, "partitions are shared")
        self.say(30)
        until(lambda: self.sink.ids("good") == self.due("good"), 20, "both carry")
        other.kill()
        self.say(30)
        until(lambda: self.sink.ids("good") == self.due("good"), 40, "one carries on")
        self.assert_in_order("good")

    def test_9_a_subscription_that_is_removed_is_told_nothing_more(self):
        subscription("remove", "later")
        until(lambda: self.courier.metric("subscriptions") > 0, 5, "it runs")
        time.sleep(0.5)
        before = len(self.sink.posts)
        self.say(12)
        until(lambda: self.sink.ids("good") == self.due("good"), 20, "others are told")
        self.assertEqual([p for p in self.sink.posts[before:] if p[0] == "later"], [])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
