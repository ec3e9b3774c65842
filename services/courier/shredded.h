/* Of somebody who was shredded nobody hears anything but that (design.md 4): what was said before
 * and still waits is dropped, and final in hub.deliveries, with a header that says why. */
#ifndef COASTLINE_COURIER_SHREDDED_H
#define COASTLINE_COURIER_SHREDDED_H

#include "courier.h"

/* A change says that the person's file was shredded: drops what waits of earlier causes. One that
 * is on its way is not tried again. */
MUST_CHECK enum rc shredded_drop(struct courier *c, const struct record *change,
    const struct hub_change_body *body, int64_t cause, struct why *why);
/* A pending webhook as hub.deliveries has it. *ret: its person was shredded after it was said; it
 * has been made final. */
MUST_CHECK enum rc shredded_note(struct courier *c, const struct hub_delivery *note,
    int32_t partition, bool *ret, struct why *why);

#endif
