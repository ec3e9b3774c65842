/* What waits in memory goes with the word that says so; what waits in hub.deliveries alone is known
 * by its key, when it is read back. */
#include "shredded.h"

#include "due.h"
#include "notes.h"

struct drop {
    struct courier *c;
    struct text pid;
    int64_t cause;
    enum rc rc;
    struct why *why;
};

static bool drop_meets(void *self, struct delivery *d)
{
    struct drop *s = self;
    struct webhook *w = webhook_of(d);
    if (w->orphan || s->rc != RC_OK || d->cause >= s->cause) return false;
    if (text_compare(&d->pid, &s->pid) != 0) return false;
    s->rc = note_dropped(s->c, w, s->why);
    w->dropped = w->noted = true;
    metric_add_at(s->c->world->metrics, METRIC_webhooks, "dropped", 1);
    return s->rc == RC_OK;
}

static void drop_one(void *self, struct delivery *d)
{
    struct drop *s = self;
    webhook_free(s->c, webhook_of(d));
}

static bool says_so(const struct hub_change_body *body)
{
    for (size_t i = 0; i < body->signals.n; i++)
        if (body->signals.at[i].kind == HUB_SIGNAL_KIND_FILE_SHREDDED) return true;
    return false;
}

enum rc shredded_drop(struct courier *c, const struct record *change,
    const struct hub_change_body *body, int64_t cause, struct why *why)
{
    struct drop drop = { .c = c, .cause = cause, .why = why };
    if (!says_so(body) || !text_from(change->key, &drop.pid)) return RC_OK;
    schedule_sweep(c->schedule, drop_meets, &drop, drop_one);
    return drop.rc;
}

enum rc shredded_note(struct courier *c, const struct hub_delivery *note, int32_t partition,
    bool *ret, struct why *why)
{
    const struct person_key *key = NULL;
    enum rc rc = keys_find(c->keys, partition, note->pid, note->key_id, &key, why);
    *ret = rc == RC_REFUSED || (rc == RC_OK && key->retired && note->cause < key->retired_from);
    if (rc != RC_OK && rc != RC_REFUSED) return rc;
    return *ret ? note_drop_again(c, note, partition, why) : RC_OK;
}
