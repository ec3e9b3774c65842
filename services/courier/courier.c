/* The hooks. Reading, posting and keeping places share one thread and one wait: a turn passes what
 * was said, sends what is due, settles what came back, and now and then keeps the places up to
 * which everything is delivered or noted. */
#include <stdlib.h>

#include "courier_hooks.h"
#include "due.h"
#include "lanes.h"
#include "notes.h"
#include "partition.h"
#include "post.h"
#include "shelf.h"

enum { OPENED_MAX = 1024 * 1024, TEXT_ROOM = 256 * 1024, ARENA_ROOM = 32 * 1024 * 1024 };
enum { KEEP_MS = 200, LOOK_MS = 100, DRAIN_TURNS = 30, DRAIN_MS = 100 };

/* --- up and down --- */

static void webhook_forget(struct delivery *d) { free(webhook_of(d)); }

void *courier_close(void *self)
{
    struct courier *c = self;
    if (!c) return NULL;
    c->http = http_free(c->http);
    c->schedule = schedule_free(c->schedule, webhook_forget);
    for (size_t i = 0; c->parts && i < PARTS_MAX; i++) {
        places_deinit(&c->parts[i].places);
        finals_deinit(&c->parts[i].finals);
    }
    c->aside = reader_close(c->aside);
    c->writer = writer_close(c->writer);
    c->sealer = sealer_free(c->sealer);
    c->subscriptions = subscriptions_close(c->subscriptions);
    c->keys = keys_close(c->keys);
    c->secrets = secrets_free(c->secrets);
    c->arena = arena_free(c->arena);
    buffer_deinit(&c->opened);
    buffer_deinit(&c->text);
    buffer_deinit(&c->sealed);
    buffer_deinit(&c->record);
    for (size_t i = 0; i < c->n_lanes; i++) free(c->lanes[i].back);
    free(c->lanes);
    free(c->parts);
    free(c->moved);
    free(c);
    return NULL;
}

