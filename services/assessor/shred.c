/* What is sent up to the mark was acknowledged before a later word was said, so a replay sends
 * nothing of it. */
#include "shred.h"

#include <stdlib.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "linked.h"
#include "runtime/shred.h"

static struct shredder shredder_of(const struct office *o)
{
    return (struct shredder){ o->brokers, o->world->ear, o->secrets, o->writer, o->identities };
}

/* --- retiring --- */

void shred_note(struct part *p, struct folder *f)
{
    p->n_shredded += !f->shredded;
    f->shredded = true;
    people_changed(&p->people, f);
    metric_add(p->office->world->metrics, METRIC_shredded, 1);
}

/* Before the keys are retired: it seals what is sent to the others. */
static enum rc groups_end(struct part *p, const struct shredding *step, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < p->people.n; i++)
        if (p->people.at[i].shredded)
            rc = linked_end(p, &p->people.at[i], step->cause, step->at, why);
    return rc == RC_OK ? linked_acknowledged(p, why) : rc;
}

static enum rc noted_retire(struct part *p, const struct shredding *step, struct why *why)
{
    const struct shredder s = shredder_of(p->office);
    struct slice *pids = calloc(p->n_shredded, sizeof *pids);
    size_t n = 0;
    if (!pids) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = people_sort(&p->people, why);
    for (size_t i = 0; rc == RC_OK && i < p->people.n; i++) {
        const struct folder *f = people_by_pid(&p->people, i);
        if (f->shredded && n < p->n_shredded) pids[n++] = slice_str(f->pid);
    }
    if (rc == RC_OK) rc = shred_retire(&s, step, pids, n, why);
    if (rc == RC_OK) rc = linked_acknowledged(p, why);
    free(pids);
    return rc;
}

static void notes_clear(struct part *p)
{
    for (size_t i = 0; i < p->people.n; i++) p->people.at[i].shredded = false;
    p->n_shredded = 0;
}

/* The words come first: whoever retires a key has said the last thing under it. */
enum rc shred_settle(struct part *p, const struct record *r, instant at, struct why *why)
{
    const struct shredding step = { p->number, r->offset, at };
    if (p->n_shredded == 0) return RC_OK;
    enum rc rc = RC_OK;
    if (r->offset >= p->mark.offset) {
        rc = groups_end(p, &step, why);
        if (rc == RC_OK) rc = noted_retire(p, &step, why);
        if (rc == RC_OK) rc = keys_read(p->office->keys, p->number, why);
    }
    if (rc == RC_OK) notes_clear(p);
    return rc;
}

/* --- facts that come too late --- */

bool shred_is_late(const struct record *r, const struct person_key *key)
{
    return key->retired && r->offset > key->retired_from;
}

/* The person's key for new facts; made here if the door has not made one yet. */
static enum rc key_renewed(struct part *p, const struct record *r, const struct logged *l,
    const struct person_key **ret, struct why *why)
{
    struct office *o = p->office;
    const struct shredder s = shredder_of(o);
    enum rc rc = keys_current(o->keys, p->number, r->key, ret, why);
    if (rc != RC_REFUSED) return rc;
    rc = shred_renew(&s, p->number, r->key, l->fact.stamp, why);
    if (rc == RC_OK) rc = linked_acknowledged(p, why);
    return rc == RC_OK ? keys_current(o->keys, p->number, r->key, ret, why) : rc;
}

static struct seal_binding binding_of(
    const struct record *r, const struct hub_sealed_fact *fact, int64_t key_id)
{
    return (struct seal_binding){ .kind = SEALED_FACT,
        .pid = r->key,
        .key_id = key_id,
        .at = fact->arrival,
        .partition = fact->origin.partition,
        .offset = fact->origin.offset,
        .name = fact->origin.topic };
}

/* The same fact, from the same origin, under another key. */
static enum rc fact_send(struct part *p, const struct record *r, struct hub_sealed_fact fact,
    const struct person_key *key, struct why *why)
{
    struct office *o = p->office;
    const struct seal_binding binding = binding_of(r, &fact, key->id);
    fact.key_id = key->id;
    buffer_reset(&o->sealed);
    if (!seal(o->sealer, &key->key, &binding, buffer_slice(&o->clear), &o->sealed))
        return why_set(why, RC_BROKEN, "out of memory");
    fact.sealed = buffer_slice(&o->sealed);
    buffer_reset(&o->out);
    frame_write(hub_sealed_fact_row.fingerprint, &o->out);
    enum rc rc = record_write(&hub_sealed_fact_row, &fact, &o->out, why);
    const struct outgoing out = {
        .topic = o->facts, .partition = p->number, .key = r->key, .value = buffer_slice(&o->out)
    };
    if (rc == RC_OK) rc = writer_send(o->writer, &out, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

enum rc shred_refile(struct part *p, const struct record *r, const struct logged *l,
    const struct person_key *key, struct why *why)
{
    struct office *o = p->office;
    const struct person_key *now = NULL;
    const struct seal_binding binding = binding_of(r, &l->fact, key->id);
    if (r->offset < p->mark.offset) return RC_OK;
    buffer_reset(&o->clear);
    if (!seal_open(&key->key, &binding, l->fact.sealed, &o->clear))
        return why_set(why, RC_REFUSED, "a fact that its person's key does not open");
    enum rc rc = key_renewed(p, r, l, &now, why);
    if (rc == RC_OK) rc = fact_send(p, r, l->fact, now, why);
    if (rc == RC_OK) rc = linked_acknowledged(p, why);
    if (rc == RC_OK) metric_add(o->world->metrics, METRIC_refiled, 1);
    return rc == RC_REFUSED ? RC_OK : rc; /* all keys are gone: nobody reads it, as planned */
}

enum rc shred_gone(struct part *p, const struct record *r, struct why *why)
{
    metric_add(p->office->world->metrics, METRIC_key_gone, 1);
    struct folder *f = people_find(&p->people, r->key, true);
    if (!f) return why_set(why, RC_BROKEN, "out of memory for files");
    if (f->holds >= r->offset || file_is_shredded(f->file)) return RC_OK;
    file_shred(f->file);
    if (file_is_shredded(f->file)) people_changed(&p->people, f);
    return RC_OK;
}

/* --- tombstones --- */

struct ending {
    struct part *part;
    size_t sent;
};

static enum rc tombstone(void *self, const struct person_key *key, struct why *why)
{
    struct ending *e = self;
    const struct shredder s = shredder_of(e->part->office);
    metric_add(e->part->office->world->metrics, METRIC_tombstones, 1);
    e->sent++;
    return shred_tombstone(&s, e->part->number, slice_str(key->pid), key->id, why);
}

/* All that were retired here are known: those before us since the start, ours since we said so. A
 * replay meets a thousand of these ticks, so the broker is asked only after a key has gone. */
enum rc shred_tick(struct part *p, instant at, struct why *why)
{
    const instant until = { at.us - SHRED_AFTER.us };
    struct keys *keys = p->office->keys;
    struct ending ending = { .part = p };
    if (!is_daily_tick(at)) return RC_OK;
    enum rc rc = keys_retired(keys, p->number, until, tombstone, &ending, why);
    if (rc != RC_OK || ending.sent == 0) return rc;
    rc = linked_acknowledged(p, why);
    return rc == RC_OK ? keys_read(keys, p->number, why) : rc;
}
