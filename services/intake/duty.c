/* The ports of the hall, tied to Kafka and to the pen; and what people should know of the state of
 * things: alarms and metrics. */
#include "duty.h"

#include <stdlib.h>

#include "bus/feed.h"
#include "bus/topics.h"
#include "filer.h"
#include "roll.h"
#include "runtime/topology.h"

enum { WAIT_MS = 10000, IDLE_MS = 50, HURRY_MS = 5, AHEAD_ALL = 200000 };

#define LOOK_EVERY ((span){ 250000 })

/* In the order of enum event_source: the topic tells the agency. */
static const char *const topics[SOURCES] = { "police" AGENCY_TOPIC_END, "hr" AGENCY_TOPIC_END,
    "civil" AGENCY_TOPIC_END, "health" AGENCY_TOPIC_END, "justice" AGENCY_TOPIC_END,
    TOPIC_DECISIONS };

struct duty {
    struct duty_conf conf;
    struct identities *identities;
    struct roll *roll;
    struct post *post;
    struct filer *filer;
    struct feed *feed;
    struct hall *hall;
    struct bounds bounds;       /* of the log: what was filed before, and since */
    instant now, looked, stamp; /* stamp: of the last record taken */
    struct feed_header raw[LETTER_HEADERS_MAX];
    struct letter_header headers[LETTER_HEADERS_MAX];
};

/* --- the ports of the hall --- */

static enum rc port_take(
    void *self, size_t source, struct hall_record *ret, int64_t *read_to, struct why *why)
{
    struct duty *d = self;
    struct feed_record r;
    enum rc rc = feed_take(d->feed, source, &r, read_to, why);
    if (rc != RC_OK) return rc;
    struct feed_source from = feed_source(d->feed, source);
    if (d->conf.door->clock == GATE_CLOCK_WALL && !r.broker_stamp)
        return why_set(why, RC_BROKEN,
            "%.60s holds records stamped by their writer: set its message.timestamp.type to "
            "LogAppendTime, or say --clock topics",
            topics[from.topic_index]);
    *ret = (struct hall_record){ .original = { .topic = from.topic,
                                     .partition = from.partition,
                                     .offset = r.offset,
                                     .key = r.key,
                                     .value = r.value },
        .stamp = r.stamp };
    d->stamp = r.stamp;
    return RC_OK;
}

/* Headers belong to the record last taken from the source, which is the one in front. */
static struct hall_record dressed(struct duty *d, size_t source, const struct hall_record *record)
{
    struct hall_record r = *record;
    size_t there = feed_headers(d->feed, source, d->raw, COUNT(d->raw));
    r.original.n_headers = MIN(there, COUNT(d->raw));
    for (size_t i = 0; i < r.original.n_headers; i++)
        d->headers[i] = (struct letter_header){ d->raw[i].name, d->raw[i].value };
    r.original.headers = d->headers;
    return r;
}

static enum gate_record port_peek(void *self, size_t source, const struct hall_record *record)
{
    struct duty *d = self;
    struct hall_record r = dressed(d, source, record);
    return filer_peek(d->filer, &r);
}

static enum rc port_file(
    void *self, size_t source, const struct hall_record *record, instant arrival, struct why *why)
{
    struct duty *d = self;
    struct hall_record r = dressed(d, source, record);
    struct filing filing = { .record = &r,
        .source = (enum event_source)feed_source(d->feed, source).topic_index,
        .arrival = arrival,
        .now = d->now,
        .opened = hall_gate(d->hall)->opened,
        .bounds = &d->bounds };
    return filer_file(d->filer, &filing, why);
}

static enum rc port_ends(void *self, int64_t *ends, struct why *why)
{
    struct duty *d = self;
    return feed_ends(d->feed, ends, why);
}

static enum rc port_commit(
    void *self, const int64_t *places, const struct text *beside, struct why *why)
{
    struct duty *d = self;
    enum rc rc = feed_commit(d->feed, places, beside, why);
    if (rc == RC_OK) metric_add(d->conf.world->metrics, METRIC_batches_settled, 1);
    return rc;
}

static enum rc port_tick(void *self, instant tick, struct why *why)
{
    struct duty *d = self;
    return filer_tick(d->filer, tick, why);
}

static enum rc port_settle(void *self, struct why *why)
{
    struct duty *d = self;
    return post_settle(d->post, why);
}

/* --- beginning and end --- */

