/* A partition comes, goes, and has its place kept. Beside the place stand: the mark, the name of
 * the log, the last closing, and what was heard (runtime/speaker.h). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "due.h"
#include "lanes.h"
#include "notes.h"
#include "partition.h"
#include "shelf.h"

enum { POLL_MS = 100, WAIT_POLLS = 100, SETTLE_MS = 2000, TURN_EVERY = 64 };

/* --- reading beside the loop --- */

static enum rc aside_take(
    struct courier *c, const struct aside *what, struct news *news, int64_t *next, struct why *why)
{
    const struct record *r = &news->record;
    bool other = r->partition != what->partition || !slice_is(r->topic, what->topic);
    if (news->kind == NEWS_END && !other) *next = MAX(*next, r->offset);
    if (news->kind != NEWS_RECORD || other || r->offset < *next) return RC_OK;
    *next = r->offset + 1;
    if (r->offset >= what->to) return RC_OK;
    arena_reset(c->arena);
    return what->take(c, r, what->about, why);
}

enum rc aside_open(struct courier *c, struct why *why)
{
    struct reader_conf aside = { .brokers = c->conf->common.brokers,
        .client = "courier-aside",
        .queue_kib = 4096,
        .ear = c->world->ear };
    c->aside = reader_close(c->aside);
    c->aside_turn++;
    return reader_open(&c->aside, &aside, why);
}

/* A partition is read once by one reader: what the client had fetched ahead, or said of its end,
 * for the reading before must not pass for this one's. */
static enum rc aside_fresh(struct courier *c, const struct aside *what, struct why *why)
{
    struct part *p = &c->parts[what->partition];
    int64_t *turn = strcmp(what->topic, TOPIC_CHANGES) == 0 ? &p->changes_turn : &p->notes_turn;
    enum rc rc = *turn == c->aside_turn ? aside_open(c, why) : RC_OK;
    *turn = c->aside_turn;
    return rc;
}

static enum rc aside_poll(
    struct courier *c, const struct aside *what, int64_t *next, int *silent, struct why *why)
{
    struct news news;
    enum rc rc = reader_poll(c->aside, POLL_MS, &news, why);
    *silent = rc == RC_AGAIN ? *silent + 1 : 0;
    if (*silent == WAIT_POLLS) return why_set(why, RC_AGAIN, "%s does not come", what->topic);
    if (rc == RC_OK)
        rc = aside_take(c, what, &news, next, why);
    else if (rc == RC_AGAIN)
        rc = RC_OK;
    world_beat(c->world);
    return rc;
}

enum rc aside_read(struct courier *c, const struct aside *what, struct why *why)
{
    int64_t next = what->from;
    if (next >= what->to) return RC_OK;
    enum rc rc = aside_fresh(c, what, why);
    if (rc == RC_OK) rc = reader_begin(c->aside, what->topic, what->partition, what->from, why);
    for (int silent = 0, read = 0; rc == RC_OK && next < what->to;) {
        rc = aside_poll(c, what, &next, &silent, why);
        if (rc == RC_OK && ++read % TURN_EVERY == 0) rc = http_turn(c->http, -1, SECONDS(0), why);
    }
    return rc == RC_OK ? reader_end(c->aside, what->topic, what->partition, why) : rc;
}

/* --- beside a place --- */

static enum rc beside_write(
    const struct courier *c, const struct part *p, struct place *ret, struct why *why)
{
    char heard[BESIDE_MAX + 1];
    const struct vantage *v = places_beside(&p->places, &p->now);
    heard_write(&v->heard, heard);
    int n = snprintf(ret->beside, sizeof ret->beside, "%" PRId64 " %s %" PRId64 " %s", p->mark,
        c->log.name.at, v->closed.us / 1000000, heard);
    if (n > 0 && (size_t)n < sizeof ret->beside) return RC_OK;
    return why_set(why, RC_BROKEN, "what stands beside a place does not fit");
}

static enum rc beside_read(
    const struct courier *c, const struct place *place, struct part *p, struct why *why)
{
    char log[TEXT_MAX + 1] = "";
    int end = 0;
    int64_t closed = 0;
    p->now = (struct vantage){ .heard = heard_nothing() };
    if (place->offset < 0) return RC_OK;
    int n = sscanf(place->beside, "%" SCNd64 " %64s %" SCNd64 " %n", &p->mark, log, &closed, &end);
    if (n != 3 || !heard_parse(place->beside + end, &p->now.heard))
        return why_set(why, RC_BROKEN,
            "the place of partition %d was kept by something else: is the group's name taken?",
            (int)place->partition);
    p->now.closed = (instant){ closed * 1000000 };
    return logname_check(&c->log, slice_str(log), why);
}

