/* A table from tags (room.h) to numbers, for what is distinct across people: aids, stations, towns.
 * It only grows. */
#ifndef COASTLINE_DOMAIN_TAGS_H
#define COASTLINE_DOMAIN_TAGS_H

#include "domain/room.h"

struct tag_slot {
    uint64_t tag; /* 0: free */
    uint32_t number;
};
struct tags {
    struct tag_slot *at;
    uint32_t capacity; /* a power of two, or 0 */
    uint32_t n;
};

/* The number of this tag; one that is new gets `fresh`, and *ret_fresh says so. NULL: no memory. */
uint32_t *tags_put(
    struct room *room, struct tags *t, uint64_t tag, uint32_t fresh, bool *ret_fresh);
void tags_free(struct room *room, struct tags *t);

#endif
