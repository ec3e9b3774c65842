/* Hears words, opens their bodies, and hands batches to steps.c. After any doubt (Redis was away,
 * or has another place than we think) what was heard is forgotten, and the partition is read again
 * from the place that Redis has (design.md, law 4). */
#include "projector.h"

#include <stdio.h>
#include <stdlib.h>

#include "meta.h"
#include "runtime/change_open.h"
#include "runtime/topology.h"
#include "runtime/trouble.h"
#include "steps.h"

enum { PARTS_MAX = 1024, ARENA_MAX = 256 << 20, BODY_MAX = 2 << 20 };
#define LOOK_EVERY SECONDS(2)
enum { BATCH_CHANGES = 4000, BATCH_BYTES = 16 << 20 }; /* more is settled at once */
#define BURST SECONDS(1)                               /* of a rate */

struct projector {
    const struct world *world;
    const struct projector_conf *conf;
    struct secrets *secrets;
    struct keys *keys;
    struct store *store;
    struct steps *steps;
    struct logname log;
    struct name prefix; /* of the generation that is kept */
    struct text group;
    struct arena *arena; /* bodies of the batch */
    struct buffer open;  /* one body, opened */
    struct part parts[PARTS_MAX];
    struct part *touched[PARTS_MAX]; /* by the batch */
    size_t n_changes, n_bytes;       /* in the batch */
    int tries;                       /* to reach Redis, since it answered */
    instant looked;                  /* when Redis was, and */
    span pause;                      /* how long it is left alone from then on */
    instant paced;                   /* what was written so far is allowed by then */
};

/* --- open and close --- */

void *projector_close(void *self)
{
    struct projector *p = self;
    if (!p) return NULL;
    for (size_t i = 0; i < PARTS_MAX; i++) part_deinit(&p->parts[i]);
    steps_free(p->steps);
    store_close(p->store);
    keys_close(p->keys);
    secrets_free(p->secrets);
    arena_free(p->arena);
    buffer_deinit(&p->open);
    free(p);
    return NULL;
}

