/* Writing and reading back are each other's opposite; key of a file: its pid, of a rule set:
 * "ruleset:<number>", of links: "links:<pid>", of the checkpoint: nothing. */
#include "keep.h"

#include <stdio.h>
#include <stdlib.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "keep_form.h"
#include "runtime/topology.h"

enum { POLL_MS = 100, SILENT_POLLS = 300 };
#define RULESET_KEY "ruleset:"
#define LINKS_KEY "links:"

struct standing standing_start(void)
{
    return (struct standing){ .time = logtime_start(), .heard = heard_nothing() };
}

static struct seal_binding binding_of(
    int32_t partition, const char *pid, const struct hub_snapshot *s)
{
    return (struct seal_binding){ .kind = SEALED_FILE,
        .pid = slice_str(pid),
        .key_id = s->key_id,
        .partition = partition,
        .offset = s->cause };
}

static int32_t home_of(const struct office *o, struct slice pid)
{
    return bus_partition_of(pid, o->log.partitions);
}

static struct seal_binding links_binding(
    int32_t partition, struct slice pid, const struct hub_snapshot *s)
{
    return (struct seal_binding){ .kind = SEALED_LINKS,
        .pid = pid,
        .key_id = s->key_id,
        .partition = partition,
        .offset = s->cause };
}

/* --- reading --- */

struct load {
    struct office *office;
    int32_t partition;
    struct people *people;
    struct rulesets *sets;
    struct standing *standing;
};

static struct raw_snapshot *raw_new(const struct hub_snapshot *s)
{
    struct raw_snapshot *raw = malloc(sizeof *raw + s->sealed.n);
    if (!raw) return NULL;
    *raw = (struct raw_snapshot){ .key_id = s->key_id, .form = s->form, .n = s->sealed.n };
    memcpy(raw->sealed, s->sealed.at, s->sealed.n);
    return raw;
}

/* The latest one counts; opened when all are read, so that older ones cost no more than a copy. */
static enum rc snapshot_take(
    struct load *l, struct slice pid, const struct hub_snapshot *s, struct why *why)
{
    struct folder *f = people_find(l->people, pid, true);
    struct raw_snapshot *raw = f ? raw_new(s) : NULL;
    if (!raw) return why_set(why, RC_BROKEN, "out of memory for files");
    free(f->raw);
    f->raw = raw;
    f->holds = s->cause;
    return RC_OK;
}

static bool is_links(struct slice key)
{
    size_t n = strlen(LINKS_KEY);
    return key.n > n && memcmp(key.at, LINKS_KEY, n) == 0;
}

/* The decisions that were filed under a pid of any partition; of somebody shredded there are none.
 */
static enum rc links_take(
    struct load *l, struct slice pid, const struct hub_snapshot *s, struct why *why)
{
    struct office *o = l->office;
    const struct person_key *key = NULL;
    const struct seal_binding binding = links_binding(l->partition, pid, s);
    enum rc rc = keys_find(o->keys, home_of(o, pid), pid, s->key_id, &key, why);
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
        .heard = { .speaker = c->speaker,
            .last = { .offset = c->offset - 1, .closing = true } } };
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
        enum rc rc = record_read(&hub_snapshot_row, frame->body, a, &body.snapshot, why);
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
    const struct seal_binding binding = binding_of(l->partition, f->pid, &s);
    enum rc rc = keys_find(o->keys, l->partition, slice_str(f->pid), raw->key_id, &key, why);
    if (rc == RC_REFUSED) {
        metric_add(o->world->metrics, METRIC_key_gone, 1);
        return RC_OK;
    }
    if (rc != RC_OK) return rc;
    if (raw->form > FILE_FORM || raw->form < FILE_FORM_OLDEST)
        return why_set(why, RC_BROKEN, "a file of form %d: this build knows up to form %d",
            (int)raw->form, FILE_FORM);
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

