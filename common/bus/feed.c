/* One consumer, assigned by hand; each partition has a queue that is not forwarded to the
 * consumer's own, and a pipe that says when a queue that was empty is so no more. */
#include "bus/feed.h"

#include <fcntl.h>
#include <librdkafka/rdkafka.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bus/client.h"

enum { SOURCES_MAX = 4096, AHEAD = 2000 };

struct source {
    rd_kafka_queue_t *queue;
    rd_kafka_message_t *taken; /* the record that the caller holds */
    size_t topic_index;
    int64_t expired;
};

struct feed {
    struct client client;                  /* first: the client's opaque points here */
    rd_kafka_topic_partition_list_t *list; /* one element a source; offset: where it began */
    struct source *sources;
    size_t n;
    int32_t wait_ms;
    int bell[2]; /* a byte comes out of [0] when a queue has got something */
};

typedef rd_kafka_topic_partition_list_t partition_list;

static const rd_kafka_topic_partition_t *element(const struct feed *f, size_t source)
{
    assert(source < f->n);
    return &f->list->elems[source];
}

/* --- opening --- */

static enum rc client_new(struct feed *f, const struct feed_conf *conf, struct why *why)
{
    char ahead[16];
    (void)snprintf(ahead, sizeof ahead, "%d", (int)(conf->ahead ? conf->ahead : AHEAD));
    const struct setting rows[] = {
        { "bootstrap.servers", conf->brokers },
        { "group.id", conf->group },
        { "client.id", "coastline-feed" },
        { "enable.auto.commit", "false" },
        { "enable.auto.offset.store", "false" },
        { "enable.partition.eof", "true" },
        { "auto.offset.reset", "error" },
        { "check.crcs", "true" },
        { "fetch.wait.max.ms", "10" },
        { "queued.min.messages", ahead },
        { "queued.max.messages.kbytes", "2048" },
        { "fetch.message.max.bytes", "262144" },
        { "socket.nagle.disable", "true" },
    };
    rd_kafka_conf_t *settings = NULL;
    enum rc rc = client_settings(&settings, rows, COUNT(rows), why);
    return rc == RC_OK ? client_start(&f->client, RD_KAFKA_CONSUMER, settings, why) : rc;
}

/* The partitions of one topic become elements of the list. */
static enum rc topic_look_up(struct feed *f, const char *name, struct why *why)
{
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_topic_t *topic = rd_kafka_topic_new(f->client.rk, name, NULL);
    if (!topic) return client_says(RC_BROKEN, rd_kafka_last_error(), why);
    rd_kafka_resp_err_t error = rd_kafka_metadata(f->client.rk, 0, topic, &metadata, f->wait_ms);
    rd_kafka_topic_destroy(topic);
    if (error) return client_says(RC_AGAIN, error, why);
    const struct rd_kafka_metadata_topic *t = metadata->topic_cnt ? metadata->topics : NULL;
    enum rc rc = RC_OK;
    if (!t || t->err || t->partition_cnt < 1)
        rc = why_set(why, RC_BROKEN, "topic %.200s is not there: create the topics first", name);
    for (int i = 0; rc == RC_OK && i < t->partition_cnt; i++)
        (void)rd_kafka_topic_partition_list_add(f->list, name, i);
    rd_kafka_metadata_destroy(metadata);
    return rc;
}

static enum rc places_look_up(struct feed *f, struct why *why)
{
    rd_kafka_resp_err_t error = rd_kafka_committed(f->client.rk, f->list, f->wait_ms);
    if (error) return client_says(RC_AGAIN, error, why);
    for (int i = 0; i < f->list->cnt; i++) {
        rd_kafka_topic_partition_t *e = &f->list->elems[i];
        if (e->err) return client_says(RC_AGAIN, e->err, why);
        if (e->offset < 0) e->offset = -1; /* never committed */
    }
    return RC_OK;
}

