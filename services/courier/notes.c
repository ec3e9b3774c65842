/* hub.deliveries. A note is written when a try failed, or when a webhook has waited for long, so
 * that no place waits for a partner; most webhooks never need one. What is noted as pending is
 * closed by a final note. */
#include <stdio.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "due.h"
#include "notes.h"
#include "partition.h"

enum { KEY_ROOM = 2 * TEXT_MAX + 2 };

/* --- writing --- */

static enum rc note_send(
    struct courier *c, const struct hub_delivery *note, int32_t partition, struct why *why)
{
    char key[KEY_ROOM];
    (void)snprintf(key, sizeof key, "%.*s:%.*s", (int)note->subscription.n,
        (const char *)note->subscription.at, (int)note->webhook_id.n,
        (const char *)note->webhook_id.at);
    buffer_reset(&c->record);
    frame_write(hub_delivery_row.fingerprint, &c->record);
    enum rc rc = record_write(&hub_delivery_row, note, &c->record, why);
    if (rc != RC_OK) return why_add(why, RC_BROKEN, "a delivery");
    struct outgoing out = { .topic = c->deliveries,
        .partition = partition,
        .key = slice_str(key),
        .value = buffer_slice(&c->record) };
    metric_add(c->world->metrics, METRIC_records_written, 1);
    return writer_send(c->writer, &out, why);
}

static struct hub_delivery note_of(const struct courier *c, const struct webhook *w)
{
    return (struct hub_delivery){
        .subscription = slice_text(&subscription_at(c->subscriptions, w->d.lane)->name),
        .webhook_id = slice_text(&w->d.id),
        .pid = slice_text(&w->d.pid),
        .cause = w->d.cause,
        .index = w->d.index,
        .tries = w->d.tries,
        .first_try = w->d.first_try,
        .next_try = w->d.next_try,
        .key_id = w->key_id,
        .sealed = slice_of("", 0),
    };
}

static struct seal_binding binding_of(
    struct slice pid, int64_t key_id, int32_t partition, int64_t cause, struct slice id)
{
    return (struct seal_binding){ .kind = SEALED_WEBHOOK,
        .pid = pid,
        .key_id = key_id,
        .partition = partition,
        .offset = cause,
        .name = id };
}

/* A person whose key is gone is forgotten: what waits in memory goes out or is lost with us. */
enum rc note_pending(struct courier *c, struct webhook *w, struct why *why)
{
    const struct person_key *key = NULL;
    struct hub_delivery note = note_of(c, w);
    struct seal_binding binding =
        binding_of(note.pid, w->key_id, w->partition, w->d.cause, note.webhook_id);
    enum rc rc = keys_find(c->keys, w->partition, note.pid, w->key_id, &key, why);
    if (rc == RC_OK) {
        buffer_reset(&c->sealed);
        struct slice body = slice_of(w->body, w->n);
        if (!seal(c->sealer, &key->key, &binding, body, &c->sealed))
            return why_set(why, RC_BROKEN, "a webhook too long to seal");
        note.sealed = buffer_slice(&c->sealed);
        rc = note_send(c, &note, w->partition, why);
        w->noted = rc == RC_OK;
    } else if (rc == RC_REFUSED) {
        rc = RC_OK;
    }
    if (rc == RC_OK) webhook_settle_place(c, w);
    return rc;
}

enum rc note_final(
    struct courier *c, const struct webhook *w, enum hub_delivery_state state, struct why *why)
{
    struct hub_delivery note = note_of(c, w);
    note.state = state;
    return note_send(c, &note, w->partition, why);
}

enum rc notes_look(struct courier *c, struct why *why)
{
    instant before = instant_minus(c->now, c->conf->note_after);
    enum rc rc = RC_OK;
    while (rc == RC_OK && c->oldest && is_before(c->oldest->passed, before))
        rc = note_pending(c, c->oldest, why);
    return rc;
}

/* --- reading back --- */

/* A repeat of what waits already brings its tries. */
static void pending_update(struct courier *c, const struct delivery *fresh)
{
    struct delivery *d =
        schedule_find(c->schedule, fresh->lane, &fresh->pid, fresh->cause, fresh->index);
    if (!d || schedule_is_flying(c->schedule, d)) return;
    d->tries = fresh->tries;
    d->first_try = fresh->first_try;
    d->next_try = fresh->next_try;
    schedule_moved(c->schedule, d);
}

