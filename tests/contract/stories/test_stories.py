"""See test_stories. The stories are played by tell_stories and judged by tests/stories/story, so that
what is expected stands in the story files and nowhere else."""

import hmac
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import books
from hub import ROOT, SERVICES, Hub, Trouble
from province import Province

STORIES = ("W01", "W02", "W03", "W06", "W08", "W12", "W25")
ROLES = ("town", "police", "health", "hr", "civil", "justice", "county_office", "province_office")
SECONDS = 60
# What a story calls an unknown type is on the wire a schema of an unknown fingerprint.
ON_THE_WIRE = {"fingerprint": "type"}
SAME = ("from", "to", "class", "since", "score", "by", "need", "urgent", "lead", "reason")


def receiver():
    """The demonstration receiver's own arithmetic of names."""
    loader = SourceFileLoader("receiver", str(ROOT / "ops/receiver"))
    module = module_from_spec(spec_from_loader("receiver", loader))
    loader.exec_module(module)
    return module


def subscriptions(path, port):
    """One for each role that a story names, for everything it may hear."""
    lines = ["subscriptions:"]
    for role in ROLES:
        name = role.replace("_", "-")
        lines += [f"  - name: {name}", f"    partner: Everybody who is {role}",
                  f"    url: http://127.0.0.1:{port}/{name}", f"    role: {role}",
                  "    purpose: care", "    private_network: true"]
    path.write_text("\n".join(lines) + "\n")


class Person:
    def __init__(self, story, who, pid, document, until):
        self.story, self.who, self.pid, self.document, self.until = story, who, pid, document, until

    def own(self, line):
        """A line of the hub in the words of the story."""
        return line.replace(self.pid, self.who).replace(f'"{self.story}.', '"')


