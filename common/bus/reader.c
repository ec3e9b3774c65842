/* A consumer and the partitions it was told to read. For each we keep the next offset that may
 * come, so that whatever the client reads twice (after a pause, a seek, an assignment) is dropped
 * here and heard once.
 *
 * A rebalance is calm -> gaining -> calm, or calm -> losing -> calm: the client's callback only
 * notes it; reader_poll tells it; the client gets its answer when the caller has given his. */
#include "bus/reader_parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { WAIT_MS = 10000, DROPS_AT_ONCE = 10000 };

/* --- opening and closing --- */

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t error,
    rd_kafka_topic_partition_list_t *partitions, void *opaque)
{
    struct reader *r = opaque;
    bool gained = error == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    if (r->closing || (!gained && error != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS)) {
        (void)rd_kafka_assign(rk, NULL); /* else closing would wait for it for ever */
        return;
    }
    if (r->list) rd_kafka_topic_partition_list_destroy(r->list);
    r->list = rd_kafka_topic_partition_list_copy(partitions);
    r->change = gained ? GAINING : LOSING;
    r->told = false;
    r->too_late = !gained && rd_kafka_assignment_lost(rk);
}

static enum rc settings_make(rd_kafka_conf_t **ret, const struct reader_conf *conf, struct why *why)
{
    char queue[16], fetch[16];
    (void)snprintf(
        fetch, sizeof fetch, "%d", 1024 * (int)(conf->fetch_kib ? conf->fetch_kib : 1024));
    (void)snprintf(queue, sizeof queue, "%d", (int)(conf->queue_kib ? conf->queue_kib : 16384));
    const char *member = conf->member && conf->member[0] ? conf->member : NULL;
    const struct setting rows[] = {
        { "bootstrap.servers", conf->brokers },
        { "client.id", conf->client },
        { "group.id", conf->group ? conf->group : "coastline-none" }, /* never joined */
        { "group.instance.id", conf->topic ? member : NULL },
        { "partition.assignment.strategy", "range" },
        { "session.timeout.ms", "8000" },
        { "heartbeat.interval.ms", "2000" },
        { "max.poll.interval.ms", "600000" },
        { "enable.auto.commit", "false" },
        { "enable.auto.offset.store", "false" },
        { "auto.offset.reset", "error" },
        { "enable.partition.eof", "true" },
        { "isolation.level", conf->committed_only ? "read_committed" : "read_uncommitted" },
        { "check.crcs", "true" },
        { "fetch.wait.max.ms", "100" },
        { "fetch.error.backoff.ms", "50" },
        { "queued.max.messages.kbytes", queue },
        { "fetch.message.max.bytes", fetch },
        { "socket.nagle.disable", "true" },
        { "reconnect.backoff.max.ms", "2000" },
    };
    return client_settings(ret, rows, COUNT(rows), why);
}

