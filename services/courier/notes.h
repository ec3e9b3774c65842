/* hub.deliveries: what is pending and done, written and read back. */
#ifndef COASTLINE_COURIER_NOTES_H
#define COASTLINE_COURIER_NOTES_H

#include "courier.h"

MUST_CHECK enum rc note_pending(struct courier *c, struct webhook *w, struct why *why);
MUST_CHECK enum rc note_final(
    struct courier *c, const struct webhook *w, enum hub_delivery_state state, struct why *why);
/* Final, since its person was shredded: of one that waits in memory, of one that was read back. */
MUST_CHECK enum rc note_dropped(struct courier *c, const struct webhook *w, struct why *why);
MUST_CHECK enum rc note_drop_again(
    struct courier *c, const struct hub_delivery *note, int32_t partition, struct why *why);
/* Notes what has waited for longer than note_after. */
MUST_CHECK enum rc notes_look(struct courier *c, struct why *why);
/* Schedules what hub.deliveries has as pending, of one lane or of every one. */
MUST_CHECK enum rc notes_read(struct courier *c, int32_t partition, int lane, struct why *why);
/* Of a lane that is removed: what is pending becomes final. */
MUST_CHECK enum rc notes_forget(struct courier *c, size_t lane, struct why *why);

#endif
