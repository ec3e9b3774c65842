/* A topic read by hand, from its first record to where it ended when reading began. */
#ifndef COASTLINE_CLI_TALLY_TOPIC_H
#define COASTLINE_CLI_TALLY_TOPIC_H

#include "base/arena.h"
#include "bus/reader.h"

/* Called for each record, in order within a partition; the arena is empty each time. */
typedef enum rc topic_take(void *self, const struct record *r, struct arena *a, struct why *why);

/* Partitions one after the other. Waits for the brokers: RC_AGAIN after 30 s without an answer. */
MUST_CHECK enum rc topic_read(
    const char *brokers, const char *topic, topic_take *take, void *self, struct why *why);

/* A part of one partition: from `from` (or where it begins, if that is later) up to `to`, which
 * lies at most at its end. */
struct topic_piece {
    const char *topic;
    int32_t partition;
    int64_t from, to;
};
MUST_CHECK enum rc topic_piece_read(const char *brokers, const struct topic_piece *piece,
    topic_take *take, void *self, struct why *why);

#endif
