/* Subscriptions as they stand, and what a new one has missed. */
#ifndef COASTLINE_COURIER_LANES_H
#define COASTLINE_COURIER_LANES_H

#include "courier.h"

/* Takes over what changed in the table; what a new one missed is scheduled and noted. May block on
 * Kafka, beating. */
MUST_CHECK enum rc lanes_follow(struct courier *c, struct why *why);
/* The same for a partition that was just gained. */
MUST_CHECK enum rc lanes_catch_up(struct courier *c, int32_t partition, struct why *why);
/* After a 410. */
MUST_CHECK enum rc lane_disable(struct courier *c, size_t lane, struct why *why);

#endif
