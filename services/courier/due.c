/* One change becomes webhooks. The body is sealed; it is opened only if somebody could be told. */
#include <stdlib.h>

#include "codec/record.h"
#include "due.h"
#include "notes.h"
#include "shelf.h"
#include "shredded.h"

struct webhook *webhook_new(struct slice body)
{
    struct webhook *w = calloc(1, sizeof *w + body.n);
    if (!w) return NULL;
    w->n = body.n;
    memcpy(w->body, body.at, body.n);
    w->offset = -1;
    return w;
}

static void unnoted_push(struct courier *c, struct webhook *w)
{
    w->older = c->newest;
    if (c->newest)
        c->newest->newer = w;
    else
        c->oldest = w;
    c->newest = w;
}

static bool is_unnoted(const struct courier *c, const struct webhook *w)
{
    return w->older || w->newer || c->oldest == w;
}

static void unnoted_drop(struct courier *c, struct webhook *w)
{
    if (!is_unnoted(c, w)) return;
    if (w->older)
        w->older->newer = w->newer;
    else
        c->oldest = w->newer;
    if (w->newer)
        w->newer->older = w->older;
    else
        c->newest = w->older;
    w->older = w->newer = NULL;
}

void webhook_settle_place(struct courier *c, struct webhook *w)
{
    unnoted_drop(c, w);
    if (w->offset >= 0 && !w->orphan) places_settle(&c->parts[w->partition].places, w->offset);
    w->offset = -1;
}

void webhook_free(struct courier *c, struct webhook *w)
{
    webhook_settle_place(c, w);
    explicit_bzero(w->body, w->n);
    free(w);
}

/* --- opening a change --- */

/* What one change is looked at with. */
struct scan {
    struct courier *c;
    const struct record *record;
    struct told told;
    int64_t key_id;
    bool again; /* for one lane alone: no place waits, so each is noted at once */
    int open;
};

static enum rc change_open(struct courier *c, const struct record *r, const struct hub_change *h,
    struct hub_change_body *ret, struct why *why)
{
    const struct person_key *key = NULL;
    const struct seal_binding binding = { .kind = SEALED_CHANGE,
        .pid = r->key,
        .key_id = h->key_id,
        .at = h->at,
        .partition = r->partition,
        .offset = h->cause };
    enum rc rc = keys_find(c->keys, r->partition, r->key, h->key_id, &key, why);
    if (rc != RC_OK) return rc;
    buffer_reset(&c->opened);
    if (!seal_open(&key->key, &binding, h->sealed, &c->opened))
        return why_set(why, RC_REFUSED, "a change does not open");
    return record_read(&hub_change_body_row, buffer_slice(&c->opened), c->arena, ret, why);
}

/* --- one webhook --- */

/* It is on its way since before its partition came back to us: its result is ours again. */
static bool adopt(struct courier *c, const struct webhook *fresh)
{
    struct delivery *d =
        schedule_find(c->schedule, fresh->d.lane, &fresh->d.pid, fresh->d.cause, fresh->d.index);
    struct webhook *known = d ? webhook_of(d) : NULL;
    if (!known || !known->orphan) return false;
    known->orphan = known->noted = false;
    known->offset = fresh->offset;
    known->passed = fresh->passed;
    unnoted_push(c, known);
    return true;
}

static bool is_known(struct courier *c, const struct webhook *w)
{
    return schedule_find(c->schedule, w->d.lane, &w->d.pid, w->d.cause, w->d.index) != NULL;
}

/* Takes w over. */
static enum rc webhook_schedule(struct scan *s, struct webhook *w, struct why *why)
{
    struct courier *c = s->c;
    if (c->lanes[w->d.lane].shelved && !is_known(c, w)) {
        metric_add(c->world->metrics, METRIC_webhooks_due, 1);
        return shelf_put(c, w, why);
    }
    enum rc rc = schedule_add(c->schedule, &w->d, why);
    if (rc == RC_OK) {
        unnoted_push(c, w);
        metric_add(c->world->metrics, METRIC_webhooks_due, 1);
        if (s->again) return note_pending(c, w, why);
        s->open++;
        return RC_OK;
    }
    if (rc == RC_REFUSED && adopt(c, w)) s->open++;
    if (rc == RC_REFUSED) metric_add(c->world->metrics, METRIC_repeats_dropped, 1);
    free(w);
    return rc == RC_REFUSED ? RC_OK : why_add(why, RC_BROKEN, "scheduling");
}