static enum rc rooms_make(struct courier *c, struct why *why)
{
    c->opened = buffer_new(OPENED_MAX);
    c->text = buffer_new(TEXT_ROOM);
    c->sealed = buffer_new(OPENED_MAX);
    c->record = buffer_new(OPENED_MAX);
    c->arena = arena_new(ARENA_ROOM);
    c->lanes = calloc(SUBSCRIPTIONS_MAX, sizeof *c->lanes);
    c->parts = calloc(PARTS_MAX, sizeof *c->parts);
    c->moved = calloc(PARTS_MAX, sizeof *c->moved);
    bool whole = c->arena && c->lanes && c->parts && c->moved;
    return whole ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

static enum rc vault_open(struct courier *c, struct why *why)
{
    struct common_conf const *common = &c->conf->common;
    unsigned wanted = SECRET_BIT(PERSONS) | SECRET_BIT(WEBHOOKS);
    enum rc rc = secrets_open(&c->secrets, common->secrets, wanted, why);
    struct keys_conf keys = { common->brokers, c->secrets, c->world->ear };
    struct subscriptions_conf subs = { common->brokers, c->secrets, c->world->ear };
    if (rc == RC_OK) rc = sealer_new(&c->sealer, why);
    if (rc == RC_OK) rc = keys_open(&c->keys, &keys, why);
    return rc == RC_OK ? subscriptions_open(&c->subscriptions, &subs, why) : rc;
}

static enum rc bus_open(struct courier *c, struct why *why)
{
    const char *brokers = c->conf->common.brokers;
    struct writer_conf writer = {
        .brokers = brokers, .client = "courier", .linger_ms = 50, .ear = c->world->ear
    };
    enum rc rc = logname_read(brokers, &c->log, why);
    if (rc == RC_OK) rc = writer_open(&c->writer, &writer, why);
    if (rc == RC_OK) rc = writer_topic(c->writer, TOPIC_DELIVERIES, &c->deliveries, why);
    if (rc == RC_OK) rc = writer_topic(c->writer, TOPIC_ATTEMPTS, &c->attempts, why);
    if (rc == RC_OK)
        rc = writer_topic(c->writer, TOPIC_SUBSCRIPTIONS, &c->subscriptions_topic, why);
    return rc == RC_OK ? aside_open(c, why) : rc;
}

static enum rc post_open(struct courier *c, struct why *why)
{
    struct http_conf http = http_conf_default();
    uint64_t seed = 0;
    http.in_flight = (size_t)c->conf->in_flight;
    http.per_host = (size_t)c->conf->per_host;
    http.connect = c->conf->connect;
    http.total = c->conf->timeout;
    vault_random(&seed, sizeof seed);
    enum rc rc = http_new(&c->http, &http, why);
    return rc == RC_OK ? schedule_new(&c->schedule, SIZE_MAX, seed, why) : rc;
}

enum rc courier_open(void **ret_self, const void *conf, const struct world *world, struct why *why)
{
    struct courier *c = calloc(1, sizeof *c);
    if (!c) return why_set(why, RC_BROKEN, "out of memory");
    c->conf = conf;
    c->world = world;
    enum rc rc = rooms_make(c, why);
    if (rc == RC_OK) rc = vault_open(c, why);
    if (rc == RC_OK) rc = post_open(c, why);
    if (rc == RC_OK) rc = bus_open(c, why);
    if (rc == RC_OK) rc = subscriptions_read(c->subscriptions, why);
    if (rc == RC_OK) rc = lanes_follow(c, why);
    if (rc == RC_OK)
        *ret_self = c;
    else
        (void)courier_close(c);
    return rc;
}

/* --- partitions --- */

enum rc courier_gained(void *self, int32_t partition, int64_t *ret_place, struct why *why)
{
    return partition_gain(self, partition, ret_place, why);
}

enum rc courier_lost(void *self, int32_t partition, bool too_late, struct why *why)
{
    struct courier *c = self;
    enum rc rc = too_late ? RC_OK : places_keep(c, why);
    partition_drop(c, partition);
    return rc;
}

bool courier_ready_for(void *self, int32_t partition)
{
    const struct courier *c = self;
    (void)partition;
    return schedule_waiting(c->schedule) < (size_t)c->conf->waiting;
}

/* --- records --- */

static void part_show(const struct courier *c, const struct part *p)
{
    struct metrics *m = c->world->metrics;
    pending_show(c); /* before the closing */
    metric_set_at(m, METRIC_closed_seconds, p->name, p->now.closed.us / 1000000);
}

static enum rc word_pass(struct courier *c, const struct record *r, const struct word *word,
    int *ret_open, struct why *why)
{
    switch (word->hearing) {
    case HEARING_STRANGER: metric_add(c->world->metrics, METRIC_strangers_dropped, 1); break;
    case HEARING_REPEAT: metric_add(c->world->metrics, METRIC_repeats_dropped, 1); break;
    case HEARING_NEW:
        if (word->kind == WORD_CHANGE) return change_due(c, r, word, EVERY_LANE, ret_open, why);
        break;
    }
    return RC_OK;
}

enum rc courier_pass(void *self, const struct record *record, instant now, struct why *why)
{
    struct courier *c = self;
    struct part *p = &c->parts[record->partition];
    struct vantage heard = p->now; /* a step that is tried again has heard nothing yet */
    struct word word;
    int open = 0;
    c->now = now;
    arena_reset(c->arena);
    enum rc rc = word_read(&heard.heard, record, c->arena, &word, why);
    if (rc == RC_OK) rc = word_pass(c, record, &word, &open, why);
    if (rc == RC_OK) rc = places_pass(&p->places, record->offset, open, &p->now, why);
    if (rc != RC_OK) return rc;
    bool closing = word.kind == WORD_CLOSING && word.hearing == HEARING_NEW;
    if (closing) heard.closed = word.closing.at;
    p->now = heard;
    p->position = record->offset + 1;
    if (closing) part_show(c, p);
    return RC_OK;
}

/* --- turns --- */

static bool is_time(const struct courier *c, instant last, int64_t ms)
{
    return has_passed(last, (span){ ms * 1000 }, c->now);
}

static enum rc keep_now_and_then(struct courier *c, struct why *why)
{
    return is_time(c, c->kept_at, KEEP_MS) ? places_keep(c, why) : RC_OK;
}

enum rc courier_settle(void *self, instant now, struct why *why)
{
    struct courier *c = self;
    c->now = now;
    return keep_now_and_then(c, why);
}

static enum rc follow_now_and_then(struct courier *c, struct why *why)
{
    if (!is_time(c, c->looked_at, LOOK_MS)) return RC_OK;
    c->looked_at = c->now;
    enum rc rc = lanes_follow(c, why);
    if (rc == RC_OK) rc = notes_look(c, why);
    return rc == RC_OK ? shelves_look(c, why) : rc;
}

enum rc courier_idle(void *self, instant now, struct why *why)
{
    struct courier *c = self;
    c->now = now;
    enum rc rc = posts_settle(c, why);
    if (rc == RC_OK) rc = follow_now_and_then(c, why);
    if (rc == RC_OK) rc = posts_begin(c, why);
    if (rc == RC_OK && !c->waited) rc = http_turn(c->http, -1, SECONDS(0), why);
    c->waited = false;
    if (rc == RC_OK) rc = writer_look(c->writer, why);
    if (rc == RC_OK) rc = keep_now_and_then(c, why);
    pending_show(c);
    metric_set(c->world->metrics, METRIC_unsettled, (int64_t)writer_unsettled(c->writer));
    return rc;
}

enum rc courier_wait(void *self, int bell, int32_t wait_ms, struct why *why)
{
    struct courier *c = self;
    int64_t due_us = between(c->now, schedule_when(c->schedule)).us;
    enum rc rc = posts_begin(c, why);
    if (rc != RC_OK) return rc;
    int64_t us = MIN((int64_t)wait_ms * 1000, MAX(due_us, 1000));
    c->waited = true;
    return http_turn(c->http, bell, (span){ us }, why);
}

/* What is on its way gets some seconds to come back, so that it is not sent twice. */
enum rc courier_stop(void *self, instant now, struct why *why)
{
    struct courier *c = self;
    enum rc rc = RC_OK;
    c->now = now;
    for (int i = 0; rc == RC_OK && i < DRAIN_TURNS && http_in_flight(c->http) > 0; i++) {
        rc = http_turn(c->http, -1, (span){ DRAIN_MS * 1000 }, why);
        if (rc == RC_OK) rc = posts_settle(c, why);
    }
    return rc == RC_OK ? places_keep(c, why) : rc;
}
