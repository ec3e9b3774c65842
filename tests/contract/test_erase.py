"""See test_erase. Time passes by heartbeats, so seven days are quick; Kafka's cleaner is told to hurry,
and what an agency's topic forgets after seven days is taken out by hand."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource
from confluent_kafka.admin import ResourceType
from hub import AGENCIES, SERVICES, Hub, Trouble
from publisher import Kind

BEGIN = datetime.fromisoformat("2026-03-01T09:00:00+08:00")
FAR, WAIT = 2_000_000_000_000_000, 60  # 2033, in microseconds; seconds
COMPACTED = ("hub.identities.v1", "hub.files.v1", "hub.deliveries.v1", "hub.dead-letters.v1")
HUB_TOPICS = ("hub.decisions.v1", "hub.facts.v1", "hub.changes.v1", "hub.subscriptions.v1",
              "hub.attempts.v1", "hub.audit.v1", *COMPACTED)


def number(birth, serial):
    """A citizen number of nobody alive (domain.md A5)."""
    body = f"460108{birth}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]


class Person:
    def __init__(self, serial, mark):
        self.number, self.mark, self.n, self.pid = number("18890412", serial), mark, 0, None


def until(what, seconds=WAIT):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s: {getattr(what, '__name__', what)}")


class Ear(ThreadingHTTPServer):
    """A partner that takes everything."""

    def __init__(self):
        self.heard = []
        super().__init__(("127.0.0.1", 0), self.Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.heard.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass


class Stage:
    def __init__(self, hub):
        self.hub, self.now, self.ear = hub, BEGIN, Ear()
        self.producer = Producer({"bootstrap.servers": hub.brokers, "acks": "all"})
        self.admin = AdminClient({"bootstrap.servers": hub.brokers})

    # --- what happens ---

    def later(self, **more):
        self.now += timedelta(**more)
        return int(self.now.timestamp() * 1000)

    def publish(self, person, event_type, /, **fields):
        stamp, what = self.later(seconds=5), Kind(event_type)
        person.n += 1
        happened = fields.pop("happened", stamp * 1000)
        envelope = {"id": f"{person.mark}-{person.n}", "actor": f"{person.mark}-actor",
                    "subject": {"doc_type": "cn_id", "doc_no": person.number},
                    "event_time": happened, "recorded_at": happened, "legal_basis": "statute"}
        value = what.bytes_of({"envelope": envelope, **fields})
        self.producer.produce(what.topic, key=person.number, value=value, timestamp=stamp)
        assert self.producer.flush(30) == 0

    def register(self, person, kind="voluntary"):
        self.publish(person, "police.person.registered", kind=kind, substance="opioid",
                     addicted=True, residence="460108004", hukou="460108")

    def live(self, person):
        """Registered, at work, found positive; contests; and two events that the door refuses."""
        self.register(person)
        self.publish(person, "hr.employment.started", job=f"{person.mark}-job",
                     workplace="460108", kind="flexible")
        self.publish(person, "police.test.recorded", test=f"{person.mark}-test", sample="saliva",
                     stage="onsite", result="positive", analytes=[], via="station",
                     sampled=(self.now + timedelta(hours=8)).toordinal() - 719163)
        self.publish(person, "police.person.registered", kind="voluntary", substance="opioid",
                     addicted=True, residence="460108004", hukou="460108", happened=FAR)
        self.producer.produce("hr.events.v1", value=f"rubbish {person.number}".encode(),
                              timestamp=self.later(seconds=5))
        assert self.producer.flush(30) == 0

    def contest(self, person):
        self.later(seconds=5)
        self.hub.cli("contest", "file", *self.said(), "--pid", person.pid, "--note",
                     f"{person.mark}-note")

    def said(self):
        return ("--brokers", self.hub.brokers, "--clock", "topics", "--at", self.now.isoformat())

    def heartbeat(self, **more):
        self.later(**more)
        self.hub.cli("hub", "heartbeat", *self.said())

    # --- how it stands ---

    def rest(self):
        """Everything filed, said and shown; the closed partner's webhooks wait for ever."""
        def is_at_rest():
            if self.hub.fallen():
                raise Trouble(self.hub.fallen())
            return (self.hub.door_is_through()
                    and self.hub._has_passed("assessor", "hub.facts.v1")
                    and self.hub._has_passed("projector", "hub.changes.v1"))
        before = None
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            now = self.hub.ends("hub.facts.v1") if is_at_rest() else None
            if now and now == before:
                return
            before = now
            time.sleep(0.3)
        raise AssertionError(f"not at rest: {self.hub.what_waits()}")

    def erase(self, *more, ok=(0,)):
        return self.hub.cli("person", "erase", "--brokers", self.hub.brokers, "--secrets",
                            self.hub.secrets, "--clock", "topics", "--reason", "asked on paper 7",
                            "--by", "op-7", *more, ok=ok)

    def find(self, person):
        said = self.hub.cli("person", "find", "--pid", person.pid, "--brokers", self.hub.brokers,
                            "--redis", self.hub.redis)
        return dict(re.findall(r"^(\S+) +(.*)$", said, re.M))

    def words(self):
        return self.hub.cli("log", "changes", *self.hub.keys(), "--state")

    def states(self):
        return {line for line in self.words().splitlines() if not line.startswith('{"n"')}

    def due(self):
        log = self.hub.run / "log"
        self.hub.print_to(log, "log", "export", *self.hub.keys())
        said = self.hub.cli("fold", log, "--log", "--state", "--until", self.now.isoformat())
        log.unlink()
        return re.sub(r'"member":\[[^]]*\]', '"member":[]', said)

    def agrees(self):
        """What was said is what the fold of the log says, and Redis shows the same files."""
        due, said = self.due(), self.words()
        assert said == due, "\n".join(sorted(set(said.splitlines()) ^ set(due.splitlines()))[:6])
        shown = set(self.hub.cli("state", "--redis", self.hub.redis).splitlines())
        wanted = {line.replace(',"member":[]', "") for line in self.states()}
        assert shown == wanted, sorted(shown ^ wanted)[:4]

    # --- what can be read ---

    def records(self, topic):
        consumer = Consumer({"bootstrap.servers": self.hub.brokers, "group.id": "test",
                             "enable.auto.commit": False, "isolation.level": "read_committed",
                             "enable.partition.eof": True})
        found = []
        for p in consumer.list_topics(topic, timeout=30).topics[topic].partitions:
            low, _ = consumer.get_watermark_offsets(TopicPartition(topic, p), timeout=30)
            consumer.assign([TopicPartition(topic, p, low)])
            while True:
                m = consumer.poll(30)
                assert m is not None
                if m.error():
                    break  # the end
                found.append(m)
        consumer.close()
        return found

    def readable(self, *bytes_of):
        """Where one of these stands: raw in a topic, or opened with whatever key there is."""
        found = []
        for topic in (*HUB_TOPICS, *(f"{a}.events.v1" for a in AGENCIES)):
            for m in self.records(topic):
                parts = [m.key() or b"", m.value() or b"", repr(m.headers()).encode()]
                found += [topic for b in bytes_of if any(b in part for part in parts)]
        clear = self.hub.cli("log", "export", *self.hub.keys()) + self.words()
        for line in self.hub.cli("dlq", "list", "--brokers", self.hub.brokers).splitlines():
            clear += self.hub.cli("dlq", "show", "--brokers", self.hub.brokers, "--secrets",
                                  self.hub.secrets, "--who", "op-7", "--letter", line.split()[0],
                                  "--bytes", 4096)
        found += ["opened" for b in bytes_of if b.decode() in clear]
        return sorted(set(found))

    def in_redis(self, *bytes_of):
        """In the append-only file after it was written anew: all that Redis has."""
        redis = ["redis-cli", "-h", "127.0.0.1", "-p", self.hub.redis.rpartition(":")[2]]
        for name in ("rdbcompression", "aof-use-rdb-preamble"):  # in clear
            subprocess.run([*redis, "config", "set", name, "no" if name[0] == "r" else "yes"],
                           check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*redis, "bgrewriteaof"], check=True, stdout=subprocess.DEVNULL)

        def is_written():
            said = subprocess.run([*redis, "info", "persistence"], capture_output=True, text=True)
            return "aof_rewrite_in_progress:0" in said.stdout and (
                "aof_rewrite_scheduled:0" in said.stdout)
        until(is_written)
        all_of_it = b"".join(f.read_bytes() for f in self.hub.run.glob("redis/**/*") if f.is_file())
        assert b"coastline:g1:file:" in all_of_it
        return [b for b in bytes_of if b in all_of_it]

    def configure(self, kind, name, **settings):
        entries = [ConfigEntry(k.replace("_", "."), v,
                               incremental_operation=AlterConfigOpType.SET)
                   for k, v in settings.items()]
        wanted = ConfigResource(kind, name, incremental_configs=entries)
        for done in self.admin.incremental_alter_configs([wanted]).values():
            done.result(30)

    def hurry(self):
        """The cleaner of Kafka, which else takes up to a day."""
        self.configure(ResourceType.BROKER, "1", log_cleaner_backoff_ms="200")
        for topic in COMPACTED:
            self.configure(ResourceType.TOPIC, topic, segment_ms="100", max_compaction_lag_ms="100",
                           min_cleanable_dirty_ratio="0.001", delete_retention_ms="100")

    def push(self):
        """A record behind each partition of what is compacted, so that what stands before is cleaned."""
        for topic in COMPACTED:
            for p in range(self.hub.partitions):
                self.producer.produce(topic, key=b"nobody", value=None, partition=p)
        assert self.producer.flush(30) == 0

    def week_of_the_agencies(self):
        """What their topics forget after seven days by themselves, had they not the writers' clock."""
        places = [TopicPartition(f"{a}.events.v1", p, -1) for a in AGENCIES
                  for p in range(self.hub.partitions)]
        for done in self.admin.delete_records(places).values():
            done.result(30)

    def snapshots_lose(self):
        """hub.files is empty: whoever starts reads the log from its beginning."""
        self.configure(ResourceType.TOPIC, "hub.files.v1", cleanup_policy="compact,delete")
        places = [TopicPartition("hub.files.v1", p, -1) for p in range(self.hub.partitions)]

        def is_done():  # the broker takes a moment to learn the policy
            try:
                return [done.result(30) for done in self.admin.delete_records(places).values()]
            except KafkaException as e:
                if e.args[0].code() != KafkaError.POLICY_VIOLATION:
                    raise
                return False
        until(is_done)


