/* What all clients of librdkafka in this folder share. Nobody outside it includes this. */
#ifndef COASTLINE_BUS_CLIENT_H
#define COASTLINE_BUS_CLIENT_H

#include <librdkafka/rdkafka.h>

#include "bus/bus.h"

/* First member of every object that owns a client, and the client's opaque. */
struct client {
    rd_kafka_t *rk;
    struct bus_ear ear;
};

struct setting {
    const char *name, *value; /* value NULL: left as it is */
};

/* Settings as librdkafka's CONFIGURATION.md has them. RC_BROKEN: one is not accepted. */
MUST_CHECK enum rc client_settings(
    rd_kafka_conf_t **ret, const struct setting *rows, size_t n, struct why *why);
/* Makes c->rk and takes the settings over, also when it fails. `c` must stay where it is. */
MUST_CHECK enum rc client_start(
    struct client *c, rd_kafka_type_t type, rd_kafka_conf_t *settings, struct why *why);

enum rc client_says(enum rc rc, rd_kafka_resp_err_t error, struct why *why);
/* RC_BROKEN with its reason if the client is past repair, else RC_OK. */
MUST_CHECK enum rc client_alive(const struct client *c, struct why *why);
/* The offsets at `when` (RD_KAFKA_OFFSET_BEGINNING or _END) into the list, each with its own err,
 * in one request a broker. Unlike rd_kafka_query_watermark_offsets it keeps to wait_ms when a
 * broker is gone. */
rd_kafka_resp_err_t client_offsets(
    const struct client *c, rd_kafka_topic_partition_list_t *list, int64_t when, int wait_ms);
void client_waiting(const struct client *c);
/* Milliseconds of a clock that only goes forward, for time limits. */
int64_t client_clock_ms(void);
/* The number of partitions; RC_AGAIN: no answer, RC_REFUSED: no such topic. */
MUST_CHECK enum rc client_partitions(
    const struct client *c, rd_kafka_topic_t *topic, int wait_ms, int32_t *ret, struct why *why);

#endif
