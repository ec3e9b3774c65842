/* bus/writer.h on the model. A record lands some time after it was sent, in the order of its
 * partition, and is acknowledged some time after that. What a process holds when it dies is on its
 * way up to a point in each partition, and lost from there. */
#include <stdlib.h>

#include "bus/writer.h"
#include "planted.h"
#include "seam_bus.h"

enum { HELD_MAX = 4096, WRITERS_MAX = 64, WAIT_MS = 10000 };

struct held {
    struct log_topic *topic;
    int32_t partition;
    struct log_record record;
    instant lands, told;
    bool landed;
};

struct writer {
    const struct fiber *fiber;
    int64_t life;
    bool lost; /* its process is gone; what it holds may land yet */
    span linger;
    const char *topics[WRITER_TOPICS];
    int n_topics;
    struct held *held; /* those before `first` are done */
    int64_t first, n, room;
};

static struct writer *writers[WRITERS_MAX];
static int n_writers;

void seam_bus_begin(void) { n_writers = 0; }

/* --- landing --- */

static void writer_look_at(struct writer *w)
{
    for (int64_t i = w->first; i < w->n; i++) {
        struct held *h = &w->held[i];
        if (!h->landed && !is_before(sim.now, h->lands) && !kafka_is_away()) {
            h->landed = true;
            if (w->lost) rare_seen(RARE_records_landed_after_a_crash);
            (void)log_append(h->topic, h->partition, &h->record);
        }
    }
    while (w->first < w->n && w->held[w->first].landed &&
           (w->lost || !is_before(sim.now, w->held[w->first].told)))
        w->first++;
}

void writers_look(void)
{
    for (int i = 0; i < n_writers; i++) {
        writer_look_at(writers[i]);
        if (writers[i]->lost && writers[i]->first == writers[i]->n)
            writers[i--] = writers[--n_writers];
    }
}

instant writers_next(void)
{
    instant next = { INT64_MAX };
    for (int i = 0; i < n_writers; i++)
        for (int64_t k = writers[i]->first; k < writers[i]->n; k++) {
            const struct held *h = &writers[i]->held[k];
            instant due = h->landed ? h->told : later_of(h->lands, sim.kafka_away);
            if (h->landed && k > writers[i]->first) continue; /* what is before it is not told */
            if (is_before(due, next)) next = due;
        }
    return next;
}

bool writers_idle(void)
{
    for (int i = 0; i < n_writers; i++)
        if (writers[i]->first < writers[i]->n) return false;
    return true;
}

/* --- what a crash leaves --- */

static void writer_lose(struct writer *w)
{
    bool cut[TOPICS_MAX][PARTS] = { { false } };
    instant after[TOPICS_MAX][PARTS] = { { { 0 } } };
    int64_t kept = w->first;
    w->lost = true;
    for (int64_t i = w->first; i < w->n; i++) {
        struct held h = w->held[i];
        int32_t topic = topic_index(h.topic->name);
        bool *gone = &cut[topic][h.partition];
        if (h.landed) continue;
        *gone |= dice(3) == 0;
        if (*gone) {
            rare_seen(RARE_records_lost_in_a_crash);
            continue;
        }
        if (fault(600)) h.lands = instant_plus(h.lands, dice_span(SECONDS(1), SECONDS(12)));
        h.lands = after[topic][h.partition] = later_of(h.lands, after[topic][h.partition]);
        w->held[kept++] = h;
    }
    w->n = kept;
}

void writers_lose(const struct fiber *f)
{
    for (int i = 0; i < n_writers; i++)
        if (writers[i]->fiber == f && !writers[i]->lost) writer_lose(writers[i]);
}

/* What is not on the wire yet waits until the process goes on. */
void writers_freeze(const struct fiber *f)
{
    for (int i = 0; i < n_writers; i++) {
        struct writer *w = writers[i];
        bool stays = false;
        if (w->fiber != f || w->lost) continue;
        for (int64_t k = w->first; k < w->n; k++) {
            struct held *h = &w->held[k];
            stays |= !h->landed && dice(2) == 0;
            if (stays && !h->landed) h->lands = later_of(h->lands, f->frozen_until);
            h->told = later_of(h->told, h->lands);
        }
    }
}

/* --- the seam --- */

enum rc writer_open(struct writer **ret, const struct writer_conf *conf, struct why *why)
{
    (void)why;
    seam(SITE_open, 2);
    if (n_writers == WRITERS_MAX || conf->landed) abort();
    struct writer *w = world_take(sizeof *w);
    w->fiber = sim.self;
    w->life = sim.self ? sim.self->life : 0;
    w->linger = (span){ conf->linger_ms * 1000LL };
    writers[n_writers++] = w;
    *ret = w;
    return RC_OK;
}

