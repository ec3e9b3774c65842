/* The body of a change, opened with its person's key: one way for everybody who reads hub.changes.
 */
#ifndef COASTLINE_RUNTIME_CHANGE_OPEN_H
#define COASTLINE_RUNTIME_CHANGE_OPEN_H

#include "base/arena.h"
#include "base/buffer.h"
#include "baked/hub.h"
#include "runtime/keys.h"

/* `change` was read from `record`. The body and its slices live in the arena; `clear` is emptied
 * first. RC_OK with *ret NULL: the key is gone, the person was shredded. RC_REFUSED: it does not
 * open, or is no body. RC_AGAIN: the brokers do not answer. RC_BROKEN: out of memory, or other
 * secrets. */
struct change_sealed {
    const struct record *record;
    const struct hub_change *change;
    struct keys *keys;
    struct buffer *clear;
    struct arena *arena;
};
MUST_CHECK enum rc change_open(
    const struct change_sealed *sealed, const struct hub_change_body **ret, struct why *why);

#endif
