/* Arrivals never fall: a record arrives when the door says so, or right after the one before it. */
#include "runtime/logged.h"

#include "codec/event.h"
#include "codec/frame.h"
#include "codec/record.h"

struct logtime logtime_start(void) { return (struct logtime){ .moment_partition = -1 }; }

static instant arrival_of(const struct logtime *t, instant written)
{
    return t->last.us ? later_of(written, instant_plus(t->last, (span){ 1 })) : written;
}

static void fact_judge(struct logged *l)
{
    l->kind = LOGGED_FACT;
    l->at = arrival_of(&l->after, l->fact.arrival);
    l->after.last = l->at;
}

static void hop_judge(struct logged *l)
{
    l->kind = LOGGED_HOP;
    l->at = arrival_of(&l->after, l->hop.arrival);
    l->after.last = l->at;
}

/* A tick not after the last one came twice; one before the opening has nothing to pass. */
static void tick_judge(struct logged *l)
{
    l->at = l->tick.at;
    l->kind = LOGGED_REPEAT;
    if (!l->after.opened || !is_before(l->after.last_tick, l->at)) return;
    l->kind = LOGGED_TICK;
    l->after.last_tick = l->at;
    l->after.last = later_of(l->after.last, l->at);
}

static bool is_beyond(const struct logtime *t, const struct hub_origin *o)
{
    return o->partition != t->moment_partition || o->offset > t->moment_offset;
}

static void moment_judge(struct logged *l)
{
    static const enum logged_kind kinds[HUB_MOMENT_KINDS] = {
        [HUB_MOMENT_KIND_OPENED] = LOGGED_OPENED,
        [HUB_MOMENT_KIND_HEARTBEAT] = LOGGED_HEARTBEAT,
        [HUB_MOMENT_KIND_RULESET] = LOGGED_RULESET,
    };
    const struct hub_moment *m = &l->moment;
    l->at = arrival_of(&l->after, m->arrival);
    l->kind = LOGGED_REPEAT;
    if (!is_beyond(&l->after, &m->origin)) return;
    l->after.moment_partition = m->origin.partition;
    l->after.moment_offset = m->origin.offset;
    if (l->after.opened && m->kind == HUB_MOMENT_KIND_OPENED) return; /* a hub opens once */
    l->kind = kinds[m->kind];
    l->after.last = l->at;
    l->after.opened |= l->kind == LOGGED_OPENED;
}

static enum rc body_read(struct logged *l, struct frame frame, struct arena *a, struct why *why)
{
    if (frame.fingerprint == hub_sealed_fact_row.fingerprint) {
        enum rc rc = record_read(&hub_sealed_fact_row, frame.body, a, &l->fact, why);
        if (rc == RC_OK) fact_judge(l);
        return rc;
    }
    if (frame.fingerprint == hub_hop_row.fingerprint) {
        enum rc rc = record_read(&hub_hop_row, frame.body, a, &l->hop, why);
        if (rc == RC_OK) hop_judge(l);
        return rc;
    }
    if (frame.fingerprint == hub_tick_row.fingerprint) {
        enum rc rc = record_read(&hub_tick_row, frame.body, a, &l->tick, why);
        if (rc == RC_OK) tick_judge(l);
        return rc;
    }
    if (frame.fingerprint == hub_moment_row.fingerprint) {
        enum rc rc = record_read(&hub_moment_row, frame.body, a, &l->moment, why);
        if (rc == RC_OK) moment_judge(l);
        return rc;
    }
    if (frame.fingerprint != hub_created_row.fingerprint)
        return why_set(why, RC_REFUSED, "no record of hub.facts");
    l->kind = LOGGED_CREATED;
    return RC_OK;
}

enum rc logged_read(const struct logtime *before, const struct record *r, struct arena *a,
    struct logged *ret, struct why *why)
{
    struct frame frame;
    struct logged l = { .after = *before };
    enum rc rc = frame_read(r->value, &frame, why);
    if (rc == RC_OK) rc = body_read(&l, frame, a, why);
    if (rc == RC_OK) *ret = l;
    return rc;
}

enum rc logged_open(const struct logged *l, const struct record *r, const struct key *key,
    struct buffer *clear, struct arena *a, struct fact *ret, struct why *why)
{
    struct event e;
    const struct hub_sealed_fact *f = &l->fact;
    const struct seal_binding binding = { .kind = SEALED_FACT,
        .pid = r->key,
        .key_id = f->key_id,
        .at = f->arrival,
        .partition = f->origin.partition,
        .offset = f->origin.offset,
        .name = f->origin.topic };
    buffer_reset(clear);
    if (!seal_open(key, &binding, f->sealed, clear))
        return why_set(why, RC_REFUSED, "a fact that its person's key does not open");
    enum rc rc = event_read(buffer_slice(clear), a, &e, why);
    if (rc != RC_OK) return rc;
    e.fact.pid = r->key;
    e.fact.arrival = l->at;
    e.fact.stamp = is_before(l->at, f->stamp) ? l->at : f->stamp; /* fold.md R2: not after it */
    *ret = e.fact;
    return RC_OK;
}
