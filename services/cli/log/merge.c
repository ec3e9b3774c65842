#include "log/merge.h"

#include <stdlib.h>

#include "bus/feed.h"

enum { WAIT_MS = 10000, POLL_MS = 100, SILENT_POLLS = 300, ARENA_MAX = 8 << 20 };

/* A partition: `has` a record in front, or is `over`. */
struct lane {
    struct record record;
    struct arena *arena; /* owned */
    instant at;
    bool has, over;
};

struct merge {
    const struct merge_conf *conf;
    struct feed *feed;
    struct lane *lanes; /* by partition */
    size_t n;
};

static void merge_deinit(struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) arena_free(m->lanes[i].arena);
    free(m->lanes);
    feed_close(m->feed);
}

static enum rc merge_open(struct merge *m, struct why *why)
{
    const struct merge_conf *c = m->conf;
    const char *topics[] = { c->topic };
    const struct feed_conf feed = { .brokers = c->brokers,
        .group = "coastline-log-none", /* never committed: from the beginning */
        .topics = topics,
        .n_topics = 1,
        .wait_ms = WAIT_MS };
    enum rc rc = feed_open(&m->feed, &feed, why);
    if (rc != RC_OK) return rc;
    if (feed_count(m->feed) != (size_t)c->partitions)
        return why_set(why, RC_BROKEN, "%s has other partitions than hub.facts", c->topic);
    m->lanes = calloc((size_t)c->partitions, sizeof *m->lanes);
    if (!m->lanes) return why_set(why, RC_BROKEN, "out of memory");
    for (m->n = 0; m->n < (size_t)c->partitions; m->n++) {
        struct lane *l = &m->lanes[m->n];
        l->over = c->limits[m->n] <= 0;
        if (!(l->arena = arena_new(ARENA_MAX))) return why_set(why, RC_BROKEN, "out of memory");
    }
    return RC_OK;
}

/* Puts a record in front of a lane. RC_AGAIN: none is here yet. */
static enum rc lane_fill(struct merge *m, size_t source, struct lane *l, struct why *why)
{
    int64_t read_to = -1;
    struct feed_source from = feed_source(m->feed, source);
    int64_t limit = m->conf->limits[from.partition];
    struct feed_record r;
    while (!l->has && !l->over) {
        enum rc rc = feed_take(m->feed, source, &r, &read_to, why);
        l->over = rc == RC_OK ? r.offset >= limit : read_to >= limit;
        if (rc != RC_OK) return l->over ? RC_OK : rc;
        if (l->over) break;
        l->record = (struct record){ .topic = from.topic,
            .partition = from.partition,
            .offset = r.offset,
            .stamp = r.stamp,
            .broker_stamp = r.broker_stamp,
            .key = r.key,
            .value = r.value };
        arena_reset(l->arena);
        rc = m->conf->judge(m->conf->self, &l->record, l->arena, &l->at, why);
        if (rc != RC_OK && rc != RC_REFUSED) return rc;
        l->has = rc == RC_OK;
        l->over = !l->has && r.offset + 1 >= limit;
    }
    return RC_OK;
}

/* Every lane shows a record or is over. */
static enum rc lanes_fill(struct merge *m, struct why *why)
{
    for (int silent = 0; silent < SILENT_POLLS; silent++) {
        bool waits = false;
        for (size_t i = 0; i < m->n; i++) {
            struct lane *l = &m->lanes[feed_source(m->feed, i).partition];
            bool before = l->has || l->over;
            enum rc rc = lane_fill(m, i, l, why);
            if (rc != RC_OK && rc != RC_AGAIN) return rc;
            waits |= rc == RC_AGAIN;
            if (!before && rc == RC_OK) silent = 0;
        }
        if (!waits) return RC_OK;
        feed_wait(m->feed, POLL_MS);
    }
    return why_set(why, RC_AGAIN, "%s does not come", m->conf->topic);
}

static struct lane *earliest(const struct merge *m)
{
    struct lane *first = NULL;
    for (size_t i = 0; i < m->n; i++) {
        struct lane *l = &m->lanes[i];
        if (l->has && (!first || is_before(l->at, first->at))) first = l;
    }
    return first;
}

enum rc merge_run(const struct merge_conf *conf, struct why *why)
{
    struct merge m = { .conf = conf };
    struct lane *l = NULL;
    enum rc rc = merge_open(&m, why);
    if (rc == RC_OK) rc = lanes_fill(&m, why);
    while (rc == RC_OK && (l = earliest(&m))) {
        l->has = false;
        rc = conf->take(conf->self, &l->record, why);
        if (rc == RC_OK) rc = lanes_fill(&m, why);
    }
    merge_deinit(&m);
    return rc;
}
