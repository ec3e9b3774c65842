/* The turn: look after things, take what is there, settle when it is time.
 *
 * A batch begins with the first record passed, and ends when it is full by count, bytes or age, or
 * when nothing waits: so a burst is settled in large pieces, and a single record at once. */
#include "runtime/loop.h"

#include <stdio.h>

enum { BURST = 512, WAIT_MS = 100 };

/* --- settling --- */

static void places_show(struct loop *l)
{
    for (size_t i = 0; i < HELD_MAX; i++)
        if (l->held[i].ours && l->held[i].next > 0)
            metric_set_at(l->metrics, METRIC_place, l->held[i].name, l->held[i].next);
}

enum rc loop_settle(struct loop *l, struct why *why)
{
    if (!l->dirty) return RC_OK;
    struct step step = { .kind = STEP_SETTLE };
    enum rc rc = step_do(l, &step, why);
    if (rc != RC_OK) return rc;
    l->dirty = false;
    l->records = l->bytes = 0;
    metric_add(l->metrics, METRIC_batches_settled, 1);
    places_show(l);
    return RC_OK;
}

static bool is_full(const struct loop *l)
{
    return l->records >= l->conf->batch_records || l->bytes >= l->conf->batch_bytes;
}

static bool is_old(const struct loop *l)
{
    return l->dirty && has_passed(l->begun, l->conf->batch_age, l->now);
}

/* --- partitions come and go --- */

static enum rc partition_begin(struct loop *l, int32_t partition, struct why *why)
{
    int64_t start = 0, expired = 0;
    const char *topic = l->service->topic;
    if (partition >= HELD_MAX) return why_set(why, RC_BROKEN, "more than %d partitions", HELD_MAX);
    struct step gained = { .kind = STEP_GAINED, .partition = partition, .place = -1 };
    struct step ends = { .kind = STEP_SPAN, .partition = partition };
    enum rc rc = step_do(l, &gained, why);
    if (rc == RC_OK) rc = step_do(l, &ends, why);
    if (rc == RC_OK) rc = bus_begin(gained.place, ends.span, &start, &expired, why);
    if (rc == RC_OK) rc = reader_begin(l->reader, topic, partition, start, why);
    if (rc != RC_OK) return rc;
    struct held *h = &l->held[partition];
    *h = (struct held){ .ours = true, .next = start };
    (void)snprintf(h->name, sizeof h->name, "%d", (int)partition);
    metric_add(l->metrics, METRIC_partitions, 1);
    metric_set_at(l->metrics, METRIC_end, h->name, ends.span.high);
    places_show(l); /* also where nothing more comes */
    if (expired) {
        metric_add(l->metrics, METRIC_expired, expired);
        log_alarm("records were deleted before they were read", KV("topic", topic),
            KV_INT("partition", partition), KV_INT("records", expired));
    }
    log_fact("partition gained", KV("topic", topic), KV_INT("partition", partition),
        KV_INT("start", start), KV_INT("end", ends.span.high), KV_INT("kept", gained.place));
    return RC_OK;
}

static enum rc gain(struct loop *l, const struct news *news, struct why *why)
{
    for (size_t i = 0; i < news->n; i++) {
        enum rc rc = partition_begin(l, news->partitions[i], why);
        if (rc != RC_OK) return rc;
    }
    l->ready = true;
    return RC_OK;
}

static enum rc lose(struct loop *l, const struct news *news, struct why *why)
{
    enum rc rc = news->too_late ? RC_OK : loop_settle(l, why);
    for (size_t i = 0; rc == RC_OK && i < news->n; i++) {
        struct step lost = {
            .kind = STEP_LOST, .partition = news->partitions[i], .too_late = news->too_late
        };
        rc = step_do(l, &lost, why);
        struct held *h = &l->held[news->partitions[i]]; /* below HELD_MAX, since it was gained */
        if (!h->ours) continue;
        h->ours = false;
        metric_add(l->metrics, METRIC_partitions, -1);
        log_fact("partition lost", KV("topic", l->service->topic),
            KV_INT("partition", news->partitions[i]), KV_BOOL("too_late", news->too_late));
    }
    l->dirty = false; /* what was not settled is read again by who has it now */
    l->records = l->bytes = 0;
    return rc == RC_OK ? reader_let_go(l->reader, why) : rc;
}

/* --- records --- */

