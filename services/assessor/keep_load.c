/* Files are opened when all records are read, so that older ones cost no more than a copy. */
#include <stdlib.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "keep.h"
#include "keep_form.h"
#include "keep_inside.h"
#include "runtime/topology.h"

enum { POLL_MS = 100, SILENT_POLLS = 300 };

struct load {
    struct office *office;
    int32_t partition;
    struct people *people;
    struct rulesets *sets;
    struct standing *standing;
    bool outdated; /* a file is of an older form */
};

static struct raw_snapshot *raw_new(const struct hub_snapshot *s)
{
    struct raw_snapshot *raw = malloc(sizeof *raw + s->sealed.n);
    if (!raw) return NULL;
    *raw = (struct raw_snapshot){ .key_id = s->key_id, .n = s->sealed.n };
    memcpy(raw->sealed, s->sealed.at, s->sealed.n);
    return raw;
}

/* The latest one counts; opened when all are read, so that older ones cost no more than a copy. */
static enum rc snapshot_take(
    struct load *l, struct slice pid, const struct hub_snapshot *s, struct why *why)
{
    if (s->form > FILE_FORM)
        return why_set(why, RC_BROKEN, "a file of form %d: this build knows up to form %d",
            (int)s->form, FILE_FORM);
    if (s->form < FILE_FORM) {
        l->outdated = true;
        return RC_OK;
    }
    struct folder *f = people_find(l->people, pid, true);
    struct raw_snapshot *raw = f ? raw_new(s) : NULL;
    if (!raw) return why_set(why, RC_BROKEN, "out of memory for files");
    free(f->raw);
    f->raw = raw;
    f->holds = s->cause;
    return RC_OK;
}

static bool is_links(struct slice key) { return slice_starts(key, slice_str(LINKS_KEY)); }

static enum rc shredded_take(
    struct load *l, struct slice pid, const struct hub_snapshot *s, struct why *why)
{
    struct folder *f = people_find(l->people, pid, true);
    if (!f) return why_set(why, RC_BROKEN, "out of memory for files");
    free(f->raw);
    f->raw = NULL;
    f->holds = s->cause;
    file_shred(f->file);
    return RC_OK;
}

/* The decisions that were filed under a pid of any partition; of somebody shredded there are none.
 */
