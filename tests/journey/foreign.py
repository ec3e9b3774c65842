"""Records as somebody else's programs make them: fastavro encodes by the schema files, librdkafka's
Python client publishes, with stamps, keys and headers as we please."""

import calendar
import io
import json
import struct
import subprocess
import time

import fastavro
from confluent_kafka import Producer


class Publisher:
    def __init__(self, hub):
        self.hub = hub
        self.producer = Producer({"bootstrap.servers": hub.brokers, "enable.idempotence": True,
                                  "linger.ms": 5, "queue.buffering.max.messages": 1000000})
        self.schemas = {}

    def _schema(self, name):
        if name not in self.schemas:
            text = (self.hub.build / "schemas" / f"coastline.{name}.avsc").read_text()
            form = fastavro.schema.to_parsing_canonical_form(json.loads(text))
            print_of = fastavro.schema.fingerprint(form, "CRC-64-AVRO")
            self.schemas[name] = (fastavro.parse_schema(json.loads(text)), bytes.fromhex(print_of))
        return self.schemas[name]

    def record(self, name, event):
        """Single-object encoding of an event of schema coastline.NAME."""
        schema, fingerprint = self._schema(name)
        body = io.BytesIO()
        fastavro.schemaless_writer(body, schema, event)
        # fastavro gives the fingerprint as it stands on the wire: little-endian
        return b"\xc3\x01" + fingerprint + body.getvalue()

    def send(self, topic, value, stamp_ms, key=None, headers=None, partition=0):
        while True:
            try:
                return self.producer.produce(topic, value=value, key=key, headers=headers,
                                             partition=partition, timestamp=stamp_ms)
            except BufferError:
                self.producer.poll(0.1)

    def flush(self):
        left = self.producer.flush(60)
        if left:
            raise OSError(f"{left} records were not acknowledged")


def envelope(event_id, doc_no, at_us, **more):
    """The envelope of every event; what is not given is absent."""
    subject = {"doc_type": "cn_id", "doc_no": doc_no} if doc_no else None
    return {"id": event_id, "subject": subject, "pid": None, "event_time": at_us,
            "recorded_at": at_us, "version": 1, "region": None, "town": None, "actor": None,
            "supersedes": None, "retracts": None, "legal_basis": "statute", **more}


def instant_us(text):
    """Microseconds of a time as 2026-03-02T08:30:00+08:00."""
    moment, _, _ = text.partition("+")
    whole, _, part = moment.partition(".")
    seconds = calendar.timegm(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) - 8 * 3600
    return seconds * 1000000 + int((part or "0").ljust(6, "0")[:6])


def consume(hub, topic, limit=None):
    """(key, value, headers) of every record of a topic, decompressed, to its present end."""
    command = ["kcat", "-b", hub.brokers, "-C", "-e", "-q", "-t", topic, "-f", "%K%k%R%s%h\n"]
    if limit:
        command += ["-c", str(limit)]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def values(hub, topic, limit):
    """The values of up to `limit` records of a topic."""
    raw = subprocess.run(["kcat", "-b", hub.brokers, "-C", "-e", "-q", "-t", topic, "-c", str(limit),
                          "-f", "%R%s"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    found, at = [], 0
    while at + 4 <= len(raw):
        n = struct.unpack(">i", raw[at:at + 4])[0]
        found.append(raw[at + 4:at + 4 + max(n, 0)])
        at += 4 + max(n, 0)
    return found