static enum rc pass(struct loop *l, const struct record *r, struct why *why)
{
    struct step step = { .kind = STEP_PASS, .record = r };
    if (!l->dirty) l->begun = l->now;
    l->dirty = true;
    enum rc rc = step_do(l, &step, why);
    if (rc != RC_OK) return rc;
    l->records++;
    l->bytes += (int64_t)(r->key.n + r->value.n);
    l->held[r->partition].next = r->offset + 1;
    return RC_OK;
}

static enum rc ended(struct loop *l, const struct record *r, struct why *why)
{
    struct step step = { .kind = STEP_ENDED, .partition = r->partition, .offset = r->offset };
    metric_set_at(l->metrics, METRIC_end, l->held[r->partition].name, r->offset);
    return step_do(l, &step, why);
}

static enum rc news_do(struct loop *l, const struct news *news, struct why *why)
{
    switch (news->kind) {
    case NEWS_RECORD: return pass(l, &news->record, why);
    case NEWS_END: return ended(l, &news->record, why);
    case NEWS_GAINED: return gain(l, news, why);
    case NEWS_LOST: return lose(l, news, why);
    }
    return RC_BROKEN;
}

/* Takes what is there, up to a burst or a full batch. *ret_empty: nothing waits any more. */
static enum rc take(struct loop *l, int32_t wait_ms, bool *ret_empty, struct why *why)
{
    struct news news;
    int64_t before = l->records;
    instant stamp = { 0 };
    enum rc rc = RC_OK;
    for (int i = 0; i < BURST && !is_full(l) && rc == RC_OK; i++) {
        rc = reader_poll(l->reader, i ? 0 : wait_ms, &news, why);
        if (rc == RC_OK && i == 0) l->now = loop_clock(); /* it may have waited */
        if (rc == RC_OK && news.kind == NEWS_RECORD) stamp = news.record.stamp;
        if (rc == RC_OK)
            rc = news_do(l, &news, why);
        else if (rc == RC_AGAIN)
            *ret_empty = true;
        if (*ret_empty) break;
    }
    if (rc == RC_AGAIN && *ret_empty && why->text[0])
        log_warning("the Kafka client has trouble", KV("why", why->text));
    if (l->records > before) metric_add(l->metrics, METRIC_records_read, l->records - before);
    if (stamp.us) metric_set(l->metrics, METRIC_stamp_seconds, stamp.us / 1000000);
    return rc == RC_AGAIN && *ret_empty ? RC_OK : rc;
}

static enum rc pauses_look(struct loop *l, struct why *why)
{
    if (!l->service->ready_for) return RC_OK;
    for (int32_t p = 0; p < HELD_MAX; p++) {
        struct held *h = &l->held[p];
        if (!h->ours || l->service->ready_for(l->self, p) == !h->paused) continue;
        h->paused = !h->paused;
        enum rc rc = reader_pause(l->reader, l->service->topic, p, h->paused, why);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

/* --- turns --- */

static enum rc turn_of_reader(struct loop *l, struct why *why)
{
    bool empty = false, waits_itself = l->service->wait != NULL;
    int32_t wait_ms = l->dirty || waits_itself ? 0 : WAIT_MS;
    enum rc rc = pauses_look(l, why);
    if (rc == RC_OK) rc = take(l, wait_ms, &empty, why);
    if (rc == RC_OK && (empty || is_full(l) || is_old(l))) rc = loop_settle(l, why);
    if (rc != RC_OK || !empty || !waits_itself) return rc;
    struct step step = { .kind = STEP_WAIT, .wait_ms = WAIT_MS };
    return step_do(l, &step, why);
}

static enum rc turn_of_service(struct loop *l, struct why *why)
{
    struct step step = { .kind = STEP_TURN };
    enum rc rc = step_do(l, &step, why);
    l->ready = l->ready || rc == RC_OK;
    return rc;
}

static enum rc turn(struct loop *l, struct why *why)
{
    struct step idle = { .kind = STEP_IDLE };
    bool was_ready = l->ready;
    l->now = loop_clock();
    enum rc rc = step_do(l, &idle, why);
    if (rc == RC_OK) rc = l->reader ? turn_of_reader(l, why) : turn_of_service(l, why);
    watchdog_beat(l->watchdog);
    if (l->ready == was_ready) return rc;
    health_ready(l->health, l->ready);
    metric_set(l->metrics, METRIC_ready, l->ready);
    return rc;
}

enum rc loop_run(struct loop *l, struct why *why)
{
    enum rc rc = RC_OK;
    while (rc == RC_OK && !loop_leaving()) rc = turn(l, why);
    return rc == RC_AGAIN && loop_leaving() ? RC_OK : rc;
}