static enum rc signal_send(struct scan *s, size_t lane, size_t index, struct why *why)
{
    struct courier *c = s->c;
    const struct subscription *sub = subscription_at(c->subscriptions, lane);
    struct slice name = slice_text(&sub->name);
    struct text id = told_webhook_id(&s->told, name, s->told.cause, (int32_t)index);
    if (finals_has(&c->parts[s->record->partition].finals, &id)) {
        metric_add(c->world->metrics, METRIC_repeats_dropped, 1);
        return RC_OK;
    }
    buffer_reset(&c->text);
    const struct due due = { &sub->said, sub->alias_key, &s->told, index };
    enum rc rc = body_write(&due, c->arena, &c->text, why);
    if (rc != RC_OK) return rc;
    struct webhook *w = webhook_new(buffer_slice(&c->text));
    if (!w) return why_set(why, RC_BROKEN, "out of memory");
    w->d.lane = lane;
    w->d.id = id;
    w->d.cause = s->told.cause;
    w->d.index = (int32_t)index;
    memcpy(w->d.pid.at, s->record->key.at, s->record->key.n); /* word_read saw that it fits */
    w->partition = s->record->partition;
    w->offset = s->again ? -1 : s->record->offset;
    w->key_id = s->key_id;
    w->passed = c->now;
    return webhook_schedule(s, w, why);
}

static enum rc lane_due(struct scan *s, size_t lane, struct why *why)
{
    const struct hub_subscription *said = &subscription_at(s->c->subscriptions, lane)->said;
    int32_t p = s->record->partition;
    if (!s->c->lanes[lane].told || (size_t)p >= said->from.n) return RC_OK;
    if (said->from.at[p] > s->record->offset) return RC_OK;
    for (size_t i = 0; i < s->told.change->signals.n; i++) {
        if (!subscription_is_due(said, &s->told, i)) continue;
        enum rc rc = signal_send(s, lane, i, why);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

static enum rc lanes_due(struct scan *s, int lane, struct why *why)
{
    enum rc rc = RC_OK;
    if (lane != EVERY_LANE) return lane_due(s, (size_t)lane, why);
    for (size_t i = 0; rc == RC_OK && i < s->c->n_lanes; i++) rc = lane_due(s, i, why);
    return rc;
}

enum rc change_due(struct courier *c, const struct record *record, const struct word *word,
    int lane, int *ret_open, struct why *why)
{
    const struct hub_change *h = &word->change;
    struct hub_change_body body;
    *ret_open = 0;
    if (c->lanes_told == 0) return RC_OK;
    enum rc rc = change_open(c, record, h, &body, why);
    if (rc == RC_REFUSED) { /* shredded, or damaged: nobody is told */
        metric_add_at(c->world->metrics, METRIC_refused, "not_opened", 1);
        return RC_OK;
    }
    if (rc != RC_OK || body.signals.n == 0) return rc;
    if (lane == EVERY_LANE) rc = shredded_drop(c, record, &body, h->cause, why);
    if (rc != RC_OK) return rc == RC_AGAIN ? RC_BROKEN : rc;
    struct scan s = { .c = c,
        .record = record,
        .told = { slice_text(&c->log.name), record->key, h->cause, h->at, h->stamp, &body },
        .key_id = h->key_id,
        .again = lane != EVERY_LANE };
    rc = lanes_due(&s, lane, why);
    if (rc == RC_OK) *ret_open = s.open;
    return rc == RC_AGAIN ? RC_BROKEN : rc;
}
