/* The change feed forgets a person who was shredded. What Redis deletes inside a stream stays in
 * its memory, and in the append-only file, until the node it stood in is trimmed; so the feed of
 * the partition is written anew, with the newest of what remains. Readers see it as trimmed. */
#ifndef COASTLINE_PROJECTOR_FORGET_H
#define COASTLINE_PROJECTOR_FORGET_H

#include "store/store.h"
#include "view.h"

enum { FEED_KEPT = 500 }; /* entries that are written again: one script takes 1,000 writes */

/* Sees which people of the batch were shredded, once rows were read; entries of theirs from before
 * that are not written. True: there are some, and the feed is to be asked for. */
bool forget_begin(struct part *p);
MUST_CHECK enum rc forget_ask(
    struct store *store, struct slice prefix, const struct part *p, struct why *why);
/* RC_BROKEN: out of memory, or the feed is not ours. */
MUST_CHECK enum rc forget_take(
    struct store *store, struct part *p, struct arena *a, struct why *why);
/* Before the first word of the batch: nothing, if the feed names none of them. */
void forget_write(struct view *v);

#endif