static enum rc group_join(struct reader *r, const char *topic, struct why *why)
{
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    (void)rd_kafka_topic_partition_list_add(topics, topic, RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t error = rd_kafka_subscribe(r->client.rk, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    return error ? client_says(RC_BROKEN, error, why) : RC_OK;
}

enum rc reader_open(struct reader **ret, const struct reader_conf *conf, struct why *why)
{
    rd_kafka_conf_t *settings = NULL;
    CLEANUP(reader_closep) struct reader *r = calloc(1, sizeof *r);
    if (!r) return why_set(why, RC_BROKEN, "out of memory");
    r->client.ear = conf->ear;
    r->bell[0] = r->bell[1] = -1;
    r->wait_ms = conf->wait_ms ? conf->wait_ms : WAIT_MS;
    r->member = conf->topic != NULL;
    enum rc rc = settings_make(&settings, conf, why);
    if (rc != RC_OK) return rc;
    if (r->member) rd_kafka_conf_set_rebalance_cb(settings, on_rebalance);
    rc = client_start(&r->client, RD_KAFKA_CONSUMER, settings, why);
    if (rc != RC_OK) return rc;
    (void)rd_kafka_poll_set_consumer(r->client.rk); /* fails only for producers */
    if (r->member) rc = group_join(r, conf->topic, why);
    if (rc == RC_OK) *ret = TAKE(r);
    return rc;
}

static void bell_close(struct reader *r)
{
    if (r->queue) {
        rd_kafka_queue_io_event_enable(r->queue, -1, NULL, 0);
        rd_kafka_queue_destroy(r->queue);
    }
    for (size_t i = 0; i < COUNT(r->bell); i++)
        if (r->bell[i] >= 0) (void)close(r->bell[i]);
}

struct reader *reader_close(struct reader *r)
{
    if (!r) return NULL;
    r->closing = true;
    if (r->held) rd_kafka_message_destroy(r->held);
    bell_close(r);
    if (r->change != CALM && r->client.rk) (void)rd_kafka_assign(r->client.rk, NULL);
    if (r->client.rk) (void)rd_kafka_consumer_close(r->client.rk); /* sessions end anyway */
    for (size_t i = 0; i < r->n; i++) rd_kafka_topic_destroy(r->parts[i].topic);
    if (r->list) rd_kafka_topic_partition_list_destroy(r->list);
    if (r->client.rk) rd_kafka_destroy(r->client.rk);
    free(r->numbers);
    free(r->parts);
    free(r);
    return NULL;
}

/* --- the bell --- */

int reader_bell(struct reader *r)
{
    if (r->bell[0] >= 0) return r->bell[0];
    if (pipe2(r->bell, O_NONBLOCK | O_CLOEXEC) != 0) return -1;
    r->queue = rd_kafka_queue_get_consumer(r->client.rk);
    if (r->queue) rd_kafka_queue_io_event_enable(r->queue, r->bell[1], "!", 1);
    return r->bell[0];
}

static void bell_silence(struct reader *r)
{
    char drained[64];
    if (r->bell[0] < 0) return;
    while (read(r->bell[0], drained, sizeof drained) == (ssize_t)sizeof drained) continue;
}

/* --- polling --- */

static enum rc change_tell(struct reader *r, struct news *ret, struct why *why)
{
    size_t n = (size_t)r->list->cnt;
    int32_t *numbers = realloc(r->numbers, (n + 1) * sizeof *numbers);
    if (!numbers) return why_set(why, RC_BROKEN, "out of memory");
    r->numbers = numbers;
    for (size_t i = 0; i < n; i++) numbers[i] = r->list->elems[i].partition;
    r->told = true;
    *ret = (struct news){ .kind = r->change == GAINING ? NEWS_GAINED : NEWS_LOST,
        .partitions = numbers,
        .n = n,
        .too_late = r->too_late };
    return RC_OK;
}

/* Errors that no waiting mends; all others heal by themselves and are only told. */
static enum rc trouble(const struct reader *r, const rd_kafka_message_t *m, struct why *why)
{
    enum rc rc = client_alive(&r->client, why);
    if (rc != RC_OK) return rc;
    const char *topic = m->rkt ? rd_kafka_topic_name(m->rkt) : "";
    if (m->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET)
        return why_set(why, RC_BROKEN,
            "partition %d of %.100s does not have our place any more: records expired unread, or "
            "the log is another one",
            (int)m->partition, topic);
    if (m->err == RD_KAFKA_RESP_ERR__BAD_MSG)
        return why_set(
            why, RC_BROKEN, "partition %d of %.100s: damaged bytes", (int)m->partition, topic);
    return client_says(RC_AGAIN, m->err, why);
}

static void record_of(const rd_kafka_message_t *m, struct record *ret)
{
    rd_kafka_timestamp_type_t kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    int64_t ms = rd_kafka_message_timestamp(m, &kind);
    *ret = (struct record){ .topic = slice_str(rd_kafka_topic_name(m->rkt)),
        .partition = m->partition,
        .offset = m->offset,
        .stamp = { ms * 1000 },
        .broker_stamp = kind == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME,
        .key = { m->key, m->key ? m->key_len : 0 },
        .value = { m->payload, m->payload ? m->len : 0 },
        .kafka = m };
}

/* RC_OK: news; RC_REFUSED: not for anybody, take the next; else as reader_poll. */
static enum rc message_take(struct reader *r, struct news *ret, struct why *why)
{
    const rd_kafka_message_t *m = r->held;
    bool ended = m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF;
    if (m->err && !ended) return trouble(r, m, why);
    struct part *p = part_of(r, m);
    if (!p || m->offset < p->next) return RC_REFUSED;
    record_of(m, &ret->record);
    ret->kind = ended ? NEWS_END : NEWS_RECORD;
    p->next = ended ? p->next : m->offset + 1;
    return RC_OK;
}

static enum rc take_next(struct reader *r, int32_t wait_ms, struct news *ret, struct why *why)
{
    for (int i = 0; i < DROPS_AT_ONCE; i++) {
        r->held = rd_kafka_consumer_poll(r->client.rk, i ? 0 : wait_ms);
        if (r->change != CALM && !r->told && !r->held) return change_tell(r, ret, why);
        if (!r->held) return client_alive(&r->client, why) == RC_OK ? RC_AGAIN : RC_BROKEN;
        enum rc rc = message_take(r, ret, why);
        if (rc != RC_REFUSED) return rc;
        rd_kafka_message_destroy(r->held);
        r->held = NULL;
    }
    return RC_AGAIN;
}

enum rc reader_poll(struct reader *r, int32_t wait_ms, struct news *ret, struct why *why)
{
    if (why) why->text[0] = '\0';
    if (r->held) rd_kafka_message_destroy(r->held);
    r->held = NULL;
    assert(r->change != LOSING || !r->told); /* reader_let_go is the answer */
    if (r->change == GAINING && r->told) {
        enum rc rc = parts_assign(r, why);
        if (rc != RC_OK) return rc;
    }
    if (r->change != CALM) return change_tell(r, ret, why);
    enum rc rc = take_next(r, wait_ms, ret, why);
    if (rc != RC_AGAIN || r->bell[0] < 0 || r->held) return rc;
    bell_silence(r); /* then look again, or a record that came just now would ring unheard */
    return take_next(r, 0, ret, why);
}
