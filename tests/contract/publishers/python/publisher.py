#!/usr/bin/env python3
"""Events of police, human resources and civil affairs, as programmers of those agencies would send
them: fastavro for the bytes, confluent-kafka for the way, schemas copied by hand.

  publisher.py --brokers HOST:PORT --document DOC_TYPE:DOC_NO

Prints one line an event that Kafka has taken: topic, event id.
"""

import argparse
import io
import json
import sys
import time
import uuid
from pathlib import Path

import fastavro
from confluent_kafka import Producer
from fastavro.schema import fingerprint, to_parsing_canonical_form

SCHEMAS = Path(__file__).parent / "schemas"
TODAY = int(time.time() + 8 * 3600) // 86400  # a local day, counted from 1970-01-01


class Kind:
    """One event type: its schema with the envelope inside, and the ten bytes that name it."""

    def __init__(self, name):
        schema = json.loads((SCHEMAS / f"{name}.avsc").read_text())
        schema["fields"][0]["type"] = json.loads((SCHEMAS / "envelope.avsc").read_text())
        crc = fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO")
        self.frame = b"\xc3\x01" + bytes.fromhex(crc)
        self.schema = fastavro.parse_schema(schema)
        self.topic = f"{name.partition('.')[0]}.events.v1"

    def bytes_of(self, event):
        out = io.BytesIO(self.frame)
        out.seek(0, io.SEEK_END)
        fastavro.schemaless_writer(out, self.schema, event)
        return out.getvalue()


def envelope(document, **more):
    doc_type, _, number = document.partition(":")
    now = time.time_ns() // 1000
    return {"id": str(uuid.uuid4()), "subject": {"doc_type": doc_type, "doc_no": number},
            "event_time": now, "recorded_at": now, "legal_basis": "statute", **more}


def events(document):
    """What happened today: found, tested clean, employed, in dispute; children alone, helped."""
    yield "police.person.registered", {
        "envelope": envelope(document, actor="民警-0417"), "kind": "first_found",
        "substance": "etomidate", "addicted": False, "residence": "460108004", "hukou": "460108"}
    yield "police.test.recorded", {
        "envelope": envelope(document, region="460108"), "test": "py-0001", "sample": "saliva",
        "stage": "onsite", "result": "negative", "analytes": [], "sampled": TODAY,
        "via": "station"}
    yield "hr.employment.started", {
        "envelope": envelope(document), "job": "j-77", "workplace": "460108", "kind": "flexible"}
    yield "hr.dispute.filed", {"envelope": envelope(document), "kind": "discrimination"}
    yield "civil.child.guardian_gap", {
        "envelope": envelope(document, town="460108004"), "children": 2, "since": TODAY - 1}
    yield "civil.aid.recorded", {
        "envelope": envelope(document), "category": "minor_child_care", "receiver": "family",
        "aid": "帮扶-2026-0001"}


def publish(brokers, document):
    failures = []
    producer = Producer({"bootstrap.servers": brokers, "enable.idempotence": True, "acks": "all"})
    for name, event in events(document):
        kind, event_id = Kind(name), event["envelope"]["id"]

        def report(error, message, event_id=event_id):
            if error:
                failures.append(str(error))
            else:
                print(message.topic(), event_id)

        producer.produce(kind.topic, key="case-0001", value=kind.bytes_of(event),
                         on_delivery=report)
    producer.flush(30)
    return failures or (["not everything was sent"] if len(producer) else [])


def main():
    p = argparse.ArgumentParser(allow_abbrev=False)
    p.add_argument("--brokers", required=True)
    p.add_argument("--document", required=True)
    asked = p.parse_args()
    failures = publish(asked.brokers, asked.document)
    for words in failures:
        print(f"publisher.py: {words}", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
