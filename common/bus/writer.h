/* Writing: idempotent, acks=all, no gaps, never giving up on a record. What was sent is there or
 * the process ends; so a place that is kept after writer_settle has nothing missing before it.
 * Order holds within a partition. One thread uses a writer. */
#ifndef COASTLINE_BUS_WRITER_H
#define COASTLINE_BUS_WRITER_H

#include "bus/bus.h"

struct writer;

struct writer_conf {
    const char *brokers;
    const char *client;  /* name in the brokers' logs, under 64 bytes */
    int32_t linger_ms;   /* how long a record may wait for company; 0: not at all */
    int32_t queue_kib;   /* unacknowledged at most; 0: 32 MiB */
    int32_t patience_ms; /* how long writer_send holds out while the queue is full; 0: 120 s */
    size_t record_max;   /* bytes of one record, key and headers included; 0: 1,000,000 */
    struct bus_ear ear;
    /* Optional: called once for every record, from within the writer's own calls, when it is in
     * Kafka, or with offset -1 when it will not be. `mark` is that of the record. */
    void (*landed)(void *self, void *mark, int32_t partition, int64_t offset);
    void *landed_self;
};

/* Does not wait for the brokers. RC_BROKEN: settings are wrong, or out of memory. */
MUST_CHECK enum rc writer_open(
    struct writer **ret, const struct writer_conf *conf, struct why *why);
/* Drops what is unacknowledged: settle first. */
struct writer *writer_close(struct writer *w);
DEFINE_CLEANUP(struct writer *, writer_close)

enum { WRITER_TOPICS = 32, RECORD_HEADERS = 5000 };
enum { PARTITION_BY_KEY = -1 }; /* as bus_partition_of, with the topic's own number */

/* A handle for a topic, 0 to WRITER_TOPICS - 1; the same name gives the same one. Does not look
 * whether it exists: a record for a topic that does not ends in RC_BROKEN later. */
MUST_CHECK enum rc writer_topic(struct writer *w, const char *name, int *ret, struct why *why);

struct outgoing {
    int topic;               /* of writer_topic */
    int32_t partition;       /* or PARTITION_BY_KEY */
    struct slice key, value; /* at == NULL: none */
    const struct record_header *headers;
    size_t n_headers; /* at most RECORD_HEADERS */
    void *mark;       /* for `landed` */
    instant stamp;    /* 0: the client's clock; counts only in topics with CreateTime */
};

/* Copies the record and returns; nothing is known of its fate yet. RC_REFUSED: it is larger than
 * record_max or has too many headers; nothing was sent. RC_BROKEN: an earlier record failed, or
 * nothing was taken for the whole patience: end the process, what is unsettled is done again. */
MUST_CHECK enum rc writer_send(struct writer *w, const struct outgoing *out, struct why *why);

/* Serves the client; call it now and then (every turn). RC_BROKEN: a record failed. */
MUST_CHECK enum rc writer_look(struct writer *w, struct why *why);
/* Records sent but not acknowledged; after 0 (and writer_look RC_OK) everything is in Kafka. */
size_t writer_unsettled(const struct writer *w);
/* Returns when everything sent so far is acknowledged; lingers no longer. RC_AGAIN: not within
 * wait_ms; RC_BROKEN: a record failed. */
MUST_CHECK enum rc writer_settle(struct writer *w, int32_t wait_ms, struct why *why);

/* The number of partitions of a topic; waits for the brokers. RC_AGAIN: no answer; RC_REFUSED: no
 * such topic. */
MUST_CHECK enum rc writer_partitions(struct writer *w, int topic, int32_t *ret, struct why *why);

#endif
