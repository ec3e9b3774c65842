/* A transactional producer: closed -> open (something was added) -> closed (committed or aborted).
 * The rule of reliability.md 1.2, in its order: fatal ends us, abortable is aborted and done again,
 * retriable is called again, and what is none of these is taken as fatal. */
#include "bus/snapshots.h"

#include <stdlib.h>

#include "bus/client.h"

enum {
    PATIENCE_MS = 30000,
    TRANSACTION_MAX = 8 * 1024 * 1024,
    RECORD_MAX = 1000000,
    SLICE_MS = 500
};

struct snapshots {
    struct client client; /* first: the client's opaque points here */
    rd_kafka_topic_t *topic;
    int32_t partition, patience_ms;
    size_t transaction_max, record_max;
    bool open;
    size_t bytes; /* in the open transaction */
};

typedef rd_kafka_error_t *step(rd_kafka_t *rk, int wait_ms);

static enum rc error_says(rd_kafka_error_t *error, enum rc rc, struct why *why)
{
    rc = why_set(why, rc, "Kafka says: %s", rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    return rc;
}

static rd_kafka_error_t *aborting(rd_kafka_t *rk, int wait_ms)
{
    return rd_kafka_abort_transaction(rk, wait_ms);
}

/* Calls a step until it is through; a call that timed out resumes where it was (librdkafka 2.0). */
static rd_kafka_error_t *persist(struct snapshots *s, step *one)
{
    int64_t start = client_clock_ms();
    for (;;) {
        rd_kafka_error_t *error = one(s->client.rk, SLICE_MS);
        if (!error || rd_kafka_error_is_fatal(error) || rd_kafka_error_txn_requires_abort(error) ||
            !rd_kafka_error_is_retriable(error))
            return error;
        client_waiting(&s->client);
        if (client_clock_ms() - start >= s->patience_ms) return error;
        rd_kafka_error_destroy(error);
    }
}

/* Of a step inside a transaction: RC_AGAIN once it was aborted in good order. */
static enum rc judge(struct snapshots *s, rd_kafka_error_t *error, struct why *why)
{
    if (!error) return RC_OK;
    s->open = false;
    s->bytes = 0;
    if (rd_kafka_error_is_fatal(error) || !rd_kafka_error_txn_requires_abort(error))
        return error_says(error, RC_BROKEN, why);
    rd_kafka_error_t *worse = persist(s, aborting);
    if (!worse) return error_says(error, RC_AGAIN, why);
    rd_kafka_error_destroy(error);
    return error_says(worse, RC_BROKEN, why);
}

/* --- opening --- */

static enum rc settings_make(
    rd_kafka_conf_t **ret, const struct snapshots_conf *conf, struct why *why)
{
    const struct setting rows[] = {
        { "bootstrap.servers", conf->brokers },
        { "client.id", "coastline-snapshots" },
        { "transactional.id", conf->name },
        { "transaction.timeout.ms", "15000" },
        { "delivery.report.only.error", "true" },
        { "linger.ms", "5" },
        { "queue.buffering.max.kbytes", "65536" },
        { "socket.nagle.disable", "true" },
    };
    return client_settings(ret, rows, COUNT(rows), why);
}

static enum rc fence(struct snapshots *s, struct why *why)
{
    rd_kafka_error_t *error = persist(s, rd_kafka_init_transactions);
    if (!error) return RC_OK;
    return error_says(error, rd_kafka_error_is_retriable(error) ? RC_AGAIN : RC_BROKEN, why);
}

enum rc snapshots_open(struct snapshots **ret, const struct snapshots_conf *conf, struct why *why)
{
    rd_kafka_conf_t *settings = NULL;
    CLEANUP(snapshots_closep) struct snapshots *s = calloc(1, sizeof *s);
    if (!s) return why_set(why, RC_BROKEN, "out of memory");
    s->client.ear = conf->ear;
    s->partition = conf->partition;
    s->patience_ms = conf->patience_ms ? conf->patience_ms : PATIENCE_MS;
    s->transaction_max = conf->transaction_max ? conf->transaction_max : TRANSACTION_MAX;
    s->record_max = conf->record_max ? conf->record_max : RECORD_MAX;
    enum rc rc = settings_make(&settings, conf, why);
    if (rc == RC_OK) rc = client_start(&s->client, RD_KAFKA_PRODUCER, settings, why);
    if (rc != RC_OK) return rc;
    s->topic = rd_kafka_topic_new(s->client.rk, conf->topic, NULL);
    if (!s->topic) return client_says(RC_BROKEN, rd_kafka_last_error(), why);
    rc = fence(s, why);
    if (rc == RC_OK) *ret = TAKE(s);
    return rc;
}

struct snapshots *snapshots_close(struct snapshots *s)
{
    if (!s) return NULL;
    if (s->client.rk)
        (void)rd_kafka_purge(s->client.rk, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    if (s->topic) rd_kafka_topic_destroy(s->topic);
    if (s->client.rk) rd_kafka_destroy(s->client.rk);
    free(s);
    return NULL;
}

/* --- writing --- */

static enum rc transaction_open(struct snapshots *s, struct why *why)
{
    if (s->open) return RC_OK;
    rd_kafka_error_t *error = rd_kafka_begin_transaction(s->client.rk);
    if (error) return error_says(error, RC_BROKEN, why);
    s->open = true;
    s->bytes = 0;
    return RC_OK;
}

/* A full queue cannot be: it holds several transactions. */
static enum rc produce(struct snapshots *s, struct slice key, struct slice value, struct why *why)
{
    void *bytes = (void *)(uintptr_t)value.at; /* copied, not written */
    if (rd_kafka_produce(
            s->topic, s->partition, RD_KAFKA_MSG_F_COPY, bytes, value.n, key.at, key.n, NULL) == 0)
        return RC_OK;
    rd_kafka_resp_err_t error = rd_kafka_last_error();
    enum rc rc = client_alive(&s->client, why);
    if (rc != RC_OK) return rc;
    if (error != RD_KAFKA_RESP_ERR__STATE) return client_says(RC_BROKEN, error, why);
    return judge(s, persist(s, rd_kafka_commit_transaction), why); /* aborted underneath */
}

enum rc snapshots_add(struct snapshots *s, struct slice key, struct slice value, struct why *why)
{
    size_t n = key.n + value.n;
    if (n > s->record_max)
        return why_set(why, RC_REFUSED, "a snapshot of %zu bytes is too large", n);
    enum rc rc = s->bytes + n > s->transaction_max ? snapshots_commit(s, why) : RC_OK;
    if (rc == RC_OK) rc = transaction_open(s, why);
    if (rc == RC_OK) rc = produce(s, key, value, why);
    if (rc == RC_OK) s->bytes += n;
    return rc;
}

enum rc snapshots_commit(struct snapshots *s, struct why *why)
{
    if (!s->open) return RC_OK;
    client_waiting(&s->client);
    enum rc rc = judge(s, persist(s, rd_kafka_commit_transaction), why);
    s->open = false;
    s->bytes = 0;
    return rc;
}
