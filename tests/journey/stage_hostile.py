"""Bytes that no agency would send: records cut and flipped at every place, and random ones. Each is
one dead letter or a valid event; nothing falls, and nothing grows."""

import random

import foreign
import stage_walk
from hub import AGENCIES
from province import memory_mib

RANDOM_MAX = 400  # bytes
MEMORY_MIB = 1
ROUNDS = 5  # what leaks grows in every one; what only warms up has levelled by the last
CHUNK = 20000


def mutants(record):
    """The record cut at every byte and with every bit flipped."""
    for n in range(len(record)):
        yield record[:n]
    for i in range(8 * len(record)):
        flipped = bytearray(record)
        flipped[i // 8] ^= 1 << i % 8
        yield bytes(flipped)


def noise(count, seed):
    """Random bytes: a third as they come, a third framed, a third with a true fingerprint."""
    r = random.Random(seed)
    for i in range(count):
        body = r.randbytes(r.randrange(RANDOM_MAX))
        yield body if i % 3 == 0 else b"\xc3\x01" + body


def send_all(journey, publisher, topic, records, ms):
    sent = 0
    for record in records:
        publisher.send(topic, record, ms, partition=sent % journey.hub.partitions)
        sent += 1
        if sent % CHUNK == 0:
            publisher.flush()
    publisher.flush()
    return sent


def memory(hub):
    return {s: memory_mib(p.pid) for s, p in hub.processes.items() if s in hub.services()}


def grown(journey, publisher, ms):
    """Sends rounds of noise until one leaves every service as large as it was; returns how many were
    sent and who still grew in the last."""
    hub = journey.hub
    after, sent = memory(hub), 0
    for k in range(ROUNDS):
        before = after
        sent += send_all(journey, publisher, "hr.events.v1",
                         noise(journey.random, journey.seed + k), ms)
        hub.wait_at_rest(stage_walk.REST_SECONDS)
        after = memory(hub)
        larger = [f"{s} from {before[s]:.1f} to {after[s]:.1f} MiB" for s in before
                  if after[s] - before[s] > MEMORY_MIB]
        if k and not larger:
            break
    return sent, larger


def play(journey):
    hub = journey.hub
    # nothing of the ones before us is left half read
    started = {s: hub.processes[s].pid for s in hub.services()}
    ms = foreign.instant_us(journey.reference["tally"]["last_tick"]) // 1000 + 120000
    publisher = foreign.Publisher(hub)
    sent = 0
    for agency in AGENCIES:
        topic = f"{agency}.events.v1"
        for record in foreign.values(hub, topic, journey.flipped):
            sent += send_all(journey, publisher, topic, mutants(record), ms)
    hub.wait_at_rest(stage_walk.REST_SECONDS)
    noisy, larger = grown(journey, publisher, ms)
    sent += noisy
    tally = journey.province.tally()
    journey.check(f"each of {sent:,} hostile records is one dead letter or one event",
                  [f"{name}: {s['open']} of neither, {s['both']} of both"
                   for name, s in tally["sources"].items() if s["open"] or s["both"]]
                  + ([f"{tally['strays']} letters of nowhere"] if tally["strays"] else []))
    journey.check("nothing fell", [s for s, pid in started.items() if hub.processes[s].pid != pid
                                   or hub.processes[s].poll() is not None])
    journey.check(f"nothing grew by {MEMORY_MIB} MiB over the last {journey.random:,}",
                  larger)
