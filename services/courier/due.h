/* One change becomes the webhooks that are due. */
#ifndef COASTLINE_COURIER_DUE_H
#define COASTLINE_COURIER_DUE_H

#include "courier.h"

enum { EVERY_LANE = -1 };
/* Schedules what is due of the change in `record` (already heard as `word`), to every subscription
 * or to one alone; *ret_open: how many wait for their place. RC_AGAIN: keys cannot be read now, and
 * nothing was scheduled. */
MUST_CHECK enum rc change_due(struct courier *c, const struct record *record,
    const struct word *word, int lane, int *ret_open, struct why *why);
/* body.n bytes are copied. NULL: out of memory. */
struct webhook *webhook_new(struct slice body);
/* It is delivered or noted: no longer among those not noted, its place settled. */
void webhook_settle_place(struct courier *c, struct webhook *w);
/* The same, and its end. */
void webhook_free(struct courier *c, struct webhook *w);

#endif