static enum rc links_take(
    struct load *l, struct slice pid, const struct hub_snapshot *s, struct why *why)
{
    struct office *o = l->office;
    const struct person_key *key = NULL;
    const struct seal_binding binding = keep_links_binding(l->partition, pid, s);
    enum rc rc = keys_find(o->keys, keep_home(o, pid), pid, s->key_id, &key, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    buffer_reset(&o->clear);
    if (!seal_open(&key->key, &binding, s->sealed, &o->clear))
        return why_set(why, RC_BROKEN, "links that their person's key does not open");
    return ties_load(l->people->links, pid, buffer_slice(&o->clear), why);
}

static enum rc checkpoint_take(struct load *l, const struct hub_checkpoint *c, struct why *why)
{
    enum rc rc = logname_check(&l->office->log, c->log, why);
    if (rc != RC_OK) return rc;
    *l->standing = (struct standing){ .next = c->offset,
        .time = { .last = c->time,
            .last_tick = c->last_tick,
            .opened = c->opened,
            .moment_partition = c->moment_partition,
            .moment_offset = c->moment_offset },
        .changes = c->changes,
        .heard = { .speaker = c->speaker, .last = { .offset = c->offset - 1, .closing = true } } };
    return RC_OK;
}

static enum rc body_take(
    struct load *l, const struct record *r, const struct frame *frame, struct why *why)
{
    union {
        struct hub_snapshot snapshot;
        struct hub_checkpoint checkpoint;
        struct hub_moment moment;
    } body;
    struct arena *a = l->office->record;
    arena_reset(a);
    if (frame->fingerprint == hub_snapshot_row.fingerprint) {
        struct slice pid;
        enum rc rc = record_read(&hub_snapshot_row, frame->body, a, &body.snapshot, why);
        if (rc == RC_OK && shredded_pid(r->key, &pid))
            return shredded_take(l, pid, &body.snapshot, why);
        if (rc != RC_OK || !is_links(r->key))
            return rc == RC_OK ? snapshot_take(l, r->key, &body.snapshot, why) : rc;
        size_t n = strlen(LINKS_KEY);
        return links_take(l, slice_of(r->key.at + n, r->key.n - n), &body.snapshot, why);
    }
    if (frame->fingerprint == hub_checkpoint_row.fingerprint) {
        enum rc rc = record_read(&hub_checkpoint_row, frame->body, a, &body.checkpoint, why);
        return rc == RC_OK ? checkpoint_take(l, &body.checkpoint, why) : rc;
    }
    if (frame->fingerprint != hub_moment_row.fingerprint)
        return why_set(why, RC_REFUSED, "a record of another schema in " TOPIC_FILES);
    enum rc rc = record_read(&hub_moment_row, frame->body, a, &body.moment, why);
    if (rc != RC_OK) return rc;
    return rulesets_activate(
        l->sets, body.moment.ruleset, body.moment.sha256, body.moment.arrival, why);
}

static enum rc record_take(struct load *l, const struct record *r, struct why *why)
{
    struct frame frame;
    if (!r->value.at) return RC_OK; /* a tombstone: what it names is gone with its key */
    enum rc rc = frame_read(r->value, &frame, why);
    if (rc == RC_OK) rc = body_take(l, r, &frame, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc; /* only assessors write there */
}

static enum rc read_all(struct load *l, struct reader *reader, struct why *why)
{
    struct news news;
    for (int silent = 0; silent < SILENT_POLLS; silent++) {
        enum rc rc = reader_poll(reader, POLL_MS, &news, why);
        world_beat(l->office->world);
        if (rc == RC_OK && news.kind == NEWS_END) return RC_OK;
        if (rc == RC_OK && news.kind == NEWS_RECORD) {
            rc = record_take(l, &news.record, why);
            silent = 0;
        }
        if (rc == RC_BROKEN) return rc;
        if (world_leaving(l->office->world)) break;
    }
    return why_set(why, RC_AGAIN, TOPIC_FILES " does not come");
}

/* A file whose key is gone is empty: its person was shredded. */
static enum rc folder_open(struct load *l, struct folder *f, struct why *why)
{
    struct office *o = l->office;
    const struct person_key *key = NULL;
    const struct raw_snapshot *raw = f->raw;
    const struct hub_snapshot s = { .cause = f->holds, .key_id = raw->key_id };
    const struct seal_binding binding = keep_binding(l->partition, f->pid, &s);
    enum rc rc = keys_find(o->keys, l->partition, slice_str(f->pid), raw->key_id, &key, why);
    if (rc == RC_REFUSED) {
        metric_add(o->world->metrics, METRIC_key_gone, 1);
        file_shred(f->file);
        return RC_OK;
    }
    if (rc != RC_OK) return rc;
    buffer_reset(&o->clear);
    if (!seal_open(&key->key, &binding, slice_of(raw->sealed, raw->n), &o->clear))
        return why_set(why, RC_BROKEN, "a snapshot that its person's key does not open");
    rc = folder_load(f, buffer_slice(&o->clear), why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

static enum rc open_all(struct load *l, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < l->people->n; i++) {
        struct folder *f = &l->people->at[i];
        if (!f->raw) continue;
        if (i % 1024 == 0) world_beat(l->office->world);
        rc = folder_open(l, f, why);
        free(f->raw);
        f->raw = NULL;
    }
    return rc;
}

/* Files as an older build kept them: the log is there, and is read from its beginning. */
static enum rc begin_again(struct load *l, struct why *why)
{
    log_warning("files kept by an older build are made again from the log",
        KV_INT("partition", l->partition), KV_INT("form", FILE_FORM));
    people_deinit(l->people);
    *l->standing = standing_start();
    return people_init(l->people, why);
}

enum rc keep_load(struct office *o, int32_t partition, struct people *people, struct rulesets *sets,
    struct standing *ret, struct why *why)
{
    CLEANUP(reader_closep) struct reader *reader = NULL;
    struct load load = {
        .office = o, .partition = partition, .people = people, .sets = sets, .standing = ret
    };
    struct bus_span log = { 0 };
    struct reader_conf conf = { .brokers = o->brokers,
        .client = "coastline-assessor-files",
        .committed_only = true,
        .ear = o->world->ear };
    *ret = standing_start();
    enum rc rc = reader_open(&reader, &conf, why);
    if (rc == RC_OK) rc = reader_span(reader, TOPIC_FILES, partition, &log, why);
    if (rc == RC_OK) rc = reader_begin(reader, TOPIC_FILES, partition, log.low, why);
    if (rc == RC_OK) rc = read_all(&load, reader, why);
    if (rc == RC_OK && load.outdated) rc = begin_again(&load, why);
    if (rc == RC_OK) rc = ties_judge(people->links, why);
    if (rc == RC_OK) rc = open_all(&load, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}