def subscriptions(path, ear):
    lines = ["subscriptions:"]
    for name, port in (("town", 1), ("health", ear.server_port)):
        lines += [f"  - name: {name}", f"    partner: Everybody who is {name}",
                  f"    url: http://127.0.0.1:{port}/{name}", f"    role: {name}",
                  "    purpose: care", "    private_network: true"]
    path.write_text("\n".join(lines) + "\n")


def people_live(stage):
    people = [Person(10 + 7 * i, f"mark{i}zq7") for i in range(6)]
    stage.hub.cli("hub", "open", *stage.said())
    for person in people:
        stage.live(person)
    stage.rest()
    for person in people:
        person.pid = re.search(r"person (\w{26})", stage.erase("--doc", f"cn_id:{person.number}",
                                                               "--dry-run"))[1]
        stage.contest(person)
    stage.heartbeat(days=1)
    stage.rest()
    stage.agrees()
    return people


def a_dry_run_and_an_erase_that_nobody_confirms_change_nothing(stage, person):
    before = stage.hub.ends("hub.decisions.v1", 1), stage.find(person)
    said = stage.erase("--pid", person.pid, "--dry-run")
    assert "keys: 1 in use, 0 retired, 0 gone" in said and "letters  2 would be" in said, said
    stage.erase("--pid", person.pid, ok=(2,))
    stage.erase("--pid", "x" * 26, "--yes", ok=(2,))
    assert (stage.hub.ends("hub.decisions.v1", 1), stage.find(person)) == before
    assert stage.readable(person.mark.encode()) and stage.in_redis(person.mark.encode())


