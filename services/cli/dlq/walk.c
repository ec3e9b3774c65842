/* Of two letters of one record the first counts (a door that was killed writes the second). */
#include "dlq/walk.h"

#include <stdlib.h>

#include "baked/hub.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/topology.h"
#include "tally/topic.h"

struct path {
    const struct walk *walk;
    struct marks done[LETTER_STATES]; /* of LETTER_OPEN: none */
    struct marks seen;   /* or erased */
    int64_t taken;
    bool enough;
};

/* --- what was done --- */

/* The latest word holds: a dropped letter may be re-driven after all. LETTER_STATES: erased. */
static enum rc done_put(
    struct path *p, const struct origin *o, enum letter_state state, struct why *why)
{
    if (state == LETTER_STATES) return marks_put(&p->seen, o, why);
    for (size_t i = 0; i < LETTER_STATES; i++) marks_drop(&p->done[i], o);
    return marks_put(&p->done[state], o, why);
}

static enum rc note_take(
    struct path *p, struct slice note, enum letter_state state, struct why *why)
{
    struct origin o;
    const uint8_t *end = note.n ? memchr(note.at, ';', note.n) : NULL;
    size_t n = end ? (size_t)(end - note.at) : note.n;
    enum rc rc = RC_OK;
    for (size_t at = 0, word = 0; rc == RC_OK && at < n; at += word + 1) {
        const uint8_t *blank = memchr(note.at + at, ' ', n - at);
        word = blank ? (size_t)(blank - note.at) - at : n - at;
        if (origin_parse(slice_of(note.at + at, word), &o)) rc = done_put(p, &o, state, why);
    }
    return rc;
}

static enum rc audit_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct path *p = self;
    struct frame frame;
    struct hub_audit audit;
    if (frame_read(r->value, &frame, NULL) != RC_OK) return RC_OK; /* none of ours */
    if (frame.fingerprint != hub_audit_row.fingerprint) return RC_OK;
    enum rc rc = record_read(&hub_audit_row, frame.body, a, &audit, why);
    if (rc != RC_OK || !audit.note.at) return rc == RC_REFUSED ? RC_OK : rc;
    if (slice_is(audit.what, DLQ_REDRIVE)) return note_take(p, audit.note, LETTER_REDRIVEN, why);
    if (slice_is(audit.what, DLQ_ERASE)) return note_take(p, audit.note, LETTER_STATES, why);
    if (slice_is(audit.what, DLQ_DROP)) return note_take(p, audit.note, LETTER_DROPPED, why);
    return RC_OK;
}

static enum letter_state state_of(const struct path *p, const struct origin *o)
{
    if (marks_has(&p->done[LETTER_REDRIVEN], o)) return LETTER_REDRIVEN;
    return marks_has(&p->done[LETTER_DROPPED], o) ? LETTER_DROPPED : LETTER_OPEN;
}

/* --- letters --- */

static enum rc letter_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct path *p = self;
    const struct filter *f = &p->walk->filter;
    struct dead d;
    bool took = false;
    (void)a;
    if (!dead_read(r, &d) || !filter_wants(f, &d) || marks_has(&p->seen, &d.origin)) return RC_OK;
    enum rc rc = marks_put(&p->seen, &d.origin, why);
    enum letter_state state = state_of(p, &d.origin);
    if (rc != RC_OK || (f->has_state && f->state != state)) return rc;
    rc = p->walk->take(p->walk->self, &d, state, &took, why);
    p->taken += took;
    p->enough = rc == RC_OK && p->walk->limit > 0 && p->taken >= p->walk->limit;
    return p->enough ? why_set(why, RC_REFUSED, "enough") : rc; /* ends the reading */
}

enum rc letters_walk(const struct walk *walk, struct why *why)
{
    struct path p = { .walk = walk };
    enum rc rc = topic_read(walk->brokers, TOPIC_AUDIT, audit_take, &p, why);
    if (rc == RC_OK) rc = topic_read(walk->brokers, TOPIC_LETTERS, letter_take, &p, why);
    for (size_t i = 0; i < LETTER_STATES; i++) marks_deinit(&p.done[i]);
    marks_deinit(&p.seen);
    return p.enough ? RC_OK : rc;
}
