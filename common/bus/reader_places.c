/* What the brokers know of a reader's topics: partitions, ends, places. Every call waits, in
 * slices, so that a watchdog hears of it. */
#include "bus/reader_parts.h"

#include <stdlib.h>

enum { SLICE_MS = 100 };

typedef rd_kafka_topic_partition_list_t partition_list;

enum rc reader_partitions(struct reader *r, const char *topic, int32_t *ret, struct why *why)
{
    rd_kafka_topic_t *handle = rd_kafka_topic_new(r->client.rk, topic, NULL);
    if (!handle) return client_says(RC_BROKEN, rd_kafka_last_error(), why);
    client_waiting(&r->client);
    enum rc rc = client_partitions(&r->client, handle, r->wait_ms, ret, why);
    rd_kafka_topic_destroy(handle);
    return rc;
}

static rd_kafka_resp_err_t offset_ask(const struct reader *r, partition_list *list, int64_t when)
{
    client_waiting(&r->client);
    rd_kafka_resp_err_t error = client_offsets(&r->client, list, when, r->wait_ms);
    if (error) return error;
    if (list->elems[0].err) return list->elems[0].err;
    return list->elems[0].offset < 0 ? RD_KAFKA_RESP_ERR__TIMED_OUT : RD_KAFKA_RESP_ERR_NO_ERROR;
}

enum rc reader_span(
    struct reader *r, const char *topic, int32_t partition, struct bus_span *ret, struct why *why)
{
    struct bus_span found;
    partition_list *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_t *e = rd_kafka_topic_partition_list_add(list, topic, partition);
    rd_kafka_resp_err_t error = offset_ask(r, list, RD_KAFKA_OFFSET_BEGINNING);
    found.low = e->offset;
    if (!error) error = offset_ask(r, list, RD_KAFKA_OFFSET_END);
    found.high = e->offset;
    rd_kafka_topic_partition_list_destroy(list);
    if (error) return client_says(RC_AGAIN, error, why);
    *ret = found;
    return RC_OK;
}

/* --- places --- */

static void place_read(const rd_kafka_topic_partition_t *e, struct place *ret)
{
    size_t n = MIN(e->metadata_size, (size_t)BESIDE_MAX);
    ret->offset = e->offset >= 0 ? e->offset : -1;
    if (n) memcpy(ret->beside, e->metadata, n);
    ret->beside[n] = '\0';
}

enum rc reader_places(
    struct reader *r, const char *topic, struct place *places, size_t n, struct why *why)
{
    partition_list *list = rd_kafka_topic_partition_list_new((int)n);
    for (size_t i = 0; i < n; i++)
        (void)rd_kafka_topic_partition_list_add(list, topic, places[i].partition);
    client_waiting(&r->client);
    rd_kafka_resp_err_t error = rd_kafka_committed(r->client.rk, list, r->wait_ms);
    for (size_t i = 0; !error && i < n; i++) error = list->elems[i].err;
    for (size_t i = 0; !error && i < n; i++) place_read(&list->elems[i], &places[i]);
    rd_kafka_topic_partition_list_destroy(list);
    return error ? client_says(RC_AGAIN, error, why) : RC_OK;
}

static bool place_write(partition_list *list, const char *topic, const struct place *place)
{
    rd_kafka_topic_partition_t *e =
        rd_kafka_topic_partition_list_add(list, topic, place->partition);
    e->offset = place->offset;
    e->metadata = strdup(place->beside); /* librdkafka frees it as free does */
    e->metadata_size = e->metadata ? strlen(place->beside) : 0;
    return e->metadata != NULL;
}

/* What the broker answered: the group may have moved on without us. */
static enum rc answer_of(rd_kafka_event_t *event, struct why *why)
{
    rd_kafka_resp_err_t error = rd_kafka_event_error(event);
    const partition_list *list = rd_kafka_event_topic_partition_list(event);
    for (int i = 0; !error && list && i < list->cnt; i++) error = list->elems[i].err;
    if (!error) return RC_OK;
    bool moved_on = error == RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION ||
                    error == RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID ||
                    error == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID;
    return client_says(moved_on ? RC_REFUSED : RC_AGAIN, error, why);
}

static enum rc answer_wait(struct reader *r, rd_kafka_queue_t *answers, struct why *why)
{
    for (int32_t waited = 0; waited < r->wait_ms; waited += SLICE_MS) {
        rd_kafka_event_t *event = rd_kafka_queue_poll(answers, SLICE_MS);
        if (!event) {
            client_waiting(&r->client);
            continue;
        }
        enum rc rc = answer_of(event, why);
        rd_kafka_event_destroy(event);
        return rc;
    }
    return why_set(why, RC_AGAIN, "the brokers do not answer");
}

enum rc reader_keep(
    struct reader *r, const char *topic, const struct place *places, size_t n, struct why *why)
{
    if (n == 0) return RC_OK;
    partition_list *list = rd_kafka_topic_partition_list_new((int)n);
    rd_kafka_queue_t *answers = rd_kafka_queue_new(r->client.rk);
    bool whole = true;
    for (size_t i = 0; i < n; i++) whole = place_write(list, topic, &places[i]) && whole;
    rd_kafka_resp_err_t error = whole
                                    ? rd_kafka_commit_queue(r->client.rk, list, answers, NULL, NULL)
                                    : RD_KAFKA_RESP_ERR__FAIL;
    rd_kafka_topic_partition_list_destroy(list);
    enum rc rc = error ? client_says(RC_AGAIN, error, why) : answer_wait(r, answers, why);
    rd_kafka_queue_destroy(answers);
    return rc;
}
