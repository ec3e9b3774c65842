/* The shelf: what does not fit into memory waits in hub.deliveries alone. When too many webhooks
 * wait, the subscriptions that are late and hold more than their share of memory are shelved: what
 * waits of them is noted and dropped, and what comes goes to hub.deliveries at once. So a partner
 * that is shut or slow for long costs no memory and holds nobody up. When memory has room for it
 * again, it is read back, in order. */
#ifndef COASTLINE_COURIER_SHELF_H
#define COASTLINE_COURIER_SHELF_H

#include "courier.h"

/* Takes over a webhook of a lane that is shelved: it is noted, and gone from memory. */
MUST_CHECK enum rc shelf_put(struct courier *c, struct webhook *w, struct why *why);
/* While hub.deliveries is read back: nothing of this lane fits that stands at or after this place.
 * What was read back may turn out final further on, so each reading begins where the last one had
 * to skip: it comes forward by a share at least. */
bool shelf_skips(struct courier *c, size_t lane, int32_t partition, int64_t offset);
/* Before a partition is read back, and when it was, up to `end`. */
void shelves_begin(struct courier *c);
void shelves_end(struct courier *c, int lane, int32_t partition, int64_t end);
int64_t shelf_back(const struct courier *c, int lane, int32_t partition);
/* Shelves whom it must, and reads back what fits again. May block on Kafka, beating. */
MUST_CHECK enum rc shelves_look(struct courier *c, struct why *why);
/* The gauge: what waits in memory, and one for each lane that is shelved. */
void pending_show(const struct courier *c);

#endif
