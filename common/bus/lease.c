/* Only the assignment counts; the topic is empty, and what might stand in it is thrown away. */
#include "bus/lease.h"

#include <stdlib.h>

#include "bus/client.h"

struct lease {
    struct client client; /* first: the client's opaque points here */
};

static enum rc client_new(struct lease *l, const struct lease_conf *conf, struct why *why)
{
    const struct setting rows[] = {
        { "bootstrap.servers", conf->brokers },
        { "group.id", conf->group },
        { "client.id", "coastline-lease" },
        { "partition.assignment.strategy", "range" },
        { "session.timeout.ms", "8000" },
        { "heartbeat.interval.ms", "2000" },
        { "enable.auto.commit", "false" },
        { "auto.offset.reset", "latest" },
        { "group.instance.id", conf->member },
    };
    rd_kafka_conf_t *settings = NULL;
    enum rc rc = client_settings(&settings, rows, COUNT(rows), why);
    return rc == RC_OK ? client_start(&l->client, RD_KAFKA_CONSUMER, settings, why) : rc;
}

enum rc lease_open(struct lease **ret, const struct lease_conf *conf, struct why *why)
{
    CLEANUP(lease_closep) struct lease *l = calloc(1, sizeof *l);
    if (!l) return why_set(why, RC_BROKEN, "out of memory");
    l->client.ear = conf->ear;
    enum rc rc = client_new(l, conf, why);
    if (rc != RC_OK) return rc;
    (void)rd_kafka_poll_set_consumer(l->client.rk); /* fails only for producers */
    rd_kafka_topic_partition_list_t *topics = rd_kafka_topic_partition_list_new(1);
    (void)rd_kafka_topic_partition_list_add(topics, conf->topic, RD_KAFKA_PARTITION_UA);
    rd_kafka_resp_err_t error = rd_kafka_subscribe(l->client.rk, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    if (error) return client_says(RC_BROKEN, error, why);
    *ret = TAKE(l);
    return RC_OK;
}

struct lease *lease_close(struct lease *l)
{
    if (!l) return NULL;
    if (l->client.rk) {
        (void)rd_kafka_consumer_close(l->client.rk); /* the session ends by itself if this fails */
        rd_kafka_destroy(l->client.rk);
    }
    free(l);
    return NULL;
}

static bool is_assigned(struct lease *l)
{
    rd_kafka_topic_partition_list_t *mine = NULL;
    if (rd_kafka_assignment(l->client.rk, &mine) != RD_KAFKA_RESP_ERR_NO_ERROR) return false;
    bool assigned = mine->cnt > 0 && !rd_kafka_assignment_lost(l->client.rk);
    rd_kafka_topic_partition_list_destroy(mine);
    return assigned;
}

enum rc lease_look(struct lease *l, int wait_ms, struct why *why)
{
    char text[160];
    rd_kafka_message_t *m = rd_kafka_consumer_poll(l->client.rk, wait_ms);
    if (m) rd_kafka_message_destroy(m);
    if (rd_kafka_fatal_error(l->client.rk, text, sizeof text) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return why_set(why, RC_BROKEN, "the lease is lost for good: %s", text);
    if (is_assigned(l)) return RC_OK;
    return why_set(why, RC_AGAIN, "another door is open; standing by");
}
