/* How far the courier's place in one partition of hub.changes may be committed: up to the first
 * record of which something is neither delivered nor noted in hub.deliveries; and what had been
 * heard when that record was met, since whoever begins there must know it. Pure. */
#ifndef COASTLINE_COURIER_PLACES_H
#define COASTLINE_COURIER_PLACES_H

#include "base/rc.h"
#include "runtime/speaker.h"

/* What stands beside a place. */
struct vantage {
    struct heard heard;
    instant closed; /* of the last closing record before it; 0: none */
};

struct passed {
    int64_t offset;
    int open; /* webhooks of this record that are neither delivered nor noted */
    struct vantage before;
};

/* A ring of the records passed since the committed place; zero it to begin. */
struct places {
    struct passed *at; /* owned */
    size_t first, n, capacity;
    int64_t next; /* where everything before is settled when the ring is empty */
};

void places_deinit(struct places *p);
/* A record was passed that is due to `open` webhooks; offsets only grow. `before`: as it was when
 * the record was met. RC_BROKEN: no memory. */
MUST_CHECK enum rc places_pass(
    struct places *p, int64_t offset, int open, const struct vantage *before, struct why *why);
/* One webhook of the record is delivered or noted. */
void places_settle(struct places *p, int64_t offset);
/* The place to commit: every record before it is settled. */
int64_t places_next(const struct places *p);
/* What stands beside it; `now`: of the end of the ring. */
const struct vantage *places_beside(const struct places *p, const struct vantage *now);

#endif