/* Of all sources at once; RC_AGAIN if one is missing. */
static enum rc offsets_ask(
    const struct feed *f, partition_list *list, int64_t when, struct why *why)
{
    rd_kafka_resp_err_t error = client_offsets(&f->client, list, when, f->wait_ms);
    for (int i = 0; !error && i < list->cnt; i++) {
        error = list->elems[i].err;
        if (!error && list->elems[i].offset < 0) error = RD_KAFKA_RESP_ERR__TIMED_OUT;
    }
    return error ? client_says(RC_AGAIN, error, why) : RC_OK;
}

/* Where each source begins, given its place and what the log has. */
static enum rc beginnings_set(
    struct feed *f, const partition_list *lows, const partition_list *highs, struct why *why)
{
    for (size_t i = 0; i < f->n; i++) {
        rd_kafka_topic_partition_t *e = &f->list->elems[i];
        struct bus_span log = { lows->elems[i].offset, highs->elems[i].offset };
        enum rc rc = bus_begin(e->offset, log, &e->offset, &f->sources[i].expired, why);
        if (rc != RC_OK)
            return why_add(why, rc, "partition %d of %.60s", (int)e->partition, e->topic);
    }
    return RC_OK;
}

static enum rc beginnings_find(struct feed *f, struct why *why)
{
    partition_list *lows = rd_kafka_topic_partition_list_copy(f->list);
    partition_list *highs = rd_kafka_topic_partition_list_copy(f->list);
    enum rc rc = offsets_ask(f, lows, RD_KAFKA_OFFSET_BEGINNING, why);
    if (rc == RC_OK) rc = offsets_ask(f, highs, RD_KAFKA_OFFSET_END, why);
    if (rc == RC_OK) rc = beginnings_set(f, lows, highs, why);
    rd_kafka_topic_partition_list_destroy(lows);
    rd_kafka_topic_partition_list_destroy(highs);
    return rc;
}

static void topic_indices_set(struct feed *f, const struct feed_conf *conf)
{
    for (size_t i = 0; i < f->n; i++)
        for (size_t k = 0; k < conf->n_topics; k++)
            if (strcmp(f->list->elems[i].topic, conf->topics[k]) == 0)
                f->sources[i].topic_index = k;
}

/* Queues are taken out of the consumer's before the assignment, so that no record slips past. */
static enum rc reading_start(struct feed *f, struct why *why)
{
    if (pipe2(f->bell, O_NONBLOCK | O_CLOEXEC) != 0)
        return why_set(why, RC_BROKEN, "cannot make a pipe: too many open files");
    for (size_t i = 0; i < f->n; i++) {
        const rd_kafka_topic_partition_t *e = element(f, i);
        f->sources[i].queue = rd_kafka_queue_get_partition(f->client.rk, e->topic, e->partition);
        if (!f->sources[i].queue) return why_set(why, RC_BROKEN, "no queue for a partition");
        rd_kafka_queue_forward(f->sources[i].queue, NULL);
        rd_kafka_queue_io_event_enable(f->sources[i].queue, f->bell[1], "!", 1);
    }
    rd_kafka_resp_err_t error = rd_kafka_assign(f->client.rk, f->list);
    return error ? client_says(RC_BROKEN, error, why) : RC_OK;
}

enum rc feed_open(struct feed **ret, const struct feed_conf *conf, struct why *why)
{
    CLEANUP(feed_closep) struct feed *f = calloc(1, sizeof *f);
    if (!f) return why_set(why, RC_BROKEN, "out of memory");
    f->bell[0] = f->bell[1] = -1;
    f->wait_ms = conf->wait_ms;
    f->client.ear = conf->ear;
    f->list = rd_kafka_topic_partition_list_new(16);
    enum rc rc = client_new(f, conf, why);
    for (size_t i = 0; rc == RC_OK && i < conf->n_topics; i++)
        rc = topic_look_up(f, conf->topics[i], why);
    if (rc == RC_OK && f->list->cnt > SOURCES_MAX)
        rc = why_set(why, RC_BROKEN, "more than %d partitions to read", SOURCES_MAX);
    if (rc == RC_OK) rc = places_look_up(f, why);
    if (rc != RC_OK) return rc;
    f->sources = calloc((size_t)f->list->cnt + 1, sizeof *f->sources);
    if (!f->sources) return why_set(why, RC_BROKEN, "out of memory");
    f->n = (size_t)f->list->cnt;
    topic_indices_set(f, conf);
    rc = beginnings_find(f, why);
    if (rc == RC_OK) rc = reading_start(f, why);
    if (rc == RC_OK) *ret = TAKE(f);
    return rc;
}

