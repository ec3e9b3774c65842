/* What a tally sees with the hub's secrets: which facts are the same event again (fold.md R4), how
 * many files there are, and which signals were said and heard. Counts only: nothing of a person is
 * kept but a 64-bit hash of an event's name, while the tally runs. */
#ifndef COASTLINE_CLI_TALLY_OPENED_H
#define COASTLINE_CLI_TALLY_OPENED_H

#include "runtime/keys.h"
#include "runtime/speaker.h"

struct opened; /* opener of facts and changes */

struct opened_counts {
    int64_t files;    /* distinct pids with a fact */
    int64_t key_gone; /* records whose person was shredded */
    int64_t signals[HUB_SIGNAL_KINDS];
    int64_t changes; /* heard */
    int64_t repeats, strangers, openings;
};

/* Reads hub.identities: blocks. */
MUST_CHECK enum rc opened_new(
    struct opened **ret, const char *brokers, const char *folder, struct why *why);
struct opened *opened_free(struct opened *o);
DEFINE_CLEANUP(struct opened *, opened_free)

/* Whether this fact, of `record` in hub.facts, is an event that was not seen before. */
MUST_CHECK enum rc opened_fact(struct opened *o, const struct record *record,
    const struct hub_sealed_fact *fact, struct arena *a, bool *ret_is_new, struct why *why);
/* A topic_take: counts a record of hub.changes. `self` is the struct opened. */
enum rc opened_change(void *self, const struct record *record, struct arena *a, struct why *why);

const struct opened_counts *opened_counts(const struct opened *o);

#endif
