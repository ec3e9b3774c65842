/* Writing and reading back are each other's opposite; key of a file: its pid, of one that was
 * shredded: "shredded:<pid>", of a rule set: "ruleset:<number>", of links: "links:<pid>", of the
 * checkpoint: nothing. */
#include "keep.h"

#include <stdio.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "keep_form.h"
#include "keep_inside.h"
#include "runtime/topology.h"

#define RULESET_KEY "ruleset:"

struct standing standing_start(void)
{
    return (struct standing){ .time = logtime_start(), .heard = heard_nothing() };
}

struct seal_binding keep_binding(int32_t partition, const char *pid, const struct hub_snapshot *s)
{
    return (struct seal_binding){ .kind = SEALED_FILE,
        .pid = slice_str(pid),
        .key_id = s->key_id,
        .partition = partition,
        .offset = s->cause };
}

int32_t keep_home(const struct office *o, struct slice pid)
{
    return bus_partition_of(pid, o->log.partitions);
}

struct seal_binding keep_links_binding(
    int32_t partition, struct slice pid, const struct hub_snapshot *s)
{
    return (struct seal_binding){ .kind = SEALED_LINKS,
        .pid = pid,
        .key_id = s->key_id,
        .partition = partition,
        .offset = s->cause };
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

static enum rc add(struct keep *k, struct slice key, const struct record_row *row, const void *body,
    struct why *why)
{
    struct buffer *out = &k->office->out;
    buffer_reset(out);
    frame_write(row->fingerprint, out);
    enum rc rc = record_write(row, body, out, why);
    return rc == RC_OK ? snapshots_add(k->to, key, buffer_slice(out), why) : rc;
}

/* Nothing but a note, since a later fact may only begin a file if it is a registration. */
static enum rc shredded_add(struct keep *k, struct slice pid, struct why *why)
{
    const struct hub_snapshot s = { .cause = k->standing->next - 1,
        .form = FILE_FORM,
        .sealed = slice_of("", 0) };
    const struct text key = shredded_key(pid);
    enum rc rc = add(k, slice_text(&key), &hub_snapshot_row, &s, why);
    return rc == RC_OK ? snapshots_add(k->to, pid, (struct slice){ NULL, 0 }, why) : rc;
}

static enum rc folder_add(struct keep *k, const struct folder *f, struct why *why)
{
    struct office *o = k->office;
    const struct person_key *key = NULL;
    struct hub_snapshot s = { .cause = k->standing->next - 1, .form = FILE_FORM };
    if (file_is_shredded(f->file)) return shredded_add(k, slice_str(f->pid), why);
    enum rc rc = keys_current(o->keys, k->partition, slice_str(f->pid), &key, why);
    if (rc == RC_REFUSED) return RC_OK; /* shredded: there is nothing to keep */
    if (rc != RC_OK) return rc;
    s.key_id = key->id;
    const struct seal_binding binding = keep_binding(k->partition, f->pid, &s);
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

/* Whoever has none may have had some, which a tombstone ends. */
static enum rc links_add_one(struct keep *k, struct slice pid, bool some, struct why *why)
{
    struct office *o = k->office;
    const struct person_key *key = NULL;
    char name[sizeof LINKS_KEY + TEXT_MAX];
    struct hub_snapshot s = { .cause = k->standing->next - 1, .form = FILE_FORM };
    int n = snprintf(name, sizeof name, LINKS_KEY "%.*s", (int)pid.n, (const char *)pid.at);
    const struct slice name_key = slice_of(name, (size_t)n);
    if (!some) return snapshots_add(k->to, name_key, (struct slice){ NULL, 0 }, why);
    enum rc rc = keys_current(o->keys, keep_home(o, pid), pid, &key, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    s.key_id = key->id;
    const struct seal_binding binding = keep_links_binding(k->partition, pid, &s);
    buffer_reset(&o->sealed);
    if (!buffer_whole(&o->body) ||
        !seal(o->sealer, &key->key, &binding, buffer_slice(&o->body), &o->sealed))
        return why_set(why, RC_BROKEN, "out of memory");
    s.sealed = buffer_slice(&o->sealed);
    return add(k, name_key, &hub_snapshot_row, &s, why);
}

/* Few, and they change rarely: so all of them, with the checkpoint. */
static enum rc links_add_all(struct keep *k, const struct people *p, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && p->relinked && i < ties_count(p->links); i++) {
        buffer_reset(&k->office->body);
        bool some = ties_save(p->links, i, &k->office->body);
        rc = links_add_one(k, ties_pid(p->links, i), some, why);
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

enum rc keep_write(struct snapshots *s, struct office *o, int32_t partition, struct people *people,
    const struct rulesets *sets, const struct standing *standing, struct why *why)
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
