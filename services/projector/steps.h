/* Puts a batch into Redis: reads what is there, writes the steps of all parts in one pipeline,
 * takes their answers. */
#ifndef COASTLINE_PROJECTOR_STEPS_H
#define COASTLINE_PROJECTOR_STEPS_H

#include "batch.h"
#include "store/store.h"
#include "view.h"

struct steps;
/* NULL: out of memory. The store is kept by reference. */
struct steps *steps_new(struct store *store);
struct steps *steps_free(struct steps *s);
DEFINE_CLEANUP(struct steps *, steps_free)

/* Whether this server takes hashes packed (store/pack.h); at first it does not. */
void steps_pack(struct steps *s, bool packs);

struct steps_tally {
    int64_t scripts;   /* that Redis took */
    int64_t changes;   /* in them */
    int64_t conflicts; /* parts of which Redis had another place: they are doubtful now */
};

/* Of parts that are not doubtful, at least one; what went in is gone from them, and so is all of a
 * part that became doubtful. RC_AGAIN: Redis is away, and nothing is known of any of the parts.
 * RC_BROKEN: as store_answer, or out of memory. */
MUST_CHECK enum rc steps_apply(struct steps *s, struct slice prefix, struct part *const *parts,
    size_t n_parts, struct steps_tally *ret, struct why *why);

/* What one change does to all keys but the hash of the file, which is noted for the step's end; to
 * boards if the view has some. */
void step_change(struct view *v, const struct said *s);

#endif
