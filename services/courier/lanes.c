/* Subscriptions become lanes of the scheduler, one each, at the same index. What a subscription
 * missed, because the courier was beyond its beginning when it met it, is read again for it alone
 * and noted at once: then no place has to wait, and a mark beside the places says so. */
#include <stdio.h>

#include "due.h"
#include "lanes.h"
#include "notes.h"
#include "partition.h"

/* --- what was missed --- */

struct missed {
    int lane;
    struct heard heard;
    bool sure; /* heard is what it was; else the speaker at the beginning is not known yet */
};

/* The speaker at a place in the middle is known by its words: none that is stale has spoken since
 * the one before it began. */
static bool missed_hear(struct missed *m, struct word *word)
{
    if (word->kind == WORD_OPENING) m->sure = true;
    if (word->kind != WORD_CHANGE) return false;
    if (word->hearing == HEARING_STRANGER && !m->sure && word->change.speaker > m->heard.speaker) {
        m->heard.speaker = word->change.speaker;
        m->heard.last = word->cause;
        word->hearing = HEARING_NEW;
    }
    return word->hearing == HEARING_NEW;
}

static enum rc missed_take(struct courier *c, const struct record *r, void *about, struct why *why)
{
    struct missed *m = about;
    struct word word;
    int open = 0;
    enum rc rc = word_read(&m->heard, r, c->arena, &word, why);
    if (rc == RC_REFUSED) return RC_OK; /* the loop said so when it met it */
    if (rc != RC_OK || !missed_hear(m, &word)) return rc;
    return change_due(c, r, &word, m->lane, &open, why);
}

static enum rc lane_catch_up(struct courier *c, size_t lane, int32_t partition, struct why *why)
{
    const struct hub_subscription *said = &subscription_at(c->subscriptions, lane)->said;
    const struct part *p = &c->parts[partition];
    if (!c->lanes[lane].told || (size_t)partition >= said->from.n) return RC_OK;
    int64_t from = said->from.at[partition];
    if (from >= p->position) return RC_OK;
    struct missed missed = {
        .lane = (int)lane, .heard = heard_nothing(), .sure = p->now.heard.speaker <= from
    };
    if (missed.sure) missed.heard.speaker = p->now.heard.speaker;
    struct aside what = { .topic = TOPIC_CHANGES,
        .partition = partition,
        .from = from,
        .to = p->position,
        .take = missed_take,
        .about = &missed };
    log_fact("a subscription is behind: reading again for it alone",
        KV_SLICE("subscription", said->name), KV_INT("partition", partition), KV_INT("from", from),
        KV_INT("to", p->position));
    return aside_read(c, &what, why);
}

enum rc lanes_catch_up(struct courier *c, int32_t partition, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < c->n_lanes; i++)
        if (c->lanes[i].since >= c->parts[partition].mark) rc = lane_catch_up(c, i, partition, why);
    return rc;
}

/* --- one subscription as it stands --- */

struct removal {
    struct courier *c;
    size_t lane;
    bool noted; /* hub.deliveries has some of it as pending */
};

static bool removal_meets(void *self, struct delivery *d)
{
    struct removal *r = self;
    struct webhook *w = webhook_of(d);
    if (d->lane != r->lane || w->orphan) return false;
    r->noted |= w->noted;
    webhook_settle_place(r->c, w);
    w->orphan = schedule_is_flying(r->c->schedule, d);
    return true;
}

static void removal_drop(void *self, struct delivery *d)
{
    struct removal *r = self;
    webhook_free(r->c, webhook_of(d));
}

static enum rc lane_end(struct courier *c, size_t lane, struct why *why)
{
    struct lane_view *v = &c->lanes[lane];
    struct removal removal = { .c = c, .lane = lane, .noted = v->shelved };
    v->told = false;
    schedule_lane_close(c->schedule, lane);
    schedule_sweep(c->schedule, removal_meets, &removal, removal_drop);
    enum rc rc = removal.noted ? notes_forget(c, lane, why) : RC_OK;
    v->shelved = rc != RC_OK; /* to be done again */
    log_fact("a subscription has ended",
        KV("subscription", subscription_at(c->subscriptions, lane)->name.at));
    return rc;
}

