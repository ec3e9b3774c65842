/* Making a client, and putting what it says into our words. */
#include "bus/client.h"

#include <time.h>

enum rc client_says(enum rc rc, rd_kafka_resp_err_t error, struct why *why)
{
    return why_set(why, rc, "Kafka says: %s", rd_kafka_err2str(error));
}

int64_t client_clock_ms(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0) return 0;
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void client_waiting(const struct client *c)
{
    if (c->ear.waiting) c->ear.waiting(c->ear.self);
}

rd_kafka_resp_err_t client_offsets(
    const struct client *c, rd_kafka_topic_partition_list_t *list, int64_t when, int wait_ms)
{
    for (int i = 0; i < list->cnt; i++) list->elems[i].offset = when;
    return rd_kafka_offsets_for_times(c->rk, list, wait_ms);
}

enum rc client_settings(
    rd_kafka_conf_t **ret, const struct setting *rows, size_t n, struct why *why)
{
    char text[160] = "";
    rd_kafka_conf_t *settings = rd_kafka_conf_new();
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].value) continue;
        if (rd_kafka_conf_set(settings, rows[i].name, rows[i].value, text, sizeof text) ==
            RD_KAFKA_CONF_OK)
            continue;
        rd_kafka_conf_destroy(settings);
        return why_set(why, RC_BROKEN, "Kafka's %s: %s", rows[i].name, text);
    }
    *ret = settings;
    return RC_OK;
}

/* Without an ear the client is silent: a library does not write to somebody else's standard error.
 */
static void on_log(const rd_kafka_t *rk, int level, const char *facility, const char *words)
{
    const struct client *c = rd_kafka_opaque(rk);
    (void)facility;
    if (c && c->ear.say) c->ear.say(c->ear.self, level, words);
}

enum rc client_start(
    struct client *c, rd_kafka_type_t type, rd_kafka_conf_t *settings, struct why *why)
{
    char text[160] = "";
    rd_kafka_conf_set_opaque(settings, c);
    rd_kafka_conf_set_log_cb(settings, on_log);
    c->rk = rd_kafka_new(type, settings, text, sizeof text);
    if (c->rk) return RC_OK;
    rd_kafka_conf_destroy(settings);
    return why_set(why, RC_BROKEN, "cannot make a Kafka client: %s", text);
}

enum rc client_alive(const struct client *c, struct why *why)
{
    char text[160] = "";
    rd_kafka_resp_err_t error = rd_kafka_fatal_error(c->rk, text, sizeof text);
    if (!error) return RC_OK;
    return why_set(why, RC_BROKEN, "Kafka client past repair: %s", text);
}

enum rc client_partitions(
    const struct client *c, rd_kafka_topic_t *topic, int wait_ms, int32_t *ret, struct why *why)
{
    const struct rd_kafka_metadata *metadata = NULL;
    rd_kafka_resp_err_t error = rd_kafka_metadata(c->rk, 0, topic, &metadata, wait_ms);
    if (error) return client_says(RC_AGAIN, error, why);
    const struct rd_kafka_metadata_topic *t = metadata->topic_cnt ? metadata->topics : NULL;
    enum rc rc = RC_OK;
    if (!t || t->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
        rc = why_set(why, RC_REFUSED,
            "topic %.180s is not there: `coastline topics create` makes it",
            rd_kafka_topic_name(topic));
    else if (t->err)
        rc = client_says(RC_AGAIN, t->err, why);
    else
        *ret = t->partition_cnt;
    rd_kafka_metadata_destroy(metadata);
    return rc;
}