/* --- coming and going --- */

static void part_show(const struct courier *c, const struct part *p)
{
    metric_set_at(c->world->metrics, METRIC_closed_seconds, p->name, p->now.closed.us / 1000000);
}

static void part_clear(struct part *p)
{
    places_deinit(&p->places);
    finals_deinit(&p->finals);
    *p = (struct part){ .kept = -1, .notes_turn = p->notes_turn, .changes_turn = p->changes_turn };
}

enum rc partition_gain(struct courier *c, int32_t partition, int64_t *ret_place, struct why *why)
{
    assert(partition < PARTS_MAX);
    struct part *p = &c->parts[partition];
    struct place place = { .partition = partition };
    part_clear(p);
    (void)snprintf(p->name, sizeof p->name, "%d", (int)partition);
    enum rc rc = keys_read(c->keys, partition, why);
    if (rc == RC_OK) rc = subscriptions_read(c->subscriptions, why);
    if (rc == RC_OK) rc = lanes_follow(c, why);
    if (rc == RC_OK) rc = reader_places(world_reader(c->world), TOPIC_CHANGES, &place, 1, why);
    if (rc == RC_OK) rc = beside_read(c, &place, p, why);
    if (rc != RC_OK) return rc;
    p->position = p->places.next = MAX(place.offset, 0);
    p->kept = place.offset;
    p->kept_mark = p->mark;
    rc = notes_read(c, partition, EVERY_LANE, why);
    if (rc == RC_OK) rc = lanes_catch_up(c, partition, why);
    if (rc != RC_OK) return rc;
    p->mark = c->followed;
    p->ours = true;
    part_show(c, p);
    pending_show(c);
    *ret_place = place.offset;
    return RC_OK;
}

struct leaving {
    struct courier *c;
    int32_t partition;
};

static bool leaving_meets(void *self, struct delivery *d)
{
    struct leaving *l = self;
    struct webhook *w = webhook_of(d);
    if (w->partition != l->partition) return false;
    w->orphan = true;
    webhook_settle_place(l->c, w);
    return true;
}

static void leaving_drop(void *self, struct delivery *d)
{
    struct leaving *l = self;
    webhook_free(l->c, webhook_of(d));
}

void partition_drop(struct courier *c, int32_t partition)
{
    struct leaving leaving = { c, partition };
    schedule_sweep(c->schedule, leaving_meets, &leaving, leaving_drop);
    char name[sizeof c->parts->name];
    memcpy(name, c->parts[partition].name, sizeof name);
    part_clear(&c->parts[partition]);
    memcpy(c->parts[partition].name, name, sizeof name); /* metrics point to it */
}

/* --- places --- */

static enum rc moved_find(struct courier *c, size_t *ret, struct why *why)
{
    *ret = 0;
    for (int32_t i = 0; i < PARTS_MAX; i++) {
        const struct part *p = &c->parts[i];
        int64_t next = places_next(&p->places);
        bool still = next == p->kept && p->mark == p->kept_mark;
        if (!p->ours || still || (p->kept < 0 && p->position == 0)) continue;
        struct place *place = &c->moved[(*ret)++];
        *place = (struct place){ .partition = i, .offset = next };
        enum rc rc = beside_write(c, p, place, why);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

static void moved_note(struct courier *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct part *p = &c->parts[c->moved[i].partition];
        p->kept = c->moved[i].offset;
        p->kept_mark = p->mark;
    }
}

enum rc places_keep(struct courier *c, struct why *why)
{
    size_t n = 0;
    c->kept_at = c->now;
    enum rc rc = moved_find(c, &n, why);
    if (rc != RC_OK || n == 0) return rc;
    rc = writer_settle(c->writer, SETTLE_MS, why);
    if (rc == RC_OK) rc = reader_keep(world_reader(c->world), TOPIC_CHANGES, c->moved, n, why);
    if (rc == RC_OK) moved_note(c, n);
    return rc == RC_BROKEN ? rc : RC_OK;
}
