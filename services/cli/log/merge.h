/* The partitions of a topic read as one stream, in the order of their records' times: only one
 * record of each partition is held at a time, so a log of any length fits. */
#ifndef COASTLINE_CLI_LOG_MERGE_H
#define COASTLINE_CLI_LOG_MERGE_H

#include "base/arena.h"
#include "bus/bus.h"

struct merge;

struct merge_conf {
    const char *brokers, *topic;
    const int64_t *limits; /* by partition: nothing at or beyond this offset */
    int32_t partitions;    /* of the topic */
    void *self;
    /* What a record is and when. RC_REFUSED: nothing to be seen, take the next. `arena` is this
     * partition's, and lives as long as the record. */
    enum rc (*judge)(void *self, const struct record *record, struct arena *arena, instant *ret_at,
        struct why *why);
    /* The earliest one of all, of several at one time that of the lowest partition. */
    enum rc (*take)(void *self, const struct record *record, struct why *why);
};

/* Runs through the whole topic. Waits for the brokers: RC_AGAIN if they are silent for 30 s. */
MUST_CHECK enum rc merge_run(const struct merge_conf *conf, struct why *why);

#endif
