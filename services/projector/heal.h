/* One person's keys made anew: the words about that person go through the same steps as in the
 * projector, and what they leave is written over what stands there by one script, which compares
 * the place of the partition. The sums of meta:<p> and of boards stay as they are: words moved
 * them, and the keys that were damaged did not. */
#ifndef COASTLINE_PROJECTOR_HEAL_H
#define COASTLINE_PROJECTOR_HEAL_H

#include "batch.h"
#include "names.h"
#include "store/store.h"

struct heal;

struct heal_conf {
    struct store *store; /* kept by reference */
    struct slice prefix; /* coastline:<generation>: */
    struct slice pid;
    const struct part *part; /* its standing is the place up to which words were heard */
    struct arena *arena;     /* the one in which bodies of words live, until the end */
};
/* NULL: out of memory. */
struct heal *heal_new(const struct heal_conf *conf);
struct heal *heal_free(struct heal *h);
DEFINE_CLEANUP(struct heal *, heal_free)

/* A change of this person, in the order of the log. RC_BROKEN: out of memory. */
MUST_CHECK enum rc heal_hear(struct heal *h, const struct said *said, struct why *why);

/* An entry of a sorted set that names the person: taken out, unless it is put in again. */
struct stray {
    struct name key, member;
};
enum { STRAYS_MAX = 400 };

/* Writes what the words left. RC_REFUSED: Redis has another place by now, and nothing was changed:
 * hear the words up to there too. RC_AGAIN: Redis is away. RC_BROKEN: more than STRAYS_MAX, or out
 * of memory. */
MUST_CHECK enum rc heal_apply(
    struct heal *h, const struct stray *strays, size_t n_strays, struct why *why);

#endif
