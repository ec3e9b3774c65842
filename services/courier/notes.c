/* hub.deliveries. A note is written when a try failed, or when a webhook has waited for long, so
 * that no place waits for a partner; most webhooks never need one. What is noted as pending is
 * closed by a final note. */
#include <stdio.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "due.h"
#include "notes.h"
#include "partition.h"
#include "shelf.h"
#include "shredded.h"

enum { KEY_ROOM = 2 * TEXT_MAX + 2 };

/* --- writing --- */

/* `why_final`: NULL, or a word for whoever reads the topic. */
static enum rc note_send_as(struct courier *c, const struct hub_delivery *note, int32_t partition,
    const char *why_final, struct why *why)
{
    const struct record_header header = { slice_str("coastline.reason"),
        slice_str(why_final ? why_final : "") };
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
        .value = buffer_slice(&c->record),
        .headers = &header,
        .n_headers = why_final != NULL };
    metric_add(c->world->metrics, METRIC_records_written, 1);
    return writer_send(c->writer, &out, why);
}

static enum rc note_send(
    struct courier *c, const struct hub_delivery *note, int32_t partition, struct why *why)
{
    return note_send_as(c, note, partition, NULL, why);
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
        c->lanes[w->d.lane].late = true;
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

enum rc note_drop_again(
    struct courier *c, const struct hub_delivery *note, int32_t partition, struct why *why)
{
    struct hub_delivery final = *note;
    final.state = HUB_DELIVERY_STATE_GIVEN_UP;
    final.sealed = slice_of("", 0);
    return note_send_as(c, &final, partition, "shredded", why);
}

enum rc note_dropped(struct courier *c, const struct webhook *w, struct why *why)
{
    const struct hub_delivery note = note_of(c, w);
    return note_drop_again(c, &note, w->partition, why);
}

enum rc notes_look(struct courier *c, struct why *why)
{
    enum rc rc = RC_OK;
    while (rc == RC_OK && c->oldest && has_passed(c->oldest->passed, c->conf->note_after, c->now))
        rc = note_pending(c, c->oldest, why);
    return rc;
}

/* --- reading back --- */

/* A note as it was read, of a lane that is there. */
struct noted {
    const struct hub_delivery *note;
    int32_t partition;
    int64_t offset;
    struct delivery d; /* as it would be scheduled; load stays empty */
};

/* A repeat of what waits already brings its tries. What is on its way since before its partition
 * came back to us is ours again, noted: else its result were dropped, and the note stayed. */
static void pending_update(struct courier *c, struct delivery *d, const struct delivery *fresh)
{
    webhook_of(d)->orphan = false;
    webhook_of(d)->noted = true;
    if (schedule_is_flying(c->schedule, d)) return;
    d->tries = fresh->tries;
    d->first_try = fresh->first_try;
    d->next_try = fresh->next_try;
    schedule_moved(c->schedule, d);
}

static enum rc pending_open(struct courier *c, const struct noted *n, struct why *why)
{
    const struct person_key *key = NULL;
    const struct hub_delivery *note = n->note;
    struct seal_binding binding =
        binding_of(note->pid, note->key_id, n->partition, note->cause, note->webhook_id);
    enum rc rc = keys_find(c->keys, n->partition, note->pid, note->key_id, &key, why);
    if (rc != RC_OK) return rc;
    buffer_reset(&c->opened);
    if (!seal_open(&key->key, &binding, note->sealed, &c->opened))
        return why_set(why, RC_REFUSED, "a pending webhook does not open");
    return RC_OK;
}

static enum rc pending_take(struct courier *c, const struct noted *n, struct why *why)
{
    struct delivery *known =
        schedule_find(c->schedule, n->d.lane, &n->d.pid, n->d.cause, n->d.index);
    if (known) pending_update(c, known, &n->d);
    if (known || shelf_skips(c, n->d.lane, n->partition, n->offset)) return RC_OK;
    enum rc rc = pending_open(c, n, why);
    if (rc != RC_OK) return rc;
    struct webhook *w = webhook_new(buffer_slice(&c->opened));
    if (!w) return why_set(why, RC_BROKEN, "out of memory");
    w->d = n->d;
    w->partition = n->partition;
    w->key_id = n->note->key_id;
    w->noted = true;
    rc = schedule_add(c->schedule, &w->d, why);
    if (rc == RC_OK) return RC_OK;
    webhook_free(c, w);
    return why_add(why, RC_BROKEN, "scheduling");
}

static enum rc final_take(struct courier *c, const struct noted *n, struct why *why)
{
    struct part *p = &c->parts[n->partition];
    struct delivery *d = schedule_find(c->schedule, n->d.lane, &n->d.pid, n->d.cause, n->d.index);
    if (d && !schedule_is_flying(c->schedule, d)) {
        schedule_remove(c->schedule, d);
        webhook_free(c, webhook_of(d));
    }
    if (p->ours || n->d.cause < p->now.heard.last.offset || finals_add(&p->finals, &n->d.id))
        return RC_OK;
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

/* False: it belongs to nobody any more, or to a lane that is not asked for. */
static bool noted_of(
    const struct courier *c, const struct hub_delivery *note, int lane, struct noted *ret)
{
    struct noted n = { .note = note,
        .d = { .cause = note->cause,
            .index = note->index,
            .tries = note->tries,
            .first_try = note->first_try,
            .next_try = note->next_try } };
    if (!text_from(note->pid, &n.d.pid) || !text_from(note->webhook_id, &n.d.id)) return false;
    if (!lane_named(c, note->subscription, &n.d.lane)) return false;
    *ret = n;
    return lane == EVERY_LANE || (size_t)lane == n.d.lane;
}

/* False: it cannot be read, and is passed over. */
static bool note_decode(struct courier *c, const struct record *r, struct hub_delivery *ret)
{
    struct frame frame;
    if (!r->value.at) return false;
    if (frame_read(r->value, &frame, NULL) == RC_OK &&
        frame.fingerprint == hub_delivery_row.fingerprint &&
        record_read(&hub_delivery_row, frame.body, c->arena, ret, NULL) == RC_OK)
        return true;
    metric_add_at(c->world->metrics, METRIC_refused, "note", 1);
    return false;
}

static enum rc note_take(struct courier *c, const struct record *r, void *about, struct why *why)
{
    const int *lane = about;
    struct hub_delivery note;
    struct noted n;
    if (!note_decode(c, r, &note) || !noted_of(c, &note, *lane, &n)) return RC_OK;
    n.partition = r->partition;
    n.offset = r->offset;
    bool pending = note.state == HUB_DELIVERY_STATE_PENDING, over = false;
    enum rc rc = pending ? shredded_note(c, &note, r->partition, &over, why) : RC_OK;
    if (rc != RC_OK || over) return rc;
    rc = pending ? pending_take(c, &n, why) : final_take(c, &n, why);
    if (rc == RC_REFUSED) metric_add_at(c->world->metrics, METRIC_refused, "note", 1);
    return rc == RC_REFUSED ? RC_OK : rc;
}

/* Whatever became of it: it is final now. */
static enum rc forget_take(struct courier *c, const struct record *r, void *about, struct why *why)
{
    const struct subscription *s = about;
    struct hub_delivery note;
    if (!note_decode(c, r, &note) || note.state != HUB_DELIVERY_STATE_PENDING ||
        !slice_is(note.subscription, s->name.at))
        return RC_OK;
    note.state = HUB_DELIVERY_STATE_GIVEN_UP;
    note.sealed = slice_of("", 0);
    return note_send(c, &note, r->partition, why);
}

static enum rc partition_read(struct courier *c, struct aside *what, struct why *why)
{
    struct bus_span log;
    enum rc rc = reader_span(c->aside, TOPIC_DELIVERIES, what->partition, &log, why);
    if (rc == RC_REFUSED) rc = RC_BROKEN;
    if (rc != RC_OK) return rc;
    what->topic = TOPIC_DELIVERIES;
    what->from = MAX(what->from, log.low);
    what->to = log.high;
    return aside_read(c, what, why);
}

enum rc notes_read(struct courier *c, int32_t partition, int lane, struct why *why)
{
    struct aside all = { .partition = partition,
        .from = shelf_back(c, lane, partition),
        .take = note_take,
        .about = &lane };
    shelves_begin(c);
    enum rc rc = keys_read(c->keys, partition, why); /* some may have been retired since */
    if (rc == RC_OK) rc = partition_read(c, &all, why);
    if (rc == RC_OK) shelves_end(c, lane, partition, all.to);
    return rc;
}

enum rc notes_forget(struct courier *c, size_t lane, struct why *why)
{
    struct subscription s = *subscription_at(c->subscriptions, lane);
    enum rc rc = RC_OK;
    for (int32_t p = 0; rc == RC_OK && p < PARTS_MAX; p++) {
        struct aside all = { .partition = p, .take = forget_take, .about = &s };
        if (c->parts[p].ours) rc = partition_read(c, &all, why);
    }
    explicit_bzero(&s, sizeof s);
    return rc;
}