static enum rc pending_open(
    struct courier *c, int32_t partition, const struct hub_delivery *note, struct why *why)
{
    const struct person_key *key = NULL;
    struct seal_binding binding =
        binding_of(note->pid, note->key_id, partition, note->cause, note->webhook_id);
    enum rc rc = keys_find(c->keys, partition, note->pid, note->key_id, &key, why);
    if (rc != RC_OK) return rc;
    buffer_reset(&c->opened);
    if (!seal_open(&key->key, &binding, note->sealed, &c->opened))
        return why_set(why, RC_REFUSED, "a pending webhook does not open");
    return RC_OK;
}

static enum rc pending_take(struct courier *c, int32_t partition, const struct hub_delivery *note,
    size_t lane, struct why *why)
{
    enum rc rc = pending_open(c, partition, note, why);
    if (rc != RC_OK) return rc;
    struct webhook *w = webhook_new(buffer_slice(&c->opened));
    if (!w) return why_set(why, RC_BROKEN, "out of memory");
    w->d.lane = lane;
    w->d.cause = note->cause;
    w->d.index = note->index;
    w->d.tries = note->tries;
    w->d.first_try = note->first_try;
    w->d.next_try = note->next_try;
    w->partition = partition;
    w->key_id = note->key_id;
    w->noted = true;
    bool fits = text_from(note->pid, &w->d.pid) && text_from(note->webhook_id, &w->d.id);
    rc = fits ? schedule_add(c->schedule, &w->d, why) : RC_REFUSED;
    if (rc == RC_OK) return RC_OK;
    if (fits && rc == RC_REFUSED) pending_update(c, &w->d);
    webhook_free(c, w);
    return rc == RC_AGAIN ? why_set(why, RC_BROKEN, "the scheduler is full") : RC_OK;
}

static enum rc final_take(struct courier *c, int32_t partition, const struct hub_delivery *note,
    size_t lane, struct why *why)
{
    struct part *p = &c->parts[partition];
    struct text pid, id;
    if (!text_from(note->pid, &pid) || !text_from(note->webhook_id, &id)) return RC_OK;
    struct delivery *d = schedule_find(c->schedule, lane, &pid, note->cause, note->index);
    if (d && !schedule_is_flying(c->schedule, d)) {
        schedule_remove(c->schedule, d);
        webhook_free(c, webhook_of(d));
    }
    if (note->cause < p->now.heard.last.offset || finals_add(&p->finals, &id)) return RC_OK;
    return why_set(why, RC_BROKEN, "out of memory");
}

static bool lane_named(const struct courier *c, struct slice name, size_t *ret)
{
    for (size_t i = 0; i < c->n_lanes; i++) {
        const struct subscription *s = subscription_at(c->subscriptions, i);
        if (s->removed || !slice_is(name, s->name.at)) continue;
        *ret = i;
        return true;
    }
    return false;
}

/* What cannot be read, or belongs to nobody any more, is passed over. */
static enum rc note_take(struct courier *c, const struct record *r, void *about, struct why *why)
{
    struct frame frame;
    struct hub_delivery note;
    size_t lane = 0;
    (void)about;
    if (!r->value.at) return RC_OK;
    enum rc rc = frame_read(r->value, &frame, why);
    if (rc == RC_OK && frame.fingerprint != hub_delivery_row.fingerprint) rc = RC_REFUSED;
    if (rc == RC_OK) rc = record_read(&hub_delivery_row, frame.body, c->arena, &note, why);
    if (rc == RC_OK && lane_named(c, note.subscription, &lane))
        rc = note.state == HUB_DELIVERY_STATE_PENDING
                 ? pending_take(c, r->partition, &note, lane, why)
                 : final_take(c, r->partition, &note, lane, why);
    if (rc == RC_REFUSED) metric_add_at(c->world->metrics, METRIC_refused, "note", 1);
    return rc == RC_REFUSED ? RC_OK : rc;
}

enum rc notes_read(struct courier *c, int32_t partition, struct why *why)
{
    struct bus_span log;
    enum rc rc = reader_span(c->aside, TOPIC_DELIVERIES, partition, &log, why);
    if (rc == RC_REFUSED) rc = RC_BROKEN;
    if (rc != RC_OK) return rc;
    struct aside all = { .topic = TOPIC_DELIVERIES,
        .partition = partition,
        .from = log.low,
        .to = log.high,
        .take = note_take };
    return aside_read(c, &all, why);
}