struct writer *writer_close(struct writer *w)
{
    if (!w) return NULL;
    seam(SITE_close, 2);
    if (!w->lost) writer_lose(w); /* it drops what is unacknowledged */
    return NULL;
}

enum rc writer_topic(struct writer *w, const char *name, int *ret, struct why *why)
{
    (void)why;
    for (int i = 0; i < w->n_topics; i++)
        if (strcmp(w->topics[i], name) == 0) {
            *ret = i;
            return RC_OK;
        }
    w->topics[w->n_topics] = log_topic(name)->name;
    *ret = w->n_topics++;
    return RC_OK;
}

static instant lands_at(const struct writer *w, const struct log_topic *t, int32_t partition)
{
    span way = sim.clean ? (span){ 200 } : dice_span((span){ 300 }, sim.way);
    if (fault(40)) way = dice_span((span){ 50000 }, SECONDS(4));
    instant at = instant_plus(sim.now, (span){ way.us + w->linger.us });
    for (int64_t i = w->n; i > w->first; i--) {
        const struct held *h = &w->held[i - 1];
        if (h->topic == t && h->partition == partition) return later_of(at, h->lands);
    }
    return at;
}

enum rc writer_send(struct writer *w, const struct outgoing *out, struct why *why)
{
    struct log_topic *t = log_topic(w->topics[out->topic]);
    int32_t partition = out->partition == PARTITION_BY_KEY
                            ? bus_partition_of(out->key, t->partitions)
                            : out->partition;
    seam(SITE_send, (uint64_t)partition);
    if (w->n - w->first >= HELD_MAX) return why_set(why, RC_BROKEN, "sim: the queue is full");
    struct log_record r = { .stamp = out->stamp,
        .key = world_copy(out->key),
        .value = world_copy(out->value),
        .n_headers = out->n_headers };
    struct record_header *headers = world_take((out->n_headers + 1) * sizeof *headers);
    for (size_t i = 0; i < out->n_headers; i++)
        headers[i] = (struct record_header){ world_copy(out->headers[i].name),
            world_copy(out->headers[i].value) };
    r.headers = headers;
    instant lands = lands_at(w, t, partition);
    span back = sim.clean ? (span){ 100 } : dice_span((span){ 100 }, (span){ 2000 });
    if (fault(10)) back = dice_span((span){ 20000 }, SECONDS(3));
    w->held = world_grow(w->held, sizeof *w->held, w->n, &w->room);
    w->held[w->n++] = (struct held){ t, partition, r, lands, instant_plus(lands, back), false };
    seam(SITE_send, 1);
    return RC_OK;
}

enum rc writer_look(struct writer *w, struct why *why)
{
    (void)why;
    writer_look_at(w);
    return RC_OK;
}

size_t writer_unsettled(const struct writer *w) { return (size_t)(w->n - w->first); }

static instant settled_at(const struct writer *w)
{
    instant at = sim.now;
    for (int64_t i = w->first; i < w->n; i++) at = later_of(at, w->held[i].told);
    return later_of(at, sim.kafka_away);
}

enum rc writer_settle(struct writer *w, int32_t wait_ms, struct why *why)
{
    instant until = instant_plus(sim.now, (span){ wait_ms * 1000LL });
    seam(SITE_settle, writer_unsettled(w));
    if (planted_settles_at_once(wait_ms)) return RC_OK;
    for (int64_t i = w->first; i < w->n; i++) /* lingers no longer */
        if (!w->held[i].landed && w->linger.us)
            w->held[i].lands = later_of(sim.now, instant_minus(w->held[i].lands, w->linger));
    for (;;) {
        writer_look_at(w);
        if (writer_unsettled(w) == 0) break;
        if (!is_before(sim.now, until))
            return why_set(why, RC_AGAIN, "sim: %zu unsettled", writer_unsettled(w));
        instant next = settled_at(w);
        fiber_wait(
            between(sim.now, is_before(next, until) ? later_of(next, sim.now) : until), false);
    }
    seam(SITE_settle, 1);
    return RC_OK;
}

enum rc writer_partitions(struct writer *w, int topic, int32_t *ret, struct why *why)
{
    enum rc rc = bus_ask(SITE_ask, WAIT_MS, why);
    if (rc == RC_OK) *ret = log_topic(w->topics[topic])->partitions;
    return rc;
}
