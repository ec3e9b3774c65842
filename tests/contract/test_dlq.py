"""See test_dlq. An agency's clock ran ahead, so the door refused its events; an operator looks, waits
until they would pass, and publishes them again: each once, as it was, and noted. By the clock on the
wall, with one door and nothing behind it."""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from confluent_kafka import Consumer, Producer, TopicPartition
from publisher import Kind, envelope

BUILD, BROKERS = Path(sys.argv[1]), os.environ["COASTLINE_BROKERS"]
COASTLINE, INTAKE = BUILD / "services/cli/coastline", BUILD / "services/intake/intake"
NUMBER = "460108189001010010"  # of nobody: domain.md A5
AHEAD, MEND = 300, 50  # seconds: what the door bears, and how much more the agency's clock is ahead
POLICE, PART = "police.events.v1", 1
OURS = "coastline.dlq."


def run(*words, ok=(0,)):
    """What it says, or why not."""
    done = subprocess.run([COASTLINE, *map(str, words)], capture_output=True, text=True)
    assert done.returncode in ok, (words, done.returncode, done.stdout, done.stderr)
    return done.stderr if done.returncode in (1, 2) else done.stdout


def until(what, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        time.sleep(0.25)
    raise AssertionError(f"not within {seconds} s")


def records(topic):
    """Every record of a topic, in order within a partition."""
    consumer = Consumer({"bootstrap.servers": BROKERS, "group.id": "test", "enable.auto.commit": False})
    found = []
    for part in consumer.list_topics(topic, timeout=30).topics[topic].partitions:
        low, high = consumer.get_watermark_offsets(TopicPartition(topic, part), timeout=30)
        consumer.assign([TopicPartition(topic, part, low)])
        n = low
        while n < high:
            m = consumer.poll(30)
            assert m and not m.error(), m and m.error()
            found.append(m)
            n = m.offset() + 1
    consumer.close()
    return found


class Desk:
    """An operator, who holds the secrets in `secrets`."""

    def __init__(self, folder):
        self.secrets = folder / "secrets"

    def list(self, *filters):
        return run("dlq", "list", "--brokers", BROKERS, *filters).splitlines()

    def dlq(self, verb, *more, ok=0):
        opened = () if verb == "drop" else ("--secrets", self.secrets)
        return run("dlq", verb, "--brokers", BROKERS, "--who", "op-7", *opened, *more, ok=(ok,))

    def notes(self):
        return [m.value() for m in records("hub.audit.v1")]

    def facts(self):
        return json.loads(run("tally", "--brokers", BROKERS, "--secrets", self.secrets, "--json",
                              ok=(0, 3)))["sources"]


def publish(folder):
    """Five events of a clock that runs ahead, one that is rubbish, and one that is good."""
    producer = Producer({"bootstrap.servers": BROKERS, "acks": "all"})
    kind = Kind("police.person.registered")
    soon = time.time_ns() // 1000 + (AHEAD + MEND) * 1_000_000
    sent = []
    for i in range(6):
        event = {"envelope": envelope(f"cn_id:{NUMBER}"), "kind": "first_found",
                 "substance": "etomidate", "addicted": False, "residence": "460108004",
                 "hukou": "460108"}
        if i < 5:
            event["envelope"].update(event_time=soon, recorded_at=soon)
        headers = [("who", NUMBER.encode()), ("who", b"\x00\xff"), ("none", None),
                   ("traceparent", b"00-trace"), ("ce_id", event["envelope"]["id"].encode())]
        sent.append((f"{NUMBER}-{i}".encode(), kind.bytes_of(event), headers))
        producer.produce(POLICE, key=sent[i][0], value=sent[i][1], headers=headers, partition=PART)
    producer.produce("hr.events.v1", key=None, value=NUMBER.encode(), partition=0)
    assert producer.flush(30) == 0
    return sent[:5]


def the_list_says_where_and_why_and_nothing_of_anybody(desk):
    lines = desk.list()
    assert NUMBER not in "".join(lines)
    late = [line for line in lines if " rule time_future 0 open" in line]
    assert [line.split()[0] for line in late] == [f"{POLICE}/{PART}/{i}" for i in range(5)]
    assert desk.list("--reason", "time_future", "--limit", 2) == late[:2]
    assert desk.list("--topic", POLICE, "--first", 1, "--last", 3) == late[1:4]
    assert desk.list("--partition", PART, "--topic", "hr.events.v1") == []
    assert len(desk.list("--topic", "hr.events.v1", "--reason", "framing")) == 1
    assert len(desk.list("--topic", "hub.decisions.v1", "--reason", "pid")) == 1
    assert desk.list("--until", "2020-01-01T00:00:00+08:00") == []
    assert len(desk.list("--since", "2020-01-01T00:00:00+08:00")) == 7
    counts = [line.split() for line in desk.list("--counts")[1:]]
    assert [POLICE, "time_future", "5", "0", "0"] in counts and len(counts) == 3
    assert b"op-7" not in b"".join(n for n in desk.notes() if b"dlq.redrive.begun" not in n)


def who_opens_a_letter_holds_the_secret_and_is_noted(desk, sent):
    name, before = f"{POLICE}/{PART}/2", len(desk.notes())
    vault = desk.secrets / "vault.key"
    vault.rename(desk.secrets / "elsewhere")
    assert "vault.key" in desk.dlq("show", "--letter", name, ok=1)
    assert "vault.key" in desk.dlq("redrive", "--letter", name, ok=1)
    (desk.secrets / "elsewhere").rename(vault)
    assert len(desk.notes()) == before
    said = desk.dlq("show", "--letter", name, "--bytes", 4096)
    value = "".join(re.findall(r"^  [0-9a-f]{6} ((?: [0-9a-f]{2})+)", said, re.M))
    assert bytes.fromhex(value) == sent[2][1]
    assert sent[2][0].decode() in said and r'"who" "\x00\xff"' in said and '"none" none' in said
    note = desk.notes()[-1]
    assert all(w.encode() in note for w in ("dlq.show", "op-7", name)), note
    assert "no such letter" in desk.dlq("show", "--letter", f"{POLICE}/0/2", ok=2)


def a_dry_run_publishes_nothing(desk):
    said = desk.dlq("redrive", "--dry-run").splitlines()
    assert said[0] == "would pass 0", said
    assert {"would be refused: time_future 5", "would be refused: framing 1",
            "would pass if whoever it is about has a file 1"} == set(said[1:]), said
    assert desk.dlq("redrive", "--topic", POLICE).startswith("re-driven 0\n")
    assert len(records(POLICE)) == 6 and len(desk.list("--state", "open")) == 7


def what_passes_now_is_published_once_though_somebody_stops_it(desk):
    until(lambda: desk.dlq("redrive", "--dry-run").startswith("would pass 5\n"), MEND + 60)
    command = [COASTLINE, "dlq", "redrive", "--brokers", BROKERS, "--who", "op-7", "--secrets",
               desk.secrets, "--topic", POLICE, "--rate", "1"]
    slow = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: len(records(POLICE)) > 6)
    slow.send_signal(signal.SIGINT)
    said, why = slow.communicate(timeout=60)
    assert slow.returncode == 1 and "goes on from here" in why, (said, why)
    done = len(desk.list("--state", "redriven"))
    assert 0 < done < 5 and said.startswith(f"re-driven {done}\n"), said
    assert desk.dlq("redrive", "--topic", POLICE, "--limit", 1).startswith("re-driven 1\n")
    assert desk.dlq("redrive", "--topic", POLICE).startswith(f"re-driven {4 - done}\n")
    assert desk.dlq("redrive", "--topic", POLICE) == "re-driven 0\n"
    assert len(records(POLICE)) == 11