/* Under another since it begins anew: it was removed and applied again. */
static enum rc lane_begin(struct courier *c, size_t lane, struct why *why)
{
    const struct hub_subscription *said = &subscription_at(c->subscriptions, lane)->said;
    struct lane_view *v = &c->lanes[lane];
    bool anew = !v->told || v->since != said->since;
    int n = snprintf(v->url, sizeof v->url, "%.*s", (int)said->url.n, (const char *)said->url.at);
    v->told = n > 0 && (size_t)n < sizeof v->url;
    v->since = said->since;
    enum egress_trust trust = said->private_network ? EGRESS_PRIVATE : EGRESS_PUBLIC;
    v->checked = v->told && egress_check_url(v->url, trust, NULL) == RC_OK;
    schedule_lane_limit(c->schedule, lane, MAX(1, MIN(64, said->in_flight)), said->per_minute);
    if (said->state == HUB_SUBSCRIPTION_STATE_ACTIVE)
        schedule_lane_open(c->schedule, lane);
    else
        schedule_lane_close(c->schedule, lane);
    log_fact("a subscription stands", KV_SLICE("subscription", said->name),
        KV("state", hub_subscription_state_name(said->state)));
    enum rc rc = RC_OK;
    for (int32_t p = 0; rc == RC_OK && anew && p < PARTS_MAX; p++)
        if (c->parts[p].ours) rc = lane_catch_up(c, lane, p, why);
    return rc;
}

static enum rc lane_follow(struct courier *c, size_t lane, struct why *why)
{
    const struct subscription *s = subscription_at(c->subscriptions, lane);
    size_t made = lane;
    enum rc rc = RC_OK;
    if (lane == c->n_lanes) {
        rc = schedule_lane_add(c->schedule, 1, 0, &made, why);
        if (rc != RC_OK) return rc;
        c->lanes[c->n_lanes++].offset = -1;
    }
    assert(made == lane);
    if (c->lanes[lane].offset == s->offset) return RC_OK;
    rc = s->removed ? lane_end(c, lane, why) : lane_begin(c, lane, why);
    if (rc == RC_OK) c->lanes[lane].offset = s->offset;
    return rc;
}

static void lanes_count(struct courier *c)
{
    size_t active = 0;
    c->lanes_told = 0;
    for (size_t i = 0; i < c->n_lanes; i++) {
        const struct subscription *s = subscription_at(c->subscriptions, i);
        c->lanes_told += c->lanes[i].told;
        active += c->lanes[i].told && s->said.state == HUB_SUBSCRIPTION_STATE_ACTIVE;
    }
    metric_set(c->world->metrics, METRIC_subscriptions, (int64_t)active);
}

enum rc lanes_follow(struct courier *c, struct why *why)
{
    int64_t before = subscriptions_next(c->subscriptions);
    enum rc rc = subscriptions_look(c->subscriptions, why);
    if (rc == RC_OK && c->n_lanes > 0 && subscriptions_next(c->subscriptions) == before &&
        c->followed == before)
        return RC_OK;
    c->lanes_told = SIZE_MAX; /* a lane that begins below may be told already */
    for (size_t i = 0; rc == RC_OK && i < subscriptions_count(c->subscriptions); i++)
        rc = lane_follow(c, i, why);
    if (rc != RC_OK) return rc;
    lanes_count(c);
    c->followed = subscriptions_next(c->subscriptions);
    for (int32_t p = 0; p < PARTS_MAX; p++)
        if (c->parts[p].ours) c->parts[p].mark = c->followed;
    return RC_OK;
}

/* It is read back like anybody's word, and closes the lane once more. */
enum rc lane_disable(struct courier *c, size_t lane, struct why *why)
{
    const struct subscription *s = subscription_at(c->subscriptions, lane);
    struct hub_subscription said = s->said;
    said.state = HUB_SUBSCRIPTION_STATE_DISABLED;
    said.state_reason = slice_str("410: the receiver wants no more");
    log_alarm(
        "a receiver answered 410: its subscription is disabled", KV("subscription", s->name.at));
    if (s->removed) return RC_OK;
    return subscription_write(c->writer, c->subscriptions_topic, slice_text(&s->name), &said, why);
}
