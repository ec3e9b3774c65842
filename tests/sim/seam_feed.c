/* bus/feed.h, lease.h, snapshots.h and topics.h on the model. */
#include <stdlib.h>

#include "bus/feed.h"
#include "bus/lease.h"
#include "bus/snapshots.h"
#include "bus/topics.h"
#include "seam_bus.h"

enum { SOURCES_MAX = 8 * PARTS };

/* --- feed.h --- */

struct feed_part {
    struct fetch fetch;
    size_t topic_index;
    int64_t place;
    const struct log_record *taken;
};

struct feed {
    struct group *group;
    struct text beside;
    struct feed_part at[SOURCES_MAX];
    size_t n;
    int32_t wait_ms;
};

static enum rc source_add(struct feed *f, const struct feed_conf *conf, size_t topic, int32_t p)
{
    struct log_topic *t = log_topic(conf->topics[topic]);
    const struct place *place = group_place(f->group, t->name, p);
    if (f->n == SOURCES_MAX) abort();
    struct feed_part *s = &f->at[f->n++];
    *s = (struct feed_part){ .topic_index = topic, .place = MAX(place->offset, 0) };
    s->fetch = fetch_from(t, p, s->place);
    if (place->beside[0]) text_print(&f->beside, "%s", place->beside);
    return RC_OK;
}

enum rc feed_open(struct feed **ret, const struct feed_conf *conf, struct why *why)
{
    enum rc rc = bus_ask(SITE_open, conf->wait_ms, why);
    struct feed *f = world_take(sizeof *f);
    f->group = group_named(conf->group);
    f->wait_ms = conf->wait_ms;
    for (size_t i = 0; rc == RC_OK && i < conf->n_topics; i++)
        for (int32_t p = 0; rc == RC_OK && p < log_topic(conf->topics[i])->partitions; p++)
            rc = source_add(f, conf, i, p);
    if (rc == RC_OK) *ret = f;
    return rc;
}

struct feed *feed_close(struct feed *f)
{
    if (f) seam(SITE_close, 3);
    return NULL;
}

size_t feed_count(const struct feed *f) { return f->n; }

struct feed_source feed_source(const struct feed *f, size_t source)
{
    const struct feed_part *s = &f->at[source];
    return (struct feed_source){ .topic = slice_str(s->fetch.topic->name),
        .topic_index = s->topic_index,
        .partition = s->fetch.partition,
        .place = s->place };
}

enum rc feed_beside(const struct feed *f, struct text *ret, struct why *why)
{
    (void)why;
    *ret = f->beside;
    return RC_OK;
}

enum rc feed_take(
    struct feed *f, size_t source, struct feed_record *ret, int64_t *read_to, struct why *why)
{
    struct feed_part *s = &f->at[source];
    int64_t offset = 0;
    (void)why;
    enum fetched what = fetch_next(&s->fetch, &offset);
    if (what == FETCHED_END) *read_to = MAX(*read_to, offset);
    if (what != FETCHED_RECORD) return RC_AGAIN;
    seam(SITE_take, (uint64_t)offset);
    busy();
    s->taken = &s->fetch.topic->parts[s->fetch.partition].at[offset];
    *ret = (struct feed_record){ .offset = offset,
        .stamp = s->taken->stamp,
        .broker_stamp = true,
        .key = s->taken->key,
        .value = s->taken->value };
    return RC_OK;
}

size_t feed_headers(struct feed *f, size_t source, struct feed_header *ret, size_t room)
{
    const struct log_record *r = f->at[source].taken;
    for (size_t i = 0; r && i < MIN(r->n_headers, room); i++)
        ret[i] = (struct feed_header){ r->headers[i].name, r->headers[i].value };
    return r ? r->n_headers : 0;
}

void feed_wait(struct feed *f, int32_t wait_ms)
{
    (void)f;
    fiber_wait((span){ wait_ms * 1000LL }, true);
}

enum rc feed_ends(struct feed *f, int64_t *ends, struct why *why)
{
    enum rc rc = bus_ask(SITE_ends, f->wait_ms, why);
    for (size_t i = 0; rc == RC_OK && i < f->n; i++) {
        const struct fetch *at = &f->at[i].fetch;
        if (!fault(20)) ends[i] = at->topic->parts[at->partition].n;
    }
    return rc;
}

int64_t feed_heard_end(const struct feed *f, size_t source)
{
    const struct fetch *at = &f->at[source].fetch;
    return at->topic->parts[at->partition].n;
}

enum rc feed_commit(
    struct feed *f, const int64_t *places, const struct text *beside, struct why *why)
{
    enum rc rc = bus_ask(SITE_commit, f->wait_ms, why);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < f->n; i++) {
        const struct fetch *at = &f->at[i].fetch;
        struct place *p = group_place(f->group, at->topic->name, at->partition);
        p->offset = places[i];
        memcpy(p->beside, beside->at, sizeof beside->at);
    }
    seam(SITE_commit, 1);
    if (!fault(20)) return RC_OK;
    rare_seen(RARE_place_kept_and_not_told);
    return why_set(why, RC_AGAIN, "sim: the answer was lost");
}

