/* The admin side of a client: one request, one answer from a queue of its own. */
#include "bus/topics.h"

#include <stdlib.h>
#include <time.h>

#include "bus/topics_inside.h"

enum { WAIT_MS = 10000, REQUEST_MS = 15000, KNOWN_PAUSE_MS = 20 };

enum rc topics_open(struct topics **ret, const char *brokers, int32_t wait_ms, struct why *why)
{
    const struct setting rows[] = {
        { "bootstrap.servers", brokers },
        { "client.id", "coastline-topics" },
    };
    rd_kafka_conf_t *settings = NULL;
    CLEANUP(topics_closep) struct topics *t = calloc(1, sizeof *t);
    if (!t) return why_set(why, RC_BROKEN, "out of memory");
    t->wait_ms = wait_ms ? wait_ms : WAIT_MS;
    enum rc rc = client_settings(&settings, rows, COUNT(rows), why);
    if (rc == RC_OK) rc = client_start(&t->client, RD_KAFKA_PRODUCER, settings, why);
    if (rc != RC_OK) return rc;
    t->answers = rd_kafka_queue_new(t->client.rk);
    *ret = TAKE(t);
    return RC_OK;
}

struct topics *topics_close(struct topics *t)
{
    if (!t) return NULL;
    if (t->answers) rd_kafka_queue_destroy(t->answers);
    if (t->client.rk) rd_kafka_destroy(t->client.rk);
    free(t);
    return NULL;
}

enum rc topics_partitions(struct topics *t, const char *name, int32_t *ret, struct why *why)
{
    rd_kafka_topic_t *handle = rd_kafka_topic_new(t->client.rk, name, NULL);
    if (!handle) return client_says(RC_BROKEN, rd_kafka_last_error(), why);
    enum rc rc = client_partitions(&t->client, handle, t->wait_ms, ret, why);
    rd_kafka_topic_destroy(handle);
    return rc;
}

rd_kafka_AdminOptions_t *topics_request(struct topics *t, rd_kafka_admin_op_t what)
{
    char text[64];
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(t->client.rk, what);
    (void)rd_kafka_AdminOptions_set_request_timeout(options, t->wait_ms, text, sizeof text);
    if (what == RD_KAFKA_ADMIN_OP_CREATETOPICS)
        (void)rd_kafka_AdminOptions_set_operation_timeout(options, REQUEST_MS, text, sizeof text);
    return options;
}

enum rc topics_answer(struct topics *t, rd_kafka_event_t **ret, struct why *why)
{
    rd_kafka_event_t *event = rd_kafka_queue_poll(t->answers, t->wait_ms + REQUEST_MS);
    if (!event) return why_set(why, RC_AGAIN, "the brokers do not answer");
    if (rd_kafka_event_error(event)) {
        enum rc rc = why_set(why, RC_AGAIN, "Kafka says: %s", rd_kafka_event_error_string(event));
        rd_kafka_event_destroy(event);
        return rc;
    }
    *ret = event;
    return RC_OK;
}

/* --- making --- */

static enum rc verdict(rd_kafka_event_t *event, bool *ret_made, struct why *why)
{
    size_t n = 0;
    const rd_kafka_topic_result_t **results =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &n);
    if (n != 1) return why_set(why, RC_BROKEN, "Kafka answered for %zu topics, not one", n);
    rd_kafka_resp_err_t error = rd_kafka_topic_result_error(results[0]);
    if (error && error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
        return why_set(why, RC_REFUSED, "topic %.60s: %.150s",
            rd_kafka_topic_result_name(results[0]), rd_kafka_topic_result_error_string(results[0]));
    *ret_made = !error;
    return RC_OK;
}

static enum rc create(
    struct topics *t, rd_kafka_NewTopic_t *wanted, bool *ret_made, struct why *why)
{
    rd_kafka_event_t *event = NULL;
    rd_kafka_AdminOptions_t *options = topics_request(t, RD_KAFKA_ADMIN_OP_CREATETOPICS);
    rd_kafka_CreateTopics(t->client.rk, &wanted, 1, options, t->answers);
    rd_kafka_AdminOptions_destroy(options);
    enum rc rc = topics_answer(t, &event, why);
    if (rc != RC_OK) return rc;
    rc = verdict(event, ret_made, why);
    rd_kafka_event_destroy(event);
    return rc;
}

/* The controller has made it; the brokers that clients ask may learn of it a little later. */
static enum rc wait_until_known(struct topics *t, const char *name, struct why *why)
{
    const struct timespec pause = { .tv_nsec = KNOWN_PAUSE_MS * 1000000L };
    int32_t partitions = 0;
    enum rc rc = topics_partitions(t, name, &partitions, why);
    for (int i = 0; rc != RC_OK && rc != RC_BROKEN && i < WAIT_MS / KNOWN_PAUSE_MS; i++) {
        (void)nanosleep(&pause, NULL);
        rc = topics_partitions(t, name, &partitions, why);
    }
    return rc;
}

enum rc topics_make(struct topics *t, const struct topic_row *row, bool *ret_made, struct why *why)
{
    char text[160] = "";
    rd_kafka_NewTopic_t *wanted =
        rd_kafka_NewTopic_new(row->name, row->partitions, row->copies, text, sizeof text);
    if (!wanted) return why_set(why, RC_REFUSED, "topic %.60s: %s", row->name, text);
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    for (size_t i = 0; !error && i < row->n_settings; i++)
        error = rd_kafka_NewTopic_set_config(wanted, row->settings[i].name, row->settings[i].value);
    enum rc rc = error ? client_says(RC_REFUSED, error, why) : create(t, wanted, ret_made, why);
    rd_kafka_NewTopic_destroy(wanted);
    if (rc == RC_OK) rc = wait_until_known(t, row->name, why);
    return rc;
}

/* --- trimming --- */

static enum rc trimmed(rd_kafka_event_t *event, const char *name, struct why *why)
{
    const rd_kafka_topic_partition_list_t *places =
        rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event));
    if (places->cnt != 1) return why_set(why, RC_BROKEN, "Kafka answered for no partition");
    if (!places->elems[0].err) return RC_OK;
    return why_set(why, RC_REFUSED, "topic %.60s cannot be trimmed: %.150s", name,
        rd_kafka_err2str(places->elems[0].err));
}

enum rc topics_trim(
    struct topics *t, const char *name, int32_t partition, int64_t before, struct why *why)
{
    rd_kafka_event_t *event = NULL;
    rd_kafka_topic_partition_list_t *places = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(places, name, partition)->offset = before;
    rd_kafka_DeleteRecords_t *wanted = rd_kafka_DeleteRecords_new(places);
    rd_kafka_topic_partition_list_destroy(places);
    rd_kafka_AdminOptions_t *options = topics_request(t, RD_KAFKA_ADMIN_OP_DELETERECORDS);
    rd_kafka_DeleteRecords(t->client.rk, &wanted, 1, options, t->answers);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_DeleteRecords_destroy(wanted);
    enum rc rc = topics_answer(t, &event, why);
    if (rc != RC_OK) return rc;
    rc = trimmed(event, name, why);
    rd_kafka_event_destroy(event);
    return rc;
}