static void source_close(struct source *s)
{
    if (s->taken) rd_kafka_message_destroy(s->taken);
    if (!s->queue) return;
    rd_kafka_queue_io_event_enable(s->queue, -1, NULL, 0);
    rd_kafka_queue_destroy(s->queue);
}

struct feed *feed_close(struct feed *f)
{
    if (!f) return NULL;
    for (size_t i = 0; i < f->n; i++) source_close(&f->sources[i]);
    if (f->client.rk) (void)rd_kafka_consumer_close(f->client.rk); /* nothing is kept there */
    if (f->list) rd_kafka_topic_partition_list_destroy(f->list);
    if (f->client.rk) rd_kafka_destroy(f->client.rk);
    for (size_t i = 0; i < COUNT(f->bell); i++)
        if (f->bell[i] >= 0) (void)close(f->bell[i]);
    free(f->sources);
    free(f);
    return NULL;
}

/* --- looking --- */

size_t feed_count(const struct feed *f) { return f->n; }

struct feed_source feed_source(const struct feed *f, size_t source)
{
    const rd_kafka_topic_partition_t *e = element(f, source);
    return (struct feed_source){ .topic = slice_str(e->topic),
        .topic_index = f->sources[source].topic_index,
        .partition = e->partition,
        .place = e->offset,
        .expired = f->sources[source].expired };
}

static struct slice beside_of(const rd_kafka_topic_partition_t *e)
{
    return e->metadata_size ? slice_of(e->metadata, e->metadata_size) : slice_str("");
}

enum rc feed_beside(const struct feed *f, struct text *ret, struct why *why)
{
    struct slice beside = slice_str("");
    for (size_t i = 0; i < f->n; i++) {
        struct slice here = beside_of(element(f, i));
        if (here.n == 0) continue; /* a partition added since */
        if (beside.n && !slice_equal(beside, here))
            return why_set(why, RC_REFUSED, "the committed places disagree about the hour");
        beside = here;
    }
    struct text text = { "" };
    if (!text_from(beside, &text))
        return why_set(why, RC_REFUSED, "the committed places hold words that are not ours");
    *ret = text;
    return RC_OK;
}

/* --- taking --- */

static struct slice bytes_or_none(const void *at, size_t n)
{
    return at ? slice_of(at, n) : (struct slice){ 0 };
}

static enum rc not_a_record(const rd_kafka_message_t *m, int64_t *read_to, struct why *why)
{
    if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        *read_to = MAX(*read_to, m->offset);
        return RC_AGAIN;
    }
    if (m->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        return why_set(why, RC_BROKEN,
            "partition %d of %.150s does not have our place any more: records expired unread, or "
            "the "
            "log is another one",
            m->partition, rd_kafka_topic_name(m->rkt));
    return client_says(RC_AGAIN, m->err, why); /* it heals by itself */
}

enum rc feed_take(
    struct feed *f, size_t source, struct feed_record *ret, int64_t *read_to, struct why *why)
{
    assert(source < f->n);
    struct source *s = &f->sources[source];
    if (s->taken) rd_kafka_message_destroy(s->taken);
    s->taken = rd_kafka_consume_queue(s->queue, 0);
    rd_kafka_message_t *m = s->taken;
    if (!m) return RC_AGAIN; /* often, and nobody reads why */
    if (m->err) return not_a_record(m, read_to, why);
    rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    int64_t ms = rd_kafka_message_timestamp(m, &kind);
    *ret = (struct feed_record){ .offset = m->offset,
        .stamp = { ms * 1000 },
        .broker_stamp = kind == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME,
        .key = bytes_or_none(m->key, m->key_len),
        .value = bytes_or_none(m->payload, m->len) };
    return RC_OK;
}