def it_is_published_as_it_was(sent):
    again = [m for m in records(POLICE) if OURS + "letter" in dict(m.headers())]
    assert len(again) == len(sent)
    for i, (m, (key, value, headers)) in enumerate(zip(again, sent)):
        assert (m.partition(), m.key(), m.value()) == (PART, key, value)
        link = [(OURS + "link", v) if n == "traceparent" else (n, v) for n, v in headers]
        assert m.headers() == [*link, (OURS + "redrive_count", b"1"),
                               (OURS + "letter", f"{POLICE}/{PART}/{i}".encode())], m.headers()


def its_people_have_their_facts(desk):
    until(lambda: desk.facts()["police"]["facts"] == 6)
    assert len(desk.list("--topic", POLICE, "--state", "redriven")) == 5


def who_asks_for_it_publishes_again(desk):
    """Also what will be refused again: that makes a letter of its own, which counts the times."""
    name = f"{POLICE}/{PART}/0"
    assert desk.dlq("redrive", "--letter", name, "--state", "redriven") == "re-driven 1\n"
    until(lambda: desk.facts()["police"]["duplicates"] == 1)
    assert desk.dlq("redrive", "--reason", "framing").startswith("re-driven 0\n")
    assert desk.dlq("redrive", "--reason", "framing", "--anyway").startswith("re-driven 1\n")
    lines = until(lambda: len(desk.list("--reason", "framing")) == 2 and desk.list("--reason", "framing"))
    assert lines[0].endswith("framing framing 0 redriven") and lines[1].endswith("framing framing 1 open")
    assert desk.dlq("redrive", "--reason", "framing", "--anyway").startswith("re-driven 1\n")
    until(lambda: any(line.endswith("framing 2 open") for line in desk.list("--reason", "framing")))