static enum rc parts_make(struct projector *p, struct why *why)
{
    p->open = buffer_new(BODY_MAX);
    p->arena = arena_new(ARENA_MAX);
    p->steps = steps_new(p->store);
    for (int32_t i = 0; i < PARTS_MAX; i++) {
        p->parts[i].partition = i;
        (void)snprintf(p->parts[i].number, sizeof p->parts[i].number, "%d", (int)i);
    }
    return p->arena && p->steps ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

static enum rc pack_find(struct projector *p, struct why *why)
{
    struct name key = name_of(name_slice(&p->prefix), "probe", slice_str(""));
    bool packs = false;
    enum rc rc =
        p->conf->pack == PACK_NO ? RC_OK : pack_is_read(p->store, name_slice(&key), &packs, why);
    if (rc == RC_OK) steps_pack(p->steps, packs);
    return rc;
}

/* The live one is followed, unless one is named; in an emptied Redis the one we had is made. */
static enum rc generation_open(struct projector *p, struct name *ret, struct why *why)
{
    struct text own = { FIRST_GENERATION };
    const char *named = p->conf->generation;
    struct slice had = p->prefix.n ? meta_generation(&p->prefix) : slice_str(named);
    if (had.n) text_print(&own, "%.*s", (int)had.n, (const char *)had.at);
    const struct wish wish = { .follow = !named[0], .generation = own.at };
    return meta_open(p->store, &p->log, &wish, ret, why);
}

static enum rc outside_open(struct projector *p, struct why *why)
{
    const struct common_conf *c = &p->conf->common;
    struct store_conf store = { .where = c->redis };
    struct keys_conf keys = { .brokers = c->brokers, .ear = p->world->ear };
    enum rc rc = secrets_open(&p->secrets, c->secrets, SECRET_BIT(PERSONS), why);
    keys.secrets = p->secrets;
    if (rc == RC_OK) rc = logname_read(c->brokers, &p->log, why);
    if (rc == RC_OK) rc = keys_open(&p->keys, &keys, why);
    if (rc == RC_OK) rc = store_open(&p->store, &store, why);
    if (rc == RC_OK) rc = parts_make(p, why);
    if (rc == RC_OK) rc = generation_open(p, &p->prefix, why);
    return rc == RC_OK ? pack_find(p, why) : rc;
}

enum rc projector_open(
    void **ret_self, const void *conf, const struct world *world, struct why *why)
{
    struct projector *p = calloc(1, sizeof *p);
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    p->world = world;
    p->conf = conf;
    enum rc rc = outside_open(p, why);
    if (rc != RC_OK) {
        (void)projector_close(p);
        return rc;
    }
    log_fact("projecting", KV_SLICE("prefix", name_slice(&p->prefix)), KV("log", p->log.name.at),
        KV("redis", p->conf->common.redis));
    *ret_self = p;
    return RC_OK;
}

/* A generation that is named has a group for itself, beside the one of those who keep the live. */
const char *projector_group_of(const void *self)
{
    struct projector *p = (struct projector *)(uintptr_t)self;
    const char *named = p->conf->generation;
    text_print(&p->group, "coastline-projector%s%s", named[0] ? "-" : "", named);
    return p->group.at;
}

/* --- partitions --- */

enum rc projector_gained(void *self, int32_t partition, int64_t *ret_place, struct why *why)
{
    struct projector *p = self;
    if (partition >= PARTS_MAX)
        return why_set(why, RC_BROKEN, "more than %d partitions", PARTS_MAX);
    struct part *part = &p->parts[partition];
    enum rc rc = keys_read(p->keys, partition, why);
    if (rc == RC_OK) rc = meta_load(p->store, name_slice(&p->prefix), part, why);
    if (rc != RC_OK) return rc;
    part->ours = true;
    part->doubtful = false;
    *ret_place = part->standing.next;
    return RC_OK;
}

enum rc projector_lost(void *self, int32_t partition, bool too_late, struct why *why)
{
    struct projector *p = self;
    (void)too_late, (void)why; /* Redis compares places: nobody can be too late */
    if (partition >= PARTS_MAX) return RC_OK;
    part_empty(&p->parts[partition]);
    p->parts[partition].ours = p->parts[partition].doubtful = false;
    return RC_OK;
}

bool projector_ready_for(void *self, int32_t partition)
{
    const struct projector *p = self;
    return !p->parts[partition].doubtful;
}

/* --- words --- */

/* *ret stays NULL if its key is gone. */
static enum rc body_open(struct projector *p, const struct record *r,
    const struct hub_change *change, const struct hub_change_body **ret, struct why *why)
{
    const struct change_sealed sealed = { r, change, p->keys, &p->open, p->arena };
    enum rc rc = change_open(&sealed, ret, why);
    if (rc == RC_OK && *ret && (*ret)->deltas.n > DELTAS_MAX)
        rc = why_set(why, RC_REFUSED, "a change that moves more than %d counters", DELTAS_MAX);
    return rc;
}

static enum rc word_keep(struct projector *p, struct part *part, const struct record *r,
    const struct word *word, struct why *why)
{
    const struct hub_change_body *body = NULL;
    enum rc rc = RC_OK;
    if (word->kind == WORD_CHANGE) rc = body_open(p, r, &word->change, &body, why);
    if (rc != RC_OK) return rc;
    struct said *said = part_say(part);
    if (!said) return why_set(why, RC_BROKEN, "out of memory for a batch");
    said->kind = word->kind;
    said->offset = r->offset;
    said->body = body;
    if (word->kind == WORD_CHANGE) said->at = word->change.at;
    if (word->kind == WORD_CHANGE) said->stamp = word->change.stamp;
    if (word->kind == WORD_CLOSING) said->at = word->closing.at;
    p->n_changes++;
    p->n_bytes += r->value.n;
    return RC_OK;
}

static void drop_count(struct projector *p, enum hearing hearing)
{
    metric_add(p->world->metrics,
        hearing == HEARING_REPEAT ? METRIC_repeats_dropped : METRIC_strangers_dropped, 1);
}

/* With a rate, what is allowed in a second is a batch, so that no pause is longer. */
static bool is_full(const struct projector *p)
{
    size_t most = p->conf->rate ? MIN((size_t)p->conf->rate, (size_t)BATCH_CHANGES) : BATCH_CHANGES;
    return p->n_changes >= most || p->n_bytes >= BATCH_BYTES;
}

/* A record may be tried again: the part moves on when all else is done, and over a record that is
 * refused too. */
enum rc projector_pass(void *self, const struct record *r, instant now, struct why *why)
{
    struct projector *p = self;
    struct part *part = &p->parts[r->partition];
    struct heard heard = part->heard;
    struct word word;
    enum rc rc = RC_OK;
    if (is_full(p)) rc = projector_settle(p, now, why);
    if (rc != RC_OK || part->doubtful) return rc;
    if (part->next < 0) part->next = r->offset;
    rc = word_read(&heard, r, p->arena, &word, why);
    if (rc == RC_OK && word.hearing == HEARING_NEW) rc = word_keep(p, part, r, &word, why);
    if (rc != RC_OK && rc != RC_REFUSED) return rc;
    if (rc == RC_OK && word.hearing != HEARING_NEW) drop_count(p, word.hearing);
    if (rc == RC_OK && word.hearing == HEARING_NEW) part->said[part->n - 1].heard = heard;
    part->heard = heard;
    part->next = r->offset + 1;
    return rc;
}

enum rc projector_ended(void *self, int32_t partition, int64_t offset, struct why *why)
{
    struct projector *p = self;
    struct part *part = &p->parts[partition];
    (void)why;
    if (!part->doubtful && part->next >= 0) part->next = MAX(part->next, offset);
    return RC_OK;
}

/* --- settling --- */

static void batch_forget(struct projector *p)
{
    arena_reset(p->arena);
    p->n_changes = p->n_bytes = 0;
}

static void away(struct projector *p, instant now, const struct why *why)
{
    if (p->tries == 0) log_warning("Redis is away: waiting for it", KV("why", why->text));
    p->tries++;
    p->looked = now;
    p->pause = trouble_pause(p->tries);
    metric_add(p->world->metrics, METRIC_retries, 1);
}

static size_t touched_find(struct projector *p)
{
    size_t n = 0;
    for (int32_t i = 0; i < p->log.partitions && i < PARTS_MAX; i++) {
        struct part *part = &p->parts[i];
        if (part->ours && !part->doubtful && part->next != part->standing.next)
            p->touched[n++] = part;
    }
    return n;
}

/* Holds out until what was written is within the rate; what was not used is lost. */
static void pace(struct projector *p, int64_t changes, instant now)
{
    if (!p->conf->rate) return;
    instant allowed = later_of(p->paced, instant_minus(now, BURST));
    p->paced = instant_plus(allowed, (span){ changes * 1000000 / p->conf->rate });
    if (is_before(now, p->paced)) (void)world_pause(p->world, between(now, p->paced));
}

static void doubt(struct part *part)
{
    part->doubtful = true;
    part_empty(part);
}

enum rc projector_settle(void *self, instant now, struct why *why)
{
    struct projector *p = self;
    struct steps_tally tally;
    size_t n = touched_find(p);
    if (n == 0) return RC_OK;
    enum rc rc = steps_apply(p->steps, name_slice(&p->prefix), p->touched, n, &tally, why);
    if (rc == RC_AGAIN) {
        away(p, now, why);
        for (size_t i = 0; i < n; i++) doubt(p->touched[i]);
        tally = (struct steps_tally){ 0 };
        rc = RC_OK;
    }
    if (rc != RC_OK) return rc;
    metric_add(p->world->metrics, METRIC_scripts, tally.scripts);
    metric_add(p->world->metrics, METRIC_changes_applied, tally.changes);
    metric_add(p->world->metrics, METRIC_conflicts, tally.conflicts);
    batch_forget(p);
    pace(p, tally.changes, now);
    return RC_OK;
}

/* --- after a doubt --- */

static enum rc part_recover(struct projector *p, struct part *part, struct why *why)
{
    struct reader *reader = world_reader(p->world);
    struct bus_span log;
    enum rc rc = meta_load(p->store, name_slice(&p->prefix), part, why);
    if (rc != RC_OK) return rc;
    int64_t from = part->standing.next, expired = 0;
    rc = reader_span(reader, TOPIC_CHANGES, part->partition, &log, why);
    if (rc == RC_OK) rc = bus_begin(from, log, &from, &expired, why);
    if (rc == RC_OK) rc = reader_seek(reader, TOPIC_CHANGES, part->partition, from, why);
    if (rc != RC_OK) return rc;
    part->doubtful = false;
    log_fact("reading again from the place that Redis has", KV_INT("partition", part->partition),
        KV_INT("place", part->standing.next));
    return RC_OK;
}

/* The generation is named anew first: Redis may have been emptied, or another one became live. */
static enum rc recover(struct projector *p, struct why *why)
{
    enum rc rc = generation_open(p, &p->prefix, why);
    if (rc == RC_OK) rc = pack_find(p, why); /* it may be another server */
    for (int32_t i = 0; rc == RC_OK && i < p->log.partitions && i < PARTS_MAX; i++)
        if (p->parts[i].doubtful) rc = part_recover(p, &p->parts[i], why);
    return rc;
}

static bool is_doubtful(const struct projector *p)
{
    for (int32_t i = 0; i < p->log.partitions && i < PARTS_MAX; i++)
        if (p->parts[i].doubtful) return true;
    return false;
}

/* Whether another generation became live than the one that is kept, or none is: Redis was emptied
 * while no partition was ours. */
static enum rc live_look(struct projector *p, bool *ret_moved, struct why *why)
{
    struct text live = { "" };
    if (p->conf->generation[0]) return RC_OK;
    enum rc rc = meta_live(p->store, &live, why);
    *ret_moved = rc == RC_OK && !text_is(&live, meta_generation(&p->prefix));
    return rc;
}

static enum rc places_ask(struct projector *p, int32_t n, struct why *why)
{
    bool moved = false;
    enum rc rc = live_look(p, &moved, why);
    for (int32_t i = 0; rc == RC_OK && i < n; i++)
        if (p->parts[i].ours)
            rc = meta_ask_place(p->store, name_slice(&p->prefix), &p->parts[i], why);
    for (int32_t i = 0; rc == RC_OK && i < n; i++)
        if (p->parts[i].ours) rc = meta_take_place(p->store, &p->parts[i], why);
    for (int32_t i = 0; rc == RC_OK && i < n; i++)
        if (p->parts[i].ours && (moved || p->parts[i].doubtful)) doubt(&p->parts[i]);
    return rc;
}

/* Redis may have been emptied, or gone back in time, while nothing was to be written. */
static enum rc places_look(struct projector *p, instant now, struct why *why)
{
    int32_t n = MIN(p->log.partitions, (int32_t)PARTS_MAX);
    p->looked = now;
    p->pause = LOOK_EVERY;
    enum rc rc = places_ask(p, n, why);
    if (rc == RC_OK && is_doubtful(p)) p->pause = SECONDS(0);
    if (rc != RC_AGAIN) return rc;
    away(p, now, why);
    for (int32_t i = 0; i < n; i++)
        if (p->parts[i].ours) doubt(&p->parts[i]);
    return RC_OK;
}

enum rc projector_idle(void *self, instant now, struct why *why)
{
    struct projector *p = self;
    if (!has_passed(p->looked, p->pause, now)) return RC_OK;
    if (!is_doubtful(p)) return places_look(p, now, why);
    enum rc rc = recover(p, why);
    if (rc == RC_AGAIN) {
        away(p, now, why);
        return RC_OK;
    }
    if (rc == RC_OK && p->tries) log_fact("Redis is back", KV_INT("tries", p->tries));
    if (rc == RC_OK) p->tries = 0;
    return rc;
}
