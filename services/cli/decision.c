/* A decision is dated as the hub counts time: by the clock on the wall, or by what has arrived. */
#include "decision.h"

#include <stdio.h>
#include <stdlib.h>

#include "audit.h"
#include "baked/hub.h"
#include "bus/reader.h"
#include "bus/writer.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "domain/admit.h"
#include "runtime/topology.h"
#include "vault/secrets.h"

enum {
    POLLS = 300,
    POLL_MS = 100,
    ARENA_MAX = 2 * 1024 * 1024,
    WAIT_MS = 30000,
    VALUE_MAX = 512 * 1024
};

/* --- the hub's latest arrival --- */

/* Of a record of hub.facts; 0 if it has none (the name of the log). */
static enum rc arrival_of(const struct record *r, struct arena *a, instant *ret, struct why *why)
{
    struct frame frame;
    enum rc rc = frame_read(r->value, &frame, why);
    union {
        struct hub_sealed_fact fact;
        struct hub_tick tick;
        struct hub_moment moment;
    } u;
    *ret = (instant){ 0 };
    if (rc != RC_OK) return rc;
    if (frame.fingerprint == hub_sealed_fact_row.fingerprint) {
        rc = record_read(&hub_sealed_fact_row, frame.body, a, &u.fact, why);
        if (rc == RC_OK) *ret = u.fact.arrival;
    } else if (frame.fingerprint == hub_tick_row.fingerprint) {
        rc = record_read(&hub_tick_row, frame.body, a, &u.tick, why);
        if (rc == RC_OK) *ret = u.tick.at;
    } else if (frame.fingerprint == hub_moment_row.fingerprint) {
        rc = record_read(&hub_moment_row, frame.body, a, &u.moment, why);
        if (rc == RC_OK) *ret = u.moment.arrival;
    }
    return rc;
}

/* The last record of one partition. */
static enum rc last_read(
    struct reader *r, int32_t partition, struct arena *a, instant *latest, struct why *why)
{
    struct bus_span log;
    struct news news;
    enum rc rc = reader_span(r, TOPIC_FACTS, partition, &log, why);
    if (rc == RC_OK && log.high == log.low) return RC_OK;
    if (rc == RC_OK) rc = reader_begin(r, TOPIC_FACTS, partition, log.high - 1, why);
    for (int i = 0; rc == RC_OK && i < POLLS; i++) {
        instant arrival;
        rc = reader_poll(r, POLL_MS, &news, why);
        if (rc == RC_AGAIN)
            rc = RC_OK;
        else if (rc == RC_OK && news.kind == NEWS_RECORD && news.record.partition == partition) {
            arena_reset(a);
            rc = arrival_of(&news.record, a, &arrival, why);
            if (rc == RC_OK) *latest = later_of(*latest, arrival);
            return rc == RC_OK ? reader_end(r, TOPIC_FACTS, partition, why) : rc;
        }
    }
    return rc == RC_OK ? why_set(why, RC_AGAIN, "the brokers do not answer") : rc;
}

static enum rc latest_arrival(const char *brokers, instant *ret, struct why *why)
{
    CLEANUP(reader_closep) struct reader *r = NULL;
    CLEANUP(arena_freep) struct arena *a = arena_new(ARENA_MAX);
    struct reader_conf conf = {
        .brokers = brokers, .client = "coastline-decision", .queue_kib = 2048
    };
    int32_t partitions = 0;
    instant latest = { 0 };
    if (!a) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = reader_open(&r, &conf, why);
    if (rc == RC_OK) rc = reader_partitions(r, TOPIC_FACTS, &partitions, why);
    for (int32_t p = 0; rc == RC_OK && p < partitions; p++) rc = last_read(r, p, a, &latest, why);
    if (rc == RC_OK && latest.us == 0)
        rc = why_set(why, RC_REFUSED, "nothing has arrived in the hub yet: say --at TIME");
    if (rc == RC_OK) *ret = latest;
    return rc;
}

/* --- dating and naming --- */

static enum rc date_decision(const struct decision_conf *conf, instant *ret, struct why *why)
{
    if (conf->at[0]) {
        if (instant_parse(slice_str(conf->at), ret)) return RC_OK;
        return why_set(why, RC_REFUSED, "--at is a time such as 2026-01-31T08:30:00+08:00");
    }
    if (conf->clock == DECISION_CLOCK_TOPICS) return latest_arrival(conf->brokers, ret, why);
    return clock_now(ret, why);
}

