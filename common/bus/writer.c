/* An idempotent producer. Reports come back for failures only (delivery.report.only.error): what is
 * acknowledged leaves the client's count in its own thread, and costs ours nothing. So "nothing is
 * unacknowledged, and no failure was reported" means that everything is in Kafka. Who wants to hear
 * where each record landed pays for reports of all. */
#include "bus/writer.h"

#include <stdlib.h>

#include "bus/client.h"

enum {
    WAIT_MS = 10000,
    PATIENCE_MS = 120000,
    RECORD_MAX = 1000000,
    HEADERS_ROOM = 64, /* what Kafka adds to a record, at most */
    HEARTBEAT_MS = 100
};

struct writer {
    struct client client; /* first: the client's opaque points here */
    rd_kafka_topic_t *topics[WRITER_TOPICS];
    int n_topics;
    size_t record_max;
    int32_t patience_ms;
    rd_kafka_resp_err_t failure; /* of the first record that failed */
    void (*landed)(void *self, void *mark, int32_t partition, int64_t offset);
    void *landed_self;
};

/* --- opening and closing --- */

static void on_report(rd_kafka_t *rk, const rd_kafka_message_t *m, void *opaque)
{
    struct writer *w = opaque;
    (void)rk;
    if (m->err && !w->failure) w->failure = m->err;
    if (w->landed) w->landed(w->landed_self, m->_private, m->partition, m->err ? -1 : m->offset);
}

static enum rc settings_make(rd_kafka_conf_t **ret, const struct writer_conf *conf, struct why *why)
{
    char linger[16], queue[16], largest[24];
    (void)snprintf(linger, sizeof linger, "%d", (int)conf->linger_ms);
    (void)snprintf(queue, sizeof queue, "%d", (int)(conf->queue_kib ? conf->queue_kib : 32768));
    (void)snprintf(largest, sizeof largest, "%zu", MAX(conf->record_max, (size_t)RECORD_MAX));
    const struct setting rows[] = {
        { "bootstrap.servers", conf->brokers },
        { "client.id", conf->client },
        { "message.max.bytes", largest },
        { "enable.idempotence", "true" },
        { "acks", "all" },
        { "enable.gapless.guarantee", "true" },
        { "message.timeout.ms", "0" },
        { "delivery.report.only.error", conf->landed ? "false" : "true" },
        { "partitioner", "murmur2_random" },
        { "linger.ms", linger },
        { "topic.metadata.propagation.max.ms", "10000" }, /* then it is not there */
        { "queue.buffering.max.messages", "1000000" },
        { "queue.buffering.max.kbytes", queue },
        { "socket.nagle.disable", "true" },
        { "reconnect.backoff.max.ms", "2000" },
    };
    return client_settings(ret, rows, COUNT(rows), why);
}

enum rc writer_open(struct writer **ret, const struct writer_conf *conf, struct why *why)
{
    rd_kafka_conf_t *settings = NULL;
    CLEANUP(writer_closep) struct writer *w = calloc(1, sizeof *w);
    if (!w) return why_set(why, RC_BROKEN, "out of memory");
    w->client.ear = conf->ear;
    w->landed = conf->landed;
    w->landed_self = conf->landed_self;
    w->record_max = conf->record_max ? conf->record_max : RECORD_MAX;
    w->patience_ms = conf->patience_ms ? conf->patience_ms : PATIENCE_MS;
    enum rc rc = settings_make(&settings, conf, why);
    if (rc != RC_OK) return rc;
    rd_kafka_conf_set_dr_msg_cb(settings, on_report);
    rc = client_start(&w->client, RD_KAFKA_PRODUCER, settings, why);
    if (rc == RC_OK) *ret = TAKE(w);
    return rc;
}

