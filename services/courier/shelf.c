#include "shelf.h"

#include <stdlib.h>

#include "due.h"
#include "notes.h"

enum { SETTLE_MS = 2000 };

/* Half of memory is shared out; the other half is for who is quick. */
static size_t share_of(const struct courier *c)
{
    return MAX(1, (size_t)c->conf->waiting / (2 * MAX((size_t)1, c->n_lanes)));
}

enum rc shelf_put(struct courier *c, struct webhook *w, struct why *why)
{
    enum rc rc = note_pending(c, w, why);
    webhook_free(c, w);
    return rc;
}

static bool is_full(const struct courier *c)
{
    return schedule_waiting(c->schedule) >= (size_t)c->conf->waiting;
}

/* A lane that is read back gets its share, or half of what is free: reading back costs the more
 * the smaller its pieces are. */
static size_t room_for(const struct courier *c)
{
    size_t free_room = is_full(c) ? 0 : (size_t)c->conf->waiting - schedule_waiting(c->schedule);
    return MAX(share_of(c), free_room / 2);
}

bool shelf_skips(struct courier *c, size_t lane, int32_t partition, int64_t offset)
{
    struct lane_view *v = &c->lanes[lane];
    if (!v->skipping && schedule_lane_waiting(c->schedule, lane) < room_for(c)) return false;
    if (!v->back) v->back = calloc(PARTS_MAX, sizeof *v->back);
    if (!v->skipping && v->back) v->back[partition] = offset;
    v->skipping = v->shelved = true;
    return true;
}

void shelves_begin(struct courier *c)
{
    for (size_t i = 0; i < c->n_lanes; i++) c->lanes[i].skipping = false;
}

void shelves_end(struct courier *c, int lane, int32_t partition, int64_t end)
{
    for (size_t i = 0; i < c->n_lanes; i++) {
        struct lane_view *v = &c->lanes[i];
        bool read = lane == EVERY_LANE || (size_t)lane == i;
        if (read && v->back && !v->skipping) v->back[partition] = end;
    }
}

int64_t shelf_back(const struct courier *c, int lane, int32_t partition)
{
    if (lane == EVERY_LANE || !c->lanes[lane].back) return 0;
    return c->lanes[lane].back[partition];
}

/* --- onto the shelf --- */

struct shelving {
    struct courier *c;
    size_t lane;
    enum rc rc;
    struct why *why;
};

/* The whole lane, or a later webhook of a person would go out before an earlier one. One that is
 * on its way stays, but is noted as well: should it fail and we fall, it would be noted behind
 * those that come after it, and be read back too late. */
static bool shelving_meets(void *self, struct delivery *d)
{
    struct shelving *s = self;
    struct webhook *w = webhook_of(d);
    if (d->lane != s->lane || w->orphan) return false;
    if (!w->noted && s->rc == RC_OK) s->rc = note_pending(s->c, w, s->why);
    return s->rc == RC_OK && !schedule_is_flying(s->c->schedule, d);
}

static void shelving_drop(void *self, struct delivery *d)
{
    struct shelving *s = self;
    webhook_free(s->c, webhook_of(d));
}

static enum rc lane_shelve(struct courier *c, size_t lane, struct why *why)
{
    struct shelving s = { .c = c, .lane = lane, .why = why };
    log_warning("a subscription is behind: what is due to it waits in hub.deliveries",
        KV("subscription", subscription_at(c->subscriptions, lane)->name.at),
        KV_INT("waiting", schedule_lane_waiting(c->schedule, lane)));
    struct lane_view *v = &c->lanes[lane];
    v->shelved = true;
    if (v->back) memset(v->back, 0, PARTS_MAX * sizeof *v->back); /* it may be noted anywhere */
    schedule_sweep(c->schedule, shelving_meets, &s, shelving_drop);
    return s.rc;
}

/* --- and back --- */

static enum rc lane_unshelve(struct courier *c, size_t lane, struct why *why)
{
    enum rc rc = writer_settle(c->writer, SETTLE_MS, why); /* else its notes are not there yet */
    c->lanes[lane].shelved = false;
    for (int32_t p = 0; rc == RC_OK && p < PARTS_MAX; p++)
        if (c->parts[p].ours) rc = notes_read(c, p, (int)lane, why);
    if (rc == RC_AGAIN) c->lanes[lane].shelved = true;
    return rc == RC_AGAIN ? RC_OK : rc;
}

static bool is_ready_back(const struct courier *c, size_t lane)
{
    const struct lane_view *v = &c->lanes[lane];
    const struct subscription *s = subscription_at(c->subscriptions, lane);
    return v->shelved && v->told && s->said.state == HUB_SUBSCRIPTION_STATE_ACTIVE &&
           2 * schedule_lane_waiting(c->schedule, lane) <= share_of(c);
}

/* Whoever is late and holds most; who is quick is waited for instead. False: there is nobody. */
static bool in_the_way(const struct courier *c, size_t *ret)
{
    size_t most = share_of(c);
    bool found = false;
    for (size_t i = 0; i < c->n_lanes; i++) {
        size_t waiting = schedule_lane_waiting(c->schedule, i);
        if (!c->lanes[i].late || waiting <= most) continue;
        most = waiting;
        *ret = i;
        found = true;
    }
    return found;
}

enum rc shelves_look(struct courier *c, struct why *why)
{
    size_t lane = 0;
    enum rc rc = RC_OK;
    while (rc == RC_OK && is_full(c) && in_the_way(c, &lane)) {
        size_t before = schedule_lane_waiting(c->schedule, lane);
        rc = lane_shelve(c, lane, why);
        if (schedule_lane_waiting(c->schedule, lane) == before) break; /* all of it flies */
    }
    for (size_t i = 0; rc == RC_OK && !is_full(c) && i < c->n_lanes; i++)
        if (is_ready_back(c, i)) return lane_unshelve(c, i, why);
    return rc;
}

void pending_show(const struct courier *c)
{
    int64_t n = (int64_t)schedule_waiting(c->schedule);
    for (size_t i = 0; i < c->n_lanes; i++) n += c->lanes[i].shelved && c->lanes[i].told;
    metric_set(c->world->metrics, METRIC_pending, n);
}