def who_is_erased_is_gone_at_once_and_others_are_as_they_were(stage, person):
    others = {line for line in stage.states() if person.pid not in line}
    stage.later(seconds=5)
    said = stage.erase("--pid", person.pid, "--at", stage.now.isoformat(), "--yes")
    assert "letters  2 emptied" in said and "keys are retired" in said, said
    found = stage.find(person)
    assert not any("open no more" in words for words in found.values()), "too early"
    stage.heartbeat(hours=1)
    stage.rest()
    stage.agrees()
    assert stage.states() == others
    places = stage.find(person)
    assert not any("opens" in words for words in places.values())
    assert not any(place == "redis" and "file" in words for place, words in places.items())
    found = stage.in_redis(person.mark.encode(), person.number.encode())
    assert not found, found
    audit = b"".join(m.value() for m in stage.records("hub.audit.v1"))
    assert b"asked on paper 7" in audit and b"dlq.erase" in audit


def its_webhooks_are_dropped_but_the_last(stage, person):
    """The town's door is shut: what waited is final, with a reason; that the file is gone waits."""
    def dropped():
        latest = {m.key(): m for m in stage.records("hub.deliveries.v1") if m.value()
                  and person.pid.encode() in m.value()}
        reasons = [dict(m.headers() or []).get("coastline.reason") for m in latest.values()]
        return reasons.count(b"shredded") == 1 and reasons.count(None) <= 1
    until(dropped)
    until(lambda: any(b"file.shredded" in body for body in stage.ear.heard))


def killed_between_retiring_and_deleting(stage):
    stage.hub.end("assessor", signal.SIGKILL)
    stage.hub.start("assessor")
    stage.hub.wait_ready(["assessor"])