enum rc keep_load(struct office *o, int32_t partition, struct people *people,
    struct rulesets *sets, struct standing *ret, struct why *why)
{
    CLEANUP(reader_closep) struct reader *reader = NULL;
    struct load load = { o, partition, people, sets, ret };
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
    if (rc == RC_OK) rc = ties_judge(people->links, why);
    if (rc == RC_OK) rc = open_all(&load, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

/* --- writing --- */

enum rc keep_open(struct snapshots **ret, struct office *o, int32_t partition, struct why *why)
{
    char name[40];
    (void)snprintf(name, sizeof name, "coastline-files-%d", (int)partition);
    const struct snapshots_conf conf = { .brokers = o->brokers,
        .name = name,
        .topic = TOPIC_FILES,
        .partition = partition,
        .ear = o->world->ear };
    return snapshots_open(ret, &conf, why);
}

struct keep {
    struct snapshots *to;
    struct office *office;
    int32_t partition;
    const struct standing *standing;
};

static enum rc add(struct keep *k, struct slice key, const struct record_row *row,
    const void *body, struct why *why)
{
    struct buffer *out = &k->office->out;
    buffer_reset(out);
    frame_write(row->fingerprint, out);
    enum rc rc = record_write(row, body, out, why);
    return rc == RC_OK ? snapshots_add(k->to, key, buffer_slice(out), why) : rc;
}

static enum rc folder_add(struct keep *k, const struct folder *f, struct why *why)
{
    struct office *o = k->office;
    const struct person_key *key = NULL;
    struct hub_snapshot s = { .cause = k->standing->next - 1, .form = FILE_FORM };
    enum rc rc = keys_current(o->keys, k->partition, slice_str(f->pid), &key, why);
    if (rc == RC_REFUSED) return RC_OK; /* shredded: there is nothing to keep */
    if (rc != RC_OK) return rc;
    s.key_id = key->id;
    const struct seal_binding binding = binding_of(k->partition, f->pid, &s);
    buffer_reset(&o->body);
    buffer_reset(&o->sealed);
    rc = folder_save(f, &o->body, why);
    if (rc != RC_OK) return rc;
    if (!seal(o->sealer, &key->key, &binding, buffer_slice(&o->body), &o->sealed))
        return why_set(why, RC_BROKEN, "out of memory");
    s.sealed = buffer_slice(&o->sealed);
    rc = add(k, slice_str(f->pid), &hub_snapshot_row, &s, why);
    if (rc == RC_OK) metric_add(o->world->metrics, METRIC_snapshots, 1);
    return rc;
}

/* A file that is too large for a record is told, and the others are kept all the same. */
static enum rc folders_add(struct keep *k, const struct people *p, bool *ret_whole, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < p->n; i++) {
        if (!p->at[i].changed) continue;
        if (i % 256 == 0) world_beat(k->office->world);
        rc = folder_add(k, &p->at[i], why);
        if (rc != RC_REFUSED) continue;
        log_alarm("a file is too large to be kept; replays get longer", KV("pid", p->at[i].pid),
            KV("why", why->text));
        *ret_whole = false;
        rc = RC_OK;
    }
    return rc;
}

static enum rc links_add_one(struct keep *k, struct slice pid, struct why *why)
{
    struct office *o = k->office;
    const struct person_key *key = NULL;
    char name[sizeof LINKS_KEY + TEXT_MAX];
    struct hub_snapshot s = { .cause = k->standing->next - 1, .form = FILE_FORM };
    enum rc rc = keys_current(o->keys, home_of(o, pid), pid, &key, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    s.key_id = key->id;
    const struct seal_binding binding = links_binding(k->partition, pid, &s);
    buffer_reset(&o->sealed);
    if (!buffer_whole(&o->body) ||
        !seal(o->sealer, &key->key, &binding, buffer_slice(&o->body), &o->sealed))
        return why_set(why, RC_BROKEN, "out of memory");
    s.sealed = buffer_slice(&o->sealed);
    int n = snprintf(name, sizeof name, LINKS_KEY "%.*s", (int)pid.n, (const char *)pid.at);
    return add(k, slice_of(name, (size_t)n), &hub_snapshot_row, &s, why);
}

/* Few, and they change rarely: so all of them, with the checkpoint. */
static enum rc links_add_all(struct keep *k, const struct people *p, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && p->relinked && i < ties_count(p->links); i++) {
        buffer_reset(&k->office->body);
        if (ties_save(p->links, i, &k->office->body))
            rc = links_add_one(k, ties_pid(p->links, i), why);
    }
    return rc;
}

static enum rc sets_add(struct keep *k, const struct rulesets *sets, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < sets->n; i++) {
        char key[32];
        const struct ruleset *s = &sets->at[i];
        const struct hub_moment moment = { .kind = HUB_MOMENT_KIND_RULESET,
            .arrival = s->arrival,
            .stamp = s->arrival,
            .origin.topic = slice_str(TOPIC_FACTS),
            .ruleset = s->content,
            .sha256 = slice_text(&s->sha256) };
        (void)snprintf(key, sizeof key, RULESET_KEY "%zu", i);
        rc = add(k, slice_str(key), &hub_moment_row, &moment, why);
    }
    return rc;
}

static enum rc checkpoint_add(
    struct keep *k, const struct people *p, const struct rulesets *sets, struct why *why)
{
    const struct standing *s = k->standing;
    const struct hub_checkpoint c = { .log = slice_text(&k->office->log.name),
        .offset = s->next,
        .time = s->time.last,
        .last_tick = s->time.last_tick,
        .opened = s->time.opened,
        .ruleset = sets->n ? slice_text(&sets->at[sets->n - 1].sha256) : slice_str(""),
        .changes = s->changes,
        .speaker = s->heard.speaker,
        .moment_partition = s->time.moment_partition,
        .moment_offset = s->time.moment_offset,
        .files = (int64_t)p->n };
    return add(k, slice_str(""), &hub_checkpoint_row, &c, why);
}

enum rc keep_write(struct snapshots *s, struct office *o, int32_t partition,
    struct people *people, const struct rulesets *sets, const struct standing *standing,
    struct why *why)
{
    struct keep k = { s, o, partition, standing };
    bool whole = true;
    enum rc rc = folders_add(&k, people, &whole, why);
    if (rc == RC_OK) rc = snapshots_commit(s, why); /* links stand where the checkpoint does */
    if (rc == RC_OK && whole) rc = links_add_all(&k, people, why);
    if (rc == RC_OK && whole) rc = sets_add(&k, sets, why);
    if (rc == RC_OK && whole) rc = checkpoint_add(&k, people, sets, why);
    if (rc == RC_OK) rc = snapshots_commit(s, why);
    if (rc != RC_OK) return rc;
    if (!whole) return RC_REFUSED;
    for (size_t i = 0; i < people->n; i++) people->at[i].changed = false;
    people->n_changed = 0;
    people->relinked = false;
    return RC_OK;
}