/* --- lease.h --- */

struct lease {
    struct group *group;
    struct member *member;
};

enum rc lease_open(struct lease **ret, const struct lease_conf *conf, struct why *why)
{
    (void)why;
    seam(SITE_open, 4);
    struct lease *l = world_take(sizeof *l);
    l->group = group_named(conf->group);
    l->member = group_join(l->group, 1, conf->member ? conf->member : "");
    *ret = l;
    return RC_OK;
}

struct lease *lease_close(struct lease *l)
{
    if (!l) return NULL;
    seam(SITE_close, 4);
    if (l->member) group_leave(l->group, l->member);
    l->member = NULL;
    return NULL;
}

enum rc lease_look(struct lease *l, int wait_ms, struct why *why)
{
    struct member *m = l->member;
    instant until = instant_plus(sim.now, (span){ wait_ms * 1000LL });
    seam(SITE_lease, m->has);
    for (;;) {
        if (m->kicked || m->revoke) group_let_go(l->group, m);
        if (!kafka_is_away()) m->gain = false;
        if (m->has) return RC_OK;
        if (!is_before(sim.now, until)) break;
        fiber_wait(between(sim.now, until), true);
    }
    rare_seen(RARE_door_stood_by);
    return why_set(why, RC_AGAIN, "sim: another door is open");
}

/* --- snapshots.h --- */

struct snapshots {
    struct transaction *t;
    int64_t epoch;
    struct log_topic *topic;
    int32_t partition;
    bool open;
};

enum rc snapshots_open(struct snapshots **ret, const struct snapshots_conf *conf, struct why *why)
{
    enum rc rc = bus_ask(SITE_fence, conf->patience_ms, why);
    if (rc != RC_OK) return rc;
    struct snapshots *s = world_take(sizeof *s);
    s->t = transaction_named(conf->name);
    s->topic = log_topic(conf->topic);
    s->partition = conf->partition;
    s->epoch = transaction_fence(s->t);
    seam(SITE_fence, 1);
    *ret = s;
    return RC_OK;
}

struct snapshots *snapshots_close(struct snapshots *s)
{
    if (s) seam(SITE_close, 5);
    return NULL;
}

static enum rc fenced(const struct snapshots *s, struct why *why)
{
    if (s->epoch == s->t->epoch) return RC_OK;
    rare_seen(RARE_snapshot_writer_fenced);
    return why_set(why, RC_BROKEN, "sim: fenced");
}

enum rc snapshots_add(struct snapshots *s, struct slice key, struct slice value, struct why *why)
{
    seam(SITE_snapshot, value.n);
    enum rc rc = fenced(s, why);
    if (rc != RC_OK) return rc;
    if (!s->open) {
        s->t->topic = s->topic;
        s->t->partition = s->partition;
        s->t->first = s->topic->parts[s->partition].n;
        s->t->opened = sim.now;
        s->open = true;
    }
    const struct log_record r = { .state = LOG_OPEN, .key = key, .value = value };
    (void)log_append(s->topic, s->partition, &r);
    return RC_OK;
}

/* A commit may be known to have failed, done and not known, or not done and not known. */
enum rc snapshots_commit(struct snapshots *s, struct why *why)
{
    if (!s->open) return RC_OK;
    enum rc rc = bus_ask(SITE_commit, 0, NULL);
    if (rc == RC_OK) rc = fenced(s, why);
    s->open = false;
    if (rc == RC_BROKEN) return rc;
    if (rc == RC_AGAIN || fault(20)) {
        transaction_end(s->t, false);
        return why_set(why, RC_AGAIN, "sim: the transaction was aborted");
    }
    bool unknown = fault(15);
    if (!unknown || dice(2)) transaction_end(s->t, true);
    seam(SITE_commit, 2);
    if (!unknown) return RC_OK;
    rare_seen(RARE_commit_unknown);
    return why_set(why, RC_BROKEN, "sim: what became of the commit is unknown");
}

/* --- topics.h, as far as a door asks --- */

struct topics {
    int none;
};

enum rc topics_open(struct topics **ret, const char *brokers, int32_t wait_ms, struct why *why)
{
    (void)brokers;
    enum rc rc = bus_ask(SITE_open, wait_ms, why);
    if (rc == RC_OK) *ret = world_take(sizeof **ret);
    return rc;
}

struct topics *topics_close(struct topics *t)
{
    (void)t;
    return NULL;
}

enum rc topics_broker_stamps(struct topics *t, const char *name, bool *ret, struct why *why)
{
    (void)t, (void)name;
    enum rc rc = bus_ask(SITE_ask, 0, why);
    if (rc == RC_OK) *ret = true;
    return rc;
}
