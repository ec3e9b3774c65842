/* A partition of hub.changes comes, goes, and has its place kept. */
#ifndef COASTLINE_COURIER_PARTITION_H
#define COASTLINE_COURIER_PARTITION_H

#include "courier.h"

MUST_CHECK enum rc partition_gain(
    struct courier *c, int32_t partition, int64_t *ret_place, struct why *why);
void partition_drop(struct courier *c, int32_t partition);
/* Makes places final, if they moved. RC_OK also if the brokers are slow: then later. */
MUST_CHECK enum rc places_keep(struct courier *c, struct why *why);

/* Records of a topic beside the loop's own reading. */
struct aside {
    const char *topic;
    int32_t partition;
    int64_t from, to; /* up to, without */
    enum rc (*take)(struct courier *c, const struct record *r, void *about, struct why *why);
    void *about;
};
MUST_CHECK enum rc aside_open(struct courier *c, struct why *why);
/* Blocks, beating; the arena is empty before each record. RC_AGAIN: the brokers are silent. */
MUST_CHECK enum rc aside_read(struct courier *c, const struct aside *what, struct why *why);

#endif