static enum rc people_read(struct duty *d, struct why *why)
{
    const struct duty_conf *c = &d->conf;
    struct identities_conf identities = { .secrets = c->secrets,
        .partitions = c->log->partitions,
        .people_max = (size_t)c->door->people_max,
        .cached = (size_t)c->door->cached };
    enum rc rc = identities_new(&d->identities, &identities, why);
    if (rc != RC_OK) return rc;
    struct roll_conf roll = { .identities = d->identities,
        .partitions = c->log->partitions,
        .brokers = c->door->common.brokers,
        .ear = c->world->ear };
    return roll_open(&d->roll, &roll, why);
}

static enum rc pen_take(struct duty *d, struct why *why)
{
    struct post_conf post = { .brokers = d->conf.door->common.brokers,
        .identities = d->identities,
        .partitions = d->conf.log->partitions,
        .world = d->conf.world };
    enum rc rc = post_new(&d->post, &post, why);
    if (rc != RC_OK) return rc;
    struct filer_conf filer = { .secrets = d->conf.secrets,
        .identities = d->identities,
        .post = d->post,
        .metrics = d->conf.world->metrics };
    return filer_new(&d->filer, &filer, why);
}

/* With the wall clock the broker's stamps are needed, or any agency could push time forward. */
static enum rc stamps_check(const struct duty *d, struct why *why)
{
    CLEANUP(topics_closep) struct topics *t = NULL;
    if (d->conf.door->clock == GATE_CLOCK_TOPICS) return RC_OK;
    enum rc rc = topics_open(&t, d->conf.door->common.brokers, WAIT_MS, why);
    for (size_t i = 0; rc == RC_OK && i < COUNT(topics); i++) {
        bool brokers = false;
        rc = topics_broker_stamps(t, topics[i], &brokers, why);
        if (rc == RC_OK && !brokers)
            rc = why_set(why, RC_BROKEN,
                "%.60s is stamped by its writers: set its message.timestamp.type to "
                "LogAppendTime, or say --clock topics",
                topics[i]);
    }
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

static enum rc places_take(struct duty *d, struct beside *ret, struct why *why)
{
    struct feed_conf feed = { .brokers = d->conf.door->common.brokers,
        .group = DOOR_PLACES,
        .topics = topics,
        .n_topics = COUNT(topics),
        .wait_ms = WAIT_MS,
        .ear = d->conf.world->ear,
        .ahead = AHEAD_ALL / (SOURCES * d->conf.log->partitions) };
    struct text beside = { "" };
    enum rc rc = feed_open(&d->feed, &feed, why);
    if (rc == RC_OK) rc = feed_beside(d->feed, &beside, why);
    if (rc == RC_OK && beside.at[0] && !beside_parse(slice_text(&beside), ret))
        rc = why_set(why, RC_REFUSED, "what stands beside the places was not written by a door");
    if (rc == RC_OK) rc = logname_check(d->conf.log, slice_text(&ret->log), why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

static void expired_tell(const struct duty *d, size_t source)
{
    struct feed_source s = feed_source(d->feed, source);
    if (s.expired == 0) return;
    metric_add(d->conf.world->metrics, METRIC_expired, s.expired);
    log_alarm("records were deleted before they were read", KV_SLICE("topic", s.topic),
        KV_INT("partition", s.partition), KV_INT("records", s.expired));
}

static enum rc hall_make(
    struct duty *d, struct gate *gate, const struct beside *beside, struct why *why)
{
    const struct hall_ports ports = { d, d->conf.log->name, &d->bounds, port_take, port_ends,
        port_commit, port_peek, port_file, port_tick, port_settle };
    int64_t *places = calloc(gate->n + 1, sizeof *places);
    if (!places) return why_set(why, RC_BROKEN, "out of memory");
    for (size_t i = 0; i < gate->n; i++) {
        gate->sources[i].decides = feed_source(d->feed, i).topic_index == SOURCE_HUB;
        places[i] = feed_source(d->feed, i).place;
        expired_tell(d, i);
    }
    if (beside->tick.us) gate_resume(gate, beside->tick);
    d->bounds = beside->bounds;
    enum rc rc = hall_new(&d->hall, &ports, gate, places, why);
    free(places);
    return rc;
}

static enum rc hall_take(struct duty *d, const struct beside *beside, struct why *why)
{
    CLEANUP(gate_freep) struct gate *gate = NULL;
    enum gate_clock clock = (enum gate_clock)d->conf.door->clock;
    enum rc rc = gate_new(&gate, clock, feed_count(d->feed), why);
    if (rc == RC_OK) rc = hall_make(d, gate, beside, why);
    if (rc == RC_OK) gate = NULL; /* the hall's */
    return rc;
}

enum rc duty_begin(struct duty **ret, const struct duty_conf *conf, struct why *why)
{
    struct beside beside = { .tick = { 0 } };
    CLEANUP(duty_endp) struct duty *d = calloc(1, sizeof *d);
    if (!d) return why_set(why, RC_BROKEN, "out of memory");
    d->conf = *conf;
    enum rc rc = stamps_check(d, why);
    if (rc == RC_OK) rc = people_read(d, why);
    if (rc == RC_OK) rc = pen_take(d, why);
    if (rc == RC_OK) rc = places_take(d, &beside, why);
    if (rc == RC_OK) rc = hall_take(d, &beside, why);
    if (rc != RC_OK) return rc;
    log_fact("on duty", KV_INT("people", identities_count(d->identities)),
        KV_INT("sources", feed_count(d->feed)), KV("log", conf->log->name.at),
        KV_TIME("next_tick", beside.tick));
    *ret = TAKE(d);
    return RC_OK;
}

struct duty *duty_end(struct duty *d)
{
    if (!d) return NULL;
    hall_free(d->hall);
    feed_close(d->feed);
    filer_free(d->filer);
    post_free(d->post);
    roll_close(d->roll);
    identities_free(d->identities);
    free(d);
    return NULL;
}

/* --- what people should know --- */

static void alarms_raise(const struct gate *g, const struct bounds *b)
{
    if (bounds_near(b))
        log_alarm("this log can hold few more rule sets or links: what is beyond is refused",
            KV_INT("rulesets", b->rulesets), KV_INT("linked", b->linked));
    if (g->ahead)
        log_alarm("stamps lie over five minutes ahead of this machine's clock: nothing is filed");
    for (size_t i = 0; i < g->n; i++)
        if (g->sources[i].passed_over)
            log_alarm("a partition cannot be read and was left behind", KV_INT("source", i));
}

/* Places and ends, added up over the partitions of a topic. */
static void progress_show(const struct duty *d, const struct gate *g, struct metrics *m)
{
    int64_t places[SOURCES] = { 0 }, ends[SOURCES] = { 0 };
    for (size_t i = 0; i < g->n; i++) {
        size_t topic = feed_source(d->feed, i).topic_index;
        int64_t place = g->sources[i].next - (g->sources[i].shown ? 1 : 0);
        places[topic] += place;
        ends[topic] += MAX(place, feed_heard_end(d->feed, i));
    }
    for (size_t i = 0; i < SOURCES; i++) {
        metric_set_at(m, METRIC_place, event_source_name((enum event_source)i), places[i]);
        metric_set_at(m, METRIC_end, event_source_name((enum event_source)i), ends[i]);
    }
}

static void show(struct duty *d)
{
    struct metrics *m = d->conf.world->metrics;
    const struct gate *g = hall_gate(d->hall);
    alarms_raise(g, &d->bounds);
    filer_count(d->filer);
    progress_show(d, g, m);
    metric_set(m, METRIC_gate_held, (int64_t)gate_passed_over(g) + g->ahead);
    metric_set(m, METRIC_rulesets, d->bounds.rulesets);
    metric_set(m, METRIC_linked, d->bounds.linked);
    metric_set(m, METRIC_partitions, (int64_t)g->n);
    if (d->stamp.us) metric_set(m, METRIC_stamp_seconds, d->stamp.us / 1000000);
}

/* --- turns --- */

/* What need not be done every turn. */
static enum rc look_around(struct duty *d, struct why *why)
{
    if (!has_passed(d->looked, LOOK_EVERY, d->now)) return RC_OK;
    d->looked = d->now;
    show(d);
    return roll_follow(d->roll, why);
}

enum rc duty_turn(struct duty *d, instant now, struct why *why)
{
    bool busy = false;
    d->now = now;
    enum rc rc = hall_turn(d->hall, now, &busy, why);
    if (rc == RC_OK) rc = post_look(d->post, why);
    if (rc == RC_OK && !busy) rc = post_hurry(d->post, HURRY_MS, why);
    if (rc == RC_OK && !busy) feed_wait(d->feed, IDLE_MS);
    return rc == RC_OK ? look_around(d, why) : rc;
}

enum rc duty_stop(struct duty *d, instant now, struct why *why)
{
    enum rc rc = hall_commit(d->hall, now, why);
    filer_count(d->filer);
    return rc;
}