/* UUIDv7 (RFC 9562): 48 bits of milliseconds, the rest random. */
static struct text uuid_new(instant at)
{
    uint8_t b[16];
    struct text t = { "" };
    vault_random(b, sizeof b);
    for (int i = 0; i < 6; i++) b[i] = (uint8_t)(at.us / 1000 >> (40 - 8 * i));
    b[6] = (uint8_t)(0x70 | (b[6] & 0x0f));
    b[8] = (uint8_t)(0x80 | (b[8] & 0x3f));
    char *to = t.at;
    for (size_t i = 0; i < sizeof b; i++, to += 2) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *to++ = '-';
        snprintf(to, 3, "%02x", b[i]);
    }
    return t;
}

/* --- sending --- */

static enum rc sender_open(
    struct writer **ret, const struct decision_conf *conf, int topics[2], struct why *why)
{
    CLEANUP(writer_closep) struct writer *w = NULL;
    struct writer_conf writer = { .brokers = conf->brokers, .client = "coastline-decision" };
    int32_t partitions = 0;
    enum rc rc = writer_open(&w, &writer, why);
    if (rc == RC_OK) rc = writer_topic(w, TOPIC_DECISIONS, &topics[0], why);
    if (rc == RC_OK) rc = writer_topic(w, TOPIC_AUDIT, &topics[1], why);
    if (rc == RC_OK) rc = writer_partitions(w, topics[0], &partitions, why);
    if (rc == RC_OK) *ret = TAKE(w);
    return rc;
}

static enum rc bytes_send(
    struct writer *w, int topic, const struct buffer *value, instant stamp, struct why *why)
{
    if (!buffer_whole(value)) return why_set(why, RC_BROKEN, "out of memory");
    struct outgoing out = { .topic = topic, .value = buffer_slice(value), .stamp = stamp };
    enum rc rc = writer_send(w, &out, why);
    return rc == RC_OK ? writer_settle(w, WAIT_MS, why) : rc;
}

/* What the door would refuse is not sent. */
static enum rc door_admits(struct event *event, struct why *why)
{
    struct text reason = { "" };
    struct fact *f = &event->fact;
    f->type_name = slice_str(event_rows[f->type].name);
    f->arrival = f->stamp = f->event_time;
    const struct candidate c = { .fact = f, .nameless = !f->pid.at };
    if (admit(&c, &reason)) return RC_OK;
    return why_set(
        why, RC_REFUSED, "the hub would refuse this: %s is not as it must be", reason.at);
}

enum rc decision_send(
    const struct decision_conf *conf, struct event *event, struct text *ret_id, struct why *why)
{
    CLEANUP(writer_closep) struct writer *w = NULL;
    instant at = { 0 };
    int topics[2] = { 0 };
    struct buffer value = buffer_new(VALUE_MAX);
    enum rc rc = date_decision(conf, &at, why);
    if (rc != RC_OK) return rc;
    struct text id = uuid_new(at);
    event->fact.id = slice_text(&id);
    event->fact.source = SOURCE_HUB;
    event->fact.version = 1;
    event->fact.event_time = event->fact.recorded_at = at;
    rc = door_admits(event, why);
    if (rc == RC_OK) rc = event_write(event, &value, why);
    if (rc == RC_OK) rc = sender_open(&w, conf, topics, why);
    const struct hub_audit note = { .who = slice_str(conf->who ? conf->who : ""),
        .what = slice_str(event_rows[event->fact.type].name),
        .pid = event->fact.pid,
        .note = conf->note ? slice_str(conf->note) : (struct slice){ NULL, 0 } };
    if (rc == RC_OK && conf->who) rc = audit_send(w, topics[1], &note, why);
    instant stamp = conf->clock == DECISION_CLOCK_TOPICS ? at : (instant){ 0 };
    if (rc == RC_OK) rc = bytes_send(w, topics[0], &value, stamp, why);
    buffer_deinit(&value);
    event->fact.id = (struct slice){ NULL, 0 };
    if (rc == RC_OK) *ret_id = id;
    return rc;
}
