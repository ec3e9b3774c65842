/* Hears words, opens their bodies, and hands batches to steps.c. After any doubt (Redis was away,
 * or has another place than we think) what was heard is forgotten, and the partition is read again
 * from the place that Redis has (design.md, law 4). */
#include "projector.h"

#include <stdio.h>
#include <stdlib.h>

#include "codec/record.h"
#include "meta.h"
#include "runtime/keys.h"
#include "runtime/topology.h"
#include "runtime/trouble.h"
#include "steps.h"

enum { PARTS_MAX = 1024, ARENA_MAX = 256 << 20, BODY_MAX = 2 << 20 };
#define LOOK_EVERY SECONDS(2)
enum { BATCH_CHANGES = 4000, BATCH_BYTES = 16 << 20 }; /* more is settled at once */

struct projector {
    const struct world *world;
    const struct projector_conf *conf;
    struct secrets *secrets;
    struct keys *keys;
    struct store *store;
    struct steps *steps;
    struct logname log;
    struct name prefix;
    struct arena *arena; /* bodies of the batch */
    struct buffer open;  /* one body, opened */
    struct part parts[PARTS_MAX];
    struct part *touched[PARTS_MAX]; /* by the batch */
    size_t n_changes, n_bytes;       /* in the batch */
    int tries;                       /* to reach Redis, since it answered */
    instant again;                   /* not before; without doubt: when Redis is looked at next */
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
    if (rc == RC_OK) rc = meta_open(p->store, &p->log, p->conf->generation, &p->prefix, why);
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

/* The body of a change into the arena; *ret stays NULL if its key is gone. */
static enum rc body_open(struct projector *p, const struct record *r,
    const struct hub_change *change, const struct hub_change_body **ret, struct why *why)
{
    const struct person_key *key;
    enum rc rc = keys_find(p->keys, r->partition, r->key, change->key_id, &key, why);
    if (rc == RC_REFUSED) return RC_OK;
    if (rc != RC_OK) return rc;
    struct seal_binding binding = { .kind = SEALED_CHANGE,
        .pid = r->key,
        .key_id = change->key_id,
        .at = change->at,
        .partition = r->partition,
        .offset = change->cause,
        .name = slice_str("") };
    buffer_reset(&p->open);
    if (!seal_open(&key->key, &binding, change->sealed, &p->open))
        return why_set(why, RC_REFUSED, "a change that does not open");
    struct slice body = arena_copy(p->arena, buffer_slice(&p->open));
    struct hub_change_body *made = arena_take(p->arena, sizeof *made);
    if (!body.at || !made) return why_set(why, RC_BROKEN, "out of memory for a batch");
    rc = record_read(&hub_change_body_row, body, p->arena, made, why);
    if (rc == RC_OK && made->deltas.n > DELTAS_MAX)
        rc = why_set(why, RC_REFUSED, "a change that moves more than %d counters", DELTAS_MAX);
    if (rc == RC_OK) *ret = made;
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

/* A record may be tried again: the part moves on when all else is done, and over a record that is
 * refused too. */
enum rc projector_pass(void *self, const struct record *r, instant now, struct why *why)
{
    struct projector *p = self;
    struct part *part = &p->parts[r->partition];
    struct heard heard = part->heard;
    struct word word;
    enum rc rc = RC_OK;
    if (p->n_changes >= BATCH_CHANGES || p->n_bytes >= BATCH_BYTES)
        rc = projector_settle(p, now, why);
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
    p->again = instant_plus(now, trouble_pause(p->tries));
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

/* The generation is named anew first: Redis may have been emptied. */
static enum rc recover(struct projector *p, struct why *why)
{
    struct name prefix;
    char generation[64];
    size_t skip = strlen("coastline:");
    (void)snprintf(
        generation, sizeof generation, "%.*s", (int)(p->prefix.n - skip - 1), p->prefix.at + skip);
    enum rc rc = meta_open(p->store, &p->log, generation, &prefix, why);
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

/* Redis may have been emptied, or gone back in time, while nothing was to be written. */
static enum rc places_look(struct projector *p, instant now, struct why *why)
{
    enum rc rc = RC_OK;
    int32_t n = MIN(p->log.partitions, (int32_t)PARTS_MAX);
    p->again = instant_plus(now, LOOK_EVERY);
    for (int32_t i = 0; rc == RC_OK && i < n; i++)
        if (p->parts[i].ours)
            rc = meta_ask_place(p->store, name_slice(&p->prefix), &p->parts[i], why);
    for (int32_t i = 0; rc == RC_OK && i < n; i++)
        if (p->parts[i].ours) rc = meta_take_place(p->store, &p->parts[i], why);
    for (int32_t i = 0; rc == RC_OK && i < n; i++)
        if (p->parts[i].doubtful) part_empty(&p->parts[i]);
    if (rc != RC_AGAIN) return rc;
    away(p, now, why);
    for (int32_t i = 0; i < n; i++)
        if (p->parts[i].ours) doubt(&p->parts[i]);
    return RC_OK;
}

enum rc projector_idle(void *self, instant now, struct why *why)
{
    struct projector *p = self;
    if (is_before(now, p->again)) return RC_OK;
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
