/* Posts, and what comes of them. */
#ifndef COASTLINE_COURIER_POST_H
#define COASTLINE_COURIER_POST_H

#include "courier.h"

/* Sends what may be sent now. */
MUST_CHECK enum rc posts_begin(struct courier *c, struct why *why);
/* Settles what came back. */
MUST_CHECK enum rc posts_settle(struct courier *c, struct why *why);

#endif