struct writer *writer_close(struct writer *w)
{
    if (!w) return NULL;
    if (w->client.rk) {
        (void)rd_kafka_purge(w->client.rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        (void)rd_kafka_poll(w->client.rk, 0);
    }
    for (int i = 0; i < w->n_topics; i++) rd_kafka_topic_destroy(w->topics[i]);
    if (w->client.rk) rd_kafka_destroy(w->client.rk);
    free(w);
    return NULL;
}

enum rc writer_topic(struct writer *w, const char *name, int *ret, struct why *why)
{
    for (int i = 0; i < w->n_topics; i++)
        if (strcmp(rd_kafka_topic_name(w->topics[i]), name) == 0) {
            *ret = i;
            return RC_OK;
        }
    if (w->n_topics == WRITER_TOPICS) return why_set(why, RC_BROKEN, "too many topics");
    w->topics[w->n_topics] = rd_kafka_topic_new(w->client.rk, name, NULL);
    if (!w->topics[w->n_topics]) return client_says(RC_BROKEN, rd_kafka_last_error(), why);
    *ret = w->n_topics++;
    return RC_OK;
}

enum rc writer_partitions(struct writer *w, int topic, int32_t *ret, struct why *why)
{
    assert(topic >= 0 && topic < w->n_topics);
    client_waiting(&w->client);
    return client_partitions(&w->client, w->topics[topic], WAIT_MS, ret, why);
}

/* --- looking --- */

enum rc writer_look(struct writer *w, struct why *why)
{
    (void)rd_kafka_poll(w->client.rk, 0);
    enum rc rc = client_alive(&w->client, why);
    if (rc != RC_OK || !w->failure) return rc;
    rc = client_says(RC_BROKEN, w->failure, why);
    return why_add(why, rc, "a record was not written");
}

size_t writer_unsettled(const struct writer *w) { return (size_t)rd_kafka_outq_len(w->client.rk); }

/* A flush does not wake up for acknowledgements that are not reported, so it is asked in short. */
enum rc writer_settle(struct writer *w, int32_t wait_ms, struct why *why)
{
    int64_t start = client_clock_ms(), heard = start;
    for (;;) {
        (void)rd_kafka_flush(w->client.rk, 1);
        enum rc rc = writer_look(w, why);
        if (rc != RC_OK || writer_unsettled(w) == 0) return rc;
        int64_t now = client_clock_ms();
        if (now - start >= wait_ms)
            return why_set(
                why, RC_AGAIN, "%zu records are not acknowledged yet", writer_unsettled(w));
        if (now - heard < HEARTBEAT_MS) continue;
        client_waiting(&w->client);
        heard = now;
    }
}

/* --- sending --- */

static void *bytes_of(struct slice s) { return (void *)(uintptr_t)s.at; } /* copied, not written */

static rd_kafka_resp_err_t send_bare(struct writer *w, const struct outgoing *o)
{
    int failed = rd_kafka_produce(w->topics[o->topic], o->partition, RD_KAFKA_MSG_F_COPY,
        bytes_of(o->value), o->value.n, o->key.at, o->key.n, o->mark);
    return failed ? rd_kafka_last_error() : RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t send_dressed(struct writer *w, const struct outgoing *o)
{
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    rd_kafka_headers_t *headers = rd_kafka_headers_new(o->n_headers);
    for (size_t i = 0; !error && i < o->n_headers; i++) {
        const struct record_header *h = &o->headers[i];
        error = rd_kafka_header_add(headers, (const char *)h->name.at, (ssize_t)h->name.n,
            h->value.at, (ssize_t)h->value.n);
    }
    if (!error)
        error = rd_kafka_producev(w->client.rk, RD_KAFKA_V_RKT(w->topics[o->topic]),
            RD_KAFKA_V_PARTITION(o->partition), RD_KAFKA_V_KEY(bytes_of(o->key), o->key.n),
            RD_KAFKA_V_VALUE(bytes_of(o->value), o->value.n),
            RD_KAFKA_V_TIMESTAMP(o->stamp.us / 1000), RD_KAFKA_V_HEADERS(headers),
            RD_KAFKA_V_OPAQUE(o->mark), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
    if (error) rd_kafka_headers_destroy(headers); /* on success they are the record's */
    return error;
}

static rd_kafka_resp_err_t send_once(struct writer *w, const struct outgoing *o)
{
    return o->n_headers || o->stamp.us ? send_dressed(w, o) : send_bare(w, o);
}

static size_t size_of(const struct outgoing *o)
{
    size_t n = o->key.n + o->value.n + HEADERS_ROOM;
    for (size_t i = 0; i < o->n_headers; i++)
        n += o->headers[i].name.n + o->headers[i].value.n + 10;
    return n;
}

static enum rc failure_of(struct writer *w, rd_kafka_resp_err_t error, struct why *why)
{
    enum rc rc = client_alive(&w->client, why);
    if (rc != RC_OK) return rc;
    if (error == RD_KAFKA_RESP_ERR__QUEUE_FULL)
        return why_set(why, RC_BROKEN, "Kafka took nothing for %d s", (int)w->patience_ms / 1000);
    return client_says(
        error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE ? RC_REFUSED : RC_BROKEN, error, why);
}

enum rc writer_send(struct writer *w, const struct outgoing *o, struct why *why)
{
    assert(o->topic >= 0 && o->topic < w->n_topics);
    if (size_of(o) > w->record_max || o->n_headers > RECORD_HEADERS)
        return why_set(why, RC_REFUSED, "a record of %zu bytes is too large for %.100s", size_of(o),
            rd_kafka_topic_name(w->topics[o->topic]));
    if (w->failure) return writer_look(w, why);
    rd_kafka_resp_err_t error = send_once(w, o);
    if (!error) return RC_OK;
    int64_t start = client_clock_ms(), heard = start, now = start;
    while (error == RD_KAFKA_RESP_ERR__QUEUE_FULL && now - start < w->patience_ms) {
        (void)rd_kafka_poll(w->client.rk, 1);
        error = send_once(w, o);
        now = client_clock_ms();
        if (now - heard < HEARTBEAT_MS) continue;
        client_waiting(&w->client);
        heard = now;
    }
    return error ? failure_of(w, error, why) : RC_OK;
}
