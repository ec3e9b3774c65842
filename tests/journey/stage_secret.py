"""A document number must end at the door. One is planted as subject, in texts, as a key, in a header
and in records that are refused; it and the numbers of all people of the province are then searched
where they must not be: hub topics, Redis and its file, logs, metrics, argv, webhooks."""

import base64
import os
import subprocess
from collections import Counter
from pathlib import Path

import foreign
import stage_walk
from books import Redis

PLANTED = "460105189202290064"  # invented: born 1892-02-29
BIRTH = PLANTED[6:14]
PLANTED_WRONG = 8
HUB_TOPICS = ("facts", "changes", "files", "identities", "dead-letters", "subscriptions",
              "deliveries", "attempts", "audit", "door", "decisions")


def forms(text):
    """A text as it might stand somewhere: plain, UTF-16, hexadecimal, and base64 at each of the three
    places it can have in a group."""
    raw = text.encode()
    found = {raw, text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode(),
             raw.hex().upper().encode()}
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw)
        # characters that neighbours share are left out
        found.add(coded[(before * 8 + 5) // 6:len(raw) * 8 // 6])
    return found


def plant(journey):
    hub, us = journey.hub, foreign.instant_us(journey.reference["tally"]["last_tick"])
    publisher = foreign.Publisher(hub)
    police, ms = "police.events.v1", us // 1000 + 60000

    def event(name, event_id, doc_no, more=None, **fields):
        return publisher.record(name, {
            "envelope": foreign.envelope(event_id, doc_no, us, **(more or {})), **fields})

    days = (us // 1000000 + 8 * 3600) // 86400
    order = event("police.OrderCommunityDetox", "planted-1", PLANTED, order="planted-order",
                  served=days, town="460108004")
    publisher.send(police, order, ms, key=PLANTED, headers=[("x-subject", PLANTED.encode())])
    publisher.send(police, event("police.ExecutionReported", "planted-2", PLANTED,
                                 order="planted-order", town="460108004"), ms + 1)
    # in texts, where no number of a document may stand
    for more, station in (({"actor": PLANTED}, "s"), ({}, PLANTED), ({}, f"站{PLANTED}号")):
        publisher.send(police, event("police.StationActivity", f"planted-{len(station)}", PLANTED,
                                     more, station=station, kind="talk"), ms + 2)
    # a header that disagrees, a wrong check digit, no framing, and bytes after the end
    publisher.send(police, order, ms + 3, key=PLANTED, headers=[("ce_id", PLANTED.encode())])
    publisher.send(police, event("police.StationActivity", "planted-4", PLANTED[:-1] + "5",
                                 station="s", kind="talk"), ms + 4)
    publisher.send(police, b'{"doc_no":"' + PLANTED.encode() + b'"}', ms + 5)
    publisher.send(police, order + PLANTED.encode(), ms + 6)
    publisher.send("health.events.v1", order, ms + 7, key=PLANTED)  # on a topic it does not belong
    publisher.flush()


def search(journey, name, data, needles, found):
    for number, spelled in needles.items():
        if any(form in data for form in spelled):
            found.append(f"{name} holds {'the planted number' if number == PLANTED else 'its birth' if number == BIRTH else 'the number of somebody'}")
            return


def redis_everything(redis):
    """Every key and value that Redis holds."""
    parts = []
    with Redis(redis) as r:
        for key in r.keys("*"):
            kind = r.ask("TYPE", key)
            ask = {b"string": ("GET", key), b"hash": ("HGETALL", key), b"set": ("SMEMBERS", key),
                   b"zset": ("ZRANGE", key, 0, -1), b"list": ("LRANGE", key, 0, -1),
                   b"stream": ("XRANGE", key, "-", "+")}[kind]
            parts += [key, repr(r.ask(*ask)).encode()]
    return b"\n".join(parts)


def argv(hub):
    return b"\n".join(Path(f"/proc/{p.pid}/cmdline").read_bytes()
                      for p in hub.processes.values() if p.poll() is None)


def places(journey):
    """(name, bytes) of everything that is searched."""
    hub = journey.hub
    for noun in HUB_TOPICS:
        yield f"hub.{noun}", foreign.consume(hub, f"hub.{noun}.v1")
    yield "Redis", redis_everything(hub.redis)
    for path in sorted((hub.run / "redis").rglob("*.aof*")):
        if path.is_file():
            yield f"Redis' {path.name}", path.read_bytes()
    for path in sorted((hub.run / "logs").glob("*.log")):
        yield path.name, path.read_bytes()
    for service in hub.services():
        yield f"metrics of {service}", repr(hub.metrics(service)).encode()
    yield "argv", argv(hub)
    yield "webhooks", hub.run.joinpath("received.jsonl").read_bytes()
    yield "the exported log", hub.run.joinpath("log.jsonl").read_bytes()


def play(journey):
    hub = journey.hub
    before = len(journey.province.webhooks())
    plant(journey)
    hub.wait_at_rest(stage_walk.REST_SECONDS)
    journey.province.log_export()
    tally = journey.province.tally()
    refused = Counter(tally["reasons"]) - Counter(journey.reference["tally"]["reasons"])
    journey.check("what was planted wrong was refused, all of it",
                  [] if sum(refused.values()) == PLANTED_WRONG else [f"refused: {dict(refused)}"])
    journey.check("what was planted right reached a partner",
                  len(journey.province.webhooks()) > before)
    roster = [line.partition(":")[2] for line in
              journey.province.roster.read_text().split() if ":" in line]
    needles = {n: forms(n) for n in [PLANTED, *roster]}
    needles[BIRTH] = {BIRTH.encode(), BIRTH.encode("utf-16-le")}
    found, searched = [], 0
    for name, data in places(journey):
        searched += len(data)
        search(journey, name, data, needles, found)
    # a search that finds nothing must be able to find: the agency's own topic does hold it
    own = []
    search(journey, "", foreign.consume(hub, "police.events.v1"), needles, own)
    journey.check("the search finds a number where it is", bool(own))
    journey.check(f"{len(roster) + 1} document numbers are nowhere in {searched:,} bytes", found)
    dumped = [p for p in Path(os.getcwd()).glob("core*") if p.is_file()]
    journey.check("no core was dumped", [str(p) for p in dumped])
    limits = [subprocess.run(["grep", "Max core file size", f"/proc/{p.pid}/limits"],
                             stdout=subprocess.PIPE, text=True).stdout.split()[4:5]
              for name, p in hub.processes.items() if name in hub.services()]
    journey.check("no service can dump one", all(limit == ["0"] for limit in limits))