class Stage:
    """A hub, and the stories that it lives through."""

    def __init__(self, hub, province):
        self.hub, self.province = hub, province
        self.paths = {s: next((ROOT / "tests/stories").glob(f"{s}_*.story")) for s in STORIES}
        self.people, self.told, self.looked = {}, [], (None, "")
        for story in STORIES:
            self.folder(story).mkdir()

    def folder(self, story):
        return self.hub.run / story

    # --- what tell_stories asks for ---

    def rest(self, records):
        """Waits until so many records have gone the whole way."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if self.hub.fallen():
                raise Trouble(self.hub.fallen())
            door = self.hub.metrics("intake")
            if (sum(door.get("events", {}).values()) == records
                    and not sum(door.get("unsettled", {"": 1}).values())
                    and self.hub.is_at_rest()):
                return
            time.sleep(0.1)
        raise Trouble(f"not at rest after {SECONDS} s ({self.hub.what_waits()})")

    def look(self, story, at, records):
        """Notes how the person's file stands in Redis."""
        if self.looked[0] != (at, records):
            self.rest(int(records))
            self.looked = (at, records), self.hub.cli("state", "--redis", self.hub.redis)
        who = self.people[story]
        lines = [who.own(line) for line in self.looked[1].splitlines() if who.pid in line]
        (self.folder(story) / f"state-{at}").write_text("".join(f"{line}\n" for line in lines))

    def review(self, _story, pid, at, task, verdict, reviewer):
        self.hub.cli("review", "--brokers", self.hub.brokers, "--clock", "topics", "--pid", pid,
                     "--at", at, "--task", task, "--verdict", verdict, "--reviewer", reviewer)

    def play(self):
        command = [self.hub.build / "tests/contract/tell_stories", self.hub.brokers,
                   self.hub.secrets, ROOT / "schemas/accepted/police_checkin_app_1_1.avsc",
                   *self.paths.values()]
        with subprocess.Popen(command, text=True, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as teller:
            for line in teller.stdout:
                what, *words = line.split()
                if what == "person":
                    self.people[words[0]] = Person(*words)
                elif what == "told":
                    self.told.append(words)
                else:
                    {"?look": self.look, "?review": self.review}[what](*words)
                    print("done", file=teller.stdin, flush=True)
        assert teller.returncode == 0, "tell_stories failed: its words are above"

    # --- what was heard ---

    def letters(self):
        """{(topic, partition, offset): reason} of what was refused."""
        raw = subprocess.run(["kcat", "-b", self.hub.brokers, "-C", "-e", "-q", "-t",
                              "hub.dead-letters.v1", "-f", "%k %h\n"], stdout=subprocess.PIPE).stdout
        found = re.findall(rb"([a-z]+)\.events\.v1/(\d+)/(\d+) .*?coastline\.dlq\.error=([^,]*)",
                           raw, re.S)
        return {(a.decode(), p.decode(), o.decode()): r.decode() for a, p, o, r in found}

    def at_the_door(self):
        """What the door alone says, which is in no log (fold.md R43): its letters and its count."""
        letters, said = self.letters(), []
        dropped = self.hub.metrics("intake").get("fields_dropped", {})
        for story, event, at, agency, partition, offset, n in self.told:
            base = {"at": at, "pid": self.people[story].pid, "event": event, "source": agency}
            reason = letters.pop((agency, partition, offset), None)
            if reason:
                said.append({**base, "signal": "quarantined",
                             "reason": ON_THE_WIRE.get(reason, reason)})
            if int(n):
                assert dropped.get(agency) == int(n), f"fields dropped: {dropped}"
                said.append({**base, "signal": "fields.dropped", "count": int(n)})
        assert not letters, f"refused, and by no story: {letters}"
        return said


def as_one(words):
    """The corrections of one moment as one: online each fact is a step of its own (design.md 3), so
    what a late batch corrects at once is told in several words within its second."""
    kept = []
    for word in words:
        same = [w for w in kept if all(w.get(k) == word[k] for k in ("pid", "at", "signal"))]
        if word["signal"] != "grade.corrected" or not same:
            kept.append(word)
            continue
        first = same[0]
        assert first["to"] == word["from"], "corrections do not follow one another"
        kept[kept.index(first)] = {
            **word, "from": first["from"],
            **{key: first[key] + [x for x in word[key] if x not in first[key]]
               for key in ("recipients", "notices", "supersedes")}}
    return kept


def judge(stage, words):
    """Each story's own judge, on what the hub said of its person and what Redis showed."""
    wrong = []
    for story, path in stage.paths.items():
        who = stage.people[story]
        own = [w for w in words if w["pid"] == who.pid and w["at"] <= who.until]
        lines = [who.own(json.dumps(w, ensure_ascii=False)) for w in as_one(own)]
        (stage.folder(story) / "words").write_text("".join(f"{line}\n" for line in lines))
        judged = subprocess.run([stage.hub.build / "tests/stories/story", "--heard",
                                 stage.folder(story), path])
        wrong += [story] if judged.returncode else []
    assert not wrong, f"not as told: {', '.join(wrong)}"


def named(stage):
    """{(subscription, alias): pid}: a partner computes the aliases of people it knows."""
    own = receiver()
    token_key = (stage.hub.secrets / "token.key").read_bytes()
    found = {}
    for role in ROLES:
        name = role.replace("_", "-")
        key = bytes.fromhex((stage.hub.given / f"{name}.alias").read_text().split()[0])
        for who in stage.people.values():
            token = own.mac(token_key, who.document.encode())
            found[name, own.base32(own.mac(key, token)[:16])] = who.pid
    return found


def heard(stage, words):
    """Every word came to each of those it was for, saying the same of the same person; nothing else
    came to anybody."""
    people, due, came = named(stage), {}, Counter()
    for word in words:
        for role in word.get("recipients", []) + word.get("notices", []):
            assert role in ROLES, f"nobody stands for {role}"
            kind = "plan.changed" if role in word.get("notices", []) else word["signal"]
            key = role.replace("_", "-"), word["pid"], word["at"], kind
            due.setdefault(key, []).append(word)
    for line in stage.province.webhooks():
        body = json.loads(line["body"])
        assert line["verified"], f"a signature of {line['subscription']} does not verify"
        pid = people.get((line["subscription"], body["subject"]))
        key = (line["subscription"], pid, body["data"]["at"],
               line["type"].removeprefix("cn.coastline."))
        fits = [w for w in due.get(key, [])
                if all(body["data"][k] == w[k] for k in SAME if k in body["data"] and k in w)]
        assert fits, f"nobody said {key}: {body['data']}"
        came[key] += not line["repeat"]
    missing = {key: len(said) - came[key] for key, said in due.items() if len(said) != came[key]}
    assert not missing, f"due and not heard: {missing}"
    return sum(came.values())


def main():
    run = os.environ["COASTLINE_RUN"]
    redis = int(os.environ["COASTLINE_KAFKA_PORT"]) + 2
    os.environ["COASTLINE_REDIS_PORT"] = str(redis)
    hub = Hub(run, port=redis + 2, partitions=2, clock="topics")
    hub.build = Path(sys.argv[1])
    province = Province(hub)
    province.subscriptions = hub.run / "subscriptions.yaml"
    subscriptions(province.subscriptions, province.receiver_port)
    try:
        hub.servers_start(empty=False)
        hub.prepare(province.subscriptions, province.receiver_port)
        for service in SERVICES:
            hub.start(service)
        province.receiver_start()
        hub.wait_ready(SERVICES)
        stage = Stage(hub, province)
        stage.play()
        province.log_export()
        said = [json.loads(line) for line in hub.cli("log", "changes", *hub.keys()).splitlines()]
        door = stage.at_the_door()
        judge(stage, said + door)
        print(f"{heard(stage, said)} webhooks are what the stories say")
        received = [w for w in province.webhooks() if not w["repeat"]]
        wrong = books.received_against_due(received, *books.due(province))
        assert not wrong, wrong
    except Trouble as e:
        raise AssertionError(str(e)) from e
    finally:
        hub.end_all()
        hub.ops("redis", "wipe")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main()
