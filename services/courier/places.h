/* How far the courier's place in one partition of hub.changes may be committed: up to the first
 * record of which something is neither delivered nor noted in hub.deliveries. Pure. */
#ifndef COASTLINE_COURIER_PLACES_H
#define COASTLINE_COURIER_PLACES_H

#include "base/rc.h"

struct place {
    int64_t offset;
    int open; /* webhooks of this record that are neither delivered nor noted */
};

/* A ring of the records passed since the committed place; zero it to begin. */
struct places {
    struct place *at; /* owned */
    size_t first, n, capacity;
    int64_t next; /* where everything before is settled when the ring is empty */
};

void places_deinit(struct places *p);
/* A record was passed that is due to `open` webhooks; offsets only grow. RC_BROKEN: no memory. */
MUST_CHECK enum rc places_pass(struct places *p, int64_t offset, int open, struct why *why);
/* One webhook of the record is delivered or noted. */
void places_settle(struct places *p, int64_t offset);
/* The place to commit: every record before it is settled. */
int64_t places_next(const struct places *p);

#endif
