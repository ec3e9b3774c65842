/* The end of keys in hub.identities (design.md 4, shredding). A shredded person's keys are retired
 * in the name of the step that shredded: what was said up to it still opens with them for seven
 * days, for slow readers; a fact after it under such a key is filed again under a new one. Then
 * tombstones make all of it unreadable. Every call may be made again (a replay): the same keys are
 * meant, and a key that was made since is not. */
#ifndef COASTLINE_RUNTIME_SHRED_H
#define COASTLINE_RUNTIME_SHRED_H

#include "bus/writer.h"
#include "runtime/keys.h"

#define SHRED_AFTER DAYS(7) /* from the step to the tombstones, at a daily tick */

struct shredder {
    const char *brokers;
    struct bus_ear ear;
    const struct secrets *secrets; /* with PERSONS */
    struct writer *writer;
    int identities; /* hub.identities, of the writer */
};

/* The step that shredded: its place and time in hub.facts. */
struct shredding {
    int32_t partition;
    int64_t cause;
    instant at;
};

/* Retires all keys that these people of the partition had at that step; `pids` in the order of
 * bytes. Reads the partition of hub.identities once; sends, and does not wait for acknowledgement.
 * RC_AGAIN: the brokers do not answer, nothing was sent. */
MUST_CHECK enum rc shred_retire(const struct shredder *s, const struct shredding *step,
    const struct slice *pids, size_t n, struct why *why);
/* A new key for somebody all of whose keys are retired; `made`: stamp of the fact that needs it.
 * RC_OK: sent, to be acknowledged before it seals anything. RC_REFUSED: the person has no keys any
 * more, of which one could be made. RC_AGAIN as above. */
MUST_CHECK enum rc shred_renew(
    const struct shredder *s, int32_t partition, struct slice pid, instant made, struct why *why);
/* The tombstone of a key; sends, and does not wait. */
MUST_CHECK enum rc shred_tombstone(
    const struct shredder *s, int32_t partition, struct slice pid, int64_t key_id, struct why *why);

#endif