def late_facts_are_of_another_life(stage, person):
    """Decided while the assessor was away: the door had filed more under the old key by then."""
    stage.hub.end("assessor", signal.SIGKILL)
    stage.later(seconds=5)
    stage.erase("--pid", person.pid, "--at", stage.now.isoformat(), "--yes", "--wait", 0,
                ok=(1,))
    person.mark = "second7zq"  # what it lives from now on
    until(stage.hub.door_is_through)
    stage.publish(person, "hr.employment.started", job="late", workplace="460108", kind="flexible")
    stage.register(person, "relapse_found")
    until(stage.hub.door_is_through)
    stage.hub.start("assessor")
    stage.hub.wait_ready(["assessor"])
    stage.rest()
    stage.heartbeat(hours=1)
    stage.rest()
    stage.agrees()
    assert sum(person.pid in line for line in stage.states()) == 1
    assert stage.hub.total("assessor", "refiled") == 2
    said = stage.erase("--pid", person.pid, "--dry-run")
    assert "keys: 1 in use, 1 retired, 0 gone" in said, said


def seven_days_later_nothing_can_be_read(stage, gone, again, marks):
    stage.week_of_the_agencies()
    stage.hurry()
    stage.heartbeat(days=8)
    stage.rest()
    stage.agrees()
    until(lambda: "keys: 0 in use, 0 retired, 1 gone" in stage.erase(
        "--pid", gone.pid, "--dry-run", "--leave-letters"))

    def cleaned():
        stage.push()
        time.sleep(0.5)
        return not stage.readable(*marks)
    until(cleaned)
    places = stage.find(gone)
    facts = re.match(r"(\d+) records, (\d+) of which open no more", places["hub.facts.v1"])
    assert facts[1] == facts[2], places
    assert not stage.in_redis(*marks)
    assert stage.readable(again.mark.encode()), "the second life went with the first"


def a_replay_from_the_beginning_says_nothing_else(stage):
    before, shown = stage.words(), stage.hub.cli("state", "--redis", stage.hub.redis)
    stage.hub.end("assessor")
    stage.snapshots_lose()
    stage.hub.start("assessor")
    subprocess.run(["redis-cli", "-p", stage.hub.redis.rpartition(":")[2], "flushall"], check=True,
                   stdout=subprocess.DEVNULL)
    stage.hub.wait_ready(["assessor"])
    stage.rest()
    assert stage.words() == before, "a replay said something else"
    until(lambda: stage.hub.cli("state", "--redis", stage.hub.redis) == shown)


def life_goes_on(stage, gone, other):
    """Of who is gone only a registration begins a file; it is a new one, under a new key."""
    stage.publish(gone, "hr.employment.started", job="again", workplace="460108", kind="flexible")
    stage.publish(other, "hr.employment.started", job="again", workplace="460108", kind="flexible")
    stage.heartbeat(days=1)
    stage.rest()
    stage.agrees()
    assert '"reason":"sealed"' in stage.words()
    assert not any(gone.pid in line for line in stage.states())
    stage.register(gone, "relapse_found")
    stage.heartbeat(days=1)
    stage.rest()
    stage.agrees()
    assert any(gone.pid in line and '"facts":1' in line for line in stage.states())


def main():
    redis = int(os.environ["COASTLINE_KAFKA_PORT"]) + 2
    os.environ["COASTLINE_REDIS_PORT"] = str(redis)
    hub = Hub(os.environ["COASTLINE_RUN"], port=redis + 2, partitions=2, clock="topics")
    hub.build = Path(sys.argv[1])
    try:
        hub.servers_start(empty=False)
        stage = Stage(hub)
        subscriptions(hub.run / "subscriptions.yaml", stage.ear)
        hub.prepare(hub.run / "subscriptions.yaml")
        for service in SERVICES:
            hub.start(service)
        hub.wait_ready(SERVICES)
        gone, again, *others = people_live(stage)
        marks = [w.encode() for p in (gone, again) for w in (p.mark, p.number)]
        a_dry_run_and_an_erase_that_nobody_confirms_change_nothing(stage, gone)
        who_is_erased_is_gone_at_once_and_others_are_as_they_were(stage, gone)
        its_webhooks_are_dropped_but_the_last(stage, gone)
        killed_between_retiring_and_deleting(stage)
        late_facts_are_of_another_life(stage, again)
        seven_days_later_nothing_can_be_read(stage, gone, again, marks)
        a_replay_from_the_beginning_says_nothing_else(stage)
        life_goes_on(stage, gone, others[0])
        print("PASSED: nothing of who was erased can be read; everybody else is as before")
    except Trouble as e:
        raise AssertionError(str(e)) from e
    finally:
        hub.end_all()
        hub.ops("redis", "wipe")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main()
