/* A binary heap over an array: the two calendars of the play are built of it. `before` orders two
 * items strictly, so that the play is the same on every machine. */
#ifndef COASTLINE_SIMULATE_HEAP_H
#define COASTLINE_SIMULATE_HEAP_H

#include "base/base.h"

typedef bool heap_before(const void *a, const void *b);

struct heap {
    uint8_t *at; /* the first item is the next one */
    size_t n, room, size;
    heap_before *before;
};

/* Copies the item in. False: out of memory. */
MUST_CHECK bool heap_add(struct heap *h, const void *item);
/* Drops the first item; there is one. */
void heap_drop(struct heap *h);
void heap_deinit(struct heap *h);

#endif
