/* The webhooks of one (subscription, person), in the order of their causes: only the first may be
 * on its way. And a heap of the lines of one subscription by when their first is due, so that one
 * look tells who is next however many wait. Private to the scheduler. */
#ifndef COASTLINE_COURIER_LINE_H
#define COASTLINE_COURIER_LINE_H

#include "delivery.h"

struct line {
    struct text pid;
    struct delivery *first; /* linked by next; in the order of (cause, index) */
    struct delivery *last;
    bool flying;          /* the first is on its way: the line is in no heap */
    size_t place;         /* in the heap, while not flying */
    struct line *chained; /* in the same bucket of the table */
};

struct line_heap {
    struct line **at; /* owned */
    size_t n, capacity;
};

/* Room for one more line; false: out of memory. Adding then cannot fail. */
MUST_CHECK bool line_heap_reserve(struct line_heap *h, size_t lines);
void line_heap_add(struct line_heap *h, struct line *l);
void line_heap_remove(struct line_heap *h, struct line *l);
void line_heap_moved(struct line_heap *h, struct line *l); /* its first's due time changed */

/* In order; false if one of the same cause and index is there already. */
MUST_CHECK bool line_insert(struct line *l, struct delivery *d);
/* The first is not taken out while it flies. */
void line_take_out(struct line *l, struct delivery *d);

#endif