size_t feed_headers(struct feed *f, size_t source, struct feed_header *ret, size_t room)
{
    assert(source < f->n);
    rd_kafka_headers_t *headers = NULL;
    rd_kafka_message_t *m = f->sources[source].taken;
    if (!m || m->err || rd_kafka_message_headers(m, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return 0;
    size_t n = rd_kafka_header_cnt(headers);
    for (size_t i = 0; i < MIN(n, room); i++) {
        const char *name = NULL;
        const void *value = NULL;
        size_t size = 0;
        if (rd_kafka_header_get_all(headers, i, &name, &value, &size)) return i;
        ret[i] = (struct feed_header){ slice_str(name), bytes_or_none(value, size) };
    }
    return n;
}

void feed_wait(struct feed *f, int32_t wait_ms)
{
    char drained[256];
    struct pollfd bell = { .fd = f->bell[0], .events = POLLIN };
    (void)rd_kafka_poll(f->client.rk, 0); /* statistics and errors of no source */
    if (poll(&bell, 1, wait_ms) <= 0) return;
    while (read(f->bell[0], drained, sizeof drained) == (ssize_t)sizeof drained) continue;
}

/* --- ends and places --- */

/* The time -1 (OFFSET_END) asks for the end, in one request a broker. */
enum rc feed_ends(struct feed *f, int64_t *ends, struct why *why)
{
    partition_list *list = rd_kafka_topic_partition_list_copy(f->list);
    rd_kafka_resp_err_t error = client_offsets(&f->client, list, RD_KAFKA_OFFSET_END, f->wait_ms);
    bool any = false;
    for (int i = 0; !error && i < list->cnt; i++) {
        const rd_kafka_topic_partition_t *e = &list->elems[i];
        if (e->err || e->offset < 0) continue;
        ends[i] = e->offset;
        any = true;
    }
    rd_kafka_topic_partition_list_destroy(list);
    return any ? RC_OK : client_says(RC_AGAIN, error ? error : RD_KAFKA_RESP_ERR__TIMED_OUT, why);
}

int64_t feed_heard_end(const struct feed *f, size_t source)
{
    int64_t low = -1, high = -1;
    const rd_kafka_topic_partition_t *e = element(f, source);
    rd_kafka_resp_err_t error =
        rd_kafka_get_watermark_offsets(f->client.rk, e->topic, e->partition, &low, &high);
    return error || high < 0 ? -1 : high;
}

static bool metadata_set(rd_kafka_topic_partition_t *e, const struct text *beside)
{
    free(e->metadata); /* librdkafka allocates and frees it as malloc and free do */
    e->metadata = strdup(beside->at);
    e->metadata_size = e->metadata ? strlen(beside->at) : 0;
    return e->metadata != NULL;
}

enum rc feed_commit(
    struct feed *f, const int64_t *places, const struct text *beside, struct why *why)
{
    partition_list *list = rd_kafka_topic_partition_list_copy(f->list);
    bool whole = true;
    for (int i = 0; i < list->cnt; i++) {
        list->elems[i].offset = places[i];
        whole = metadata_set(&list->elems[i], beside) && whole;
    }
    rd_kafka_resp_err_t error =
        whole ? rd_kafka_commit(f->client.rk, list, 0) : RD_KAFKA_RESP_ERR__FAIL;
    for (int i = 0; !error && i < list->cnt; i++) error = list->elems[i].err;
    rd_kafka_topic_partition_list_destroy(list);
    return error ? client_says(RC_AGAIN, error, why) : RC_OK;
}