def what_needs_nothing_more_is_dropped_with_a_reason(desk):
    because = ("--because", "the agency sent them by another way")
    assert desk.dlq("drop", "--dry-run", *because) == "would drop 2\n"
    assert desk.dlq("drop", *because) == "dropped 2\n"
    assert desk.dlq("drop", *because) == "dropped 0\n"
    assert desk.list("--state", "open") == [] and len(desk.list("--state", "dropped")) == 2
    assert desk.dlq("redrive", "--anyway") == "re-driven 0\n"
    note = [n for n in desk.notes() if b"dlq.drop" in n][-1]
    assert all(w in note for w in (b"op-7", because[1].encode(), b"hub.decisions.v1/0/")), note
    assert NUMBER.encode() not in b"".join(desk.notes())


def door_start(desk, folder):
    return subprocess.Popen([INTAKE, "--brokers", BROKERS, "--secrets", desk.secrets, "--member",
                             "one"], stderr=open(folder / "door.log", "w"))


def tell(desk, folder):
    run("secrets", "init", desk.secrets)
    run("topics", "create", "--brokers", BROKERS, "--partitions", 2)
    run("hub", "open", "--brokers", BROKERS)
    door = door_start(desk, folder)
    try:
        until(lambda: desk.facts()["hub"]["moments"])
        run("review", "--brokers", BROKERS, "--pid", "0" * 26, "--verdict", "uphold", "--reviewer",
            "r-1")
        sent = publish(folder)
        until(lambda: len(desk.list()) == 7)
        a_dry_run_publishes_nothing(desk)  # first, while they are still ahead of the clock
        the_list_says_where_and_why_and_nothing_of_anybody(desk)
        who_opens_a_letter_holds_the_secret_and_is_noted(desk, sent)
        what_passes_now_is_published_once_though_somebody_stops_it(desk)
        it_is_published_as_it_was(sent)
        its_people_have_their_facts(desk)
        who_asks_for_it_publishes_again(desk)
        what_needs_nothing_more_is_dropped_with_a_reason(desk)
    except BaseException:
        print((folder / "door.log").read_text()[-2000:], file=sys.stderr)
        raise
    finally:
        door.kill()
        door.wait()


def main():
    with tempfile.TemporaryDirectory(prefix="coastline-dlq-") as name:
        folder = Path(name)
        tell(Desk(folder), folder)
        print("PASSED")


if __name__ == "__main__":
    main()
