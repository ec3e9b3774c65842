/* The names of keys in Redis, and the bounds of what stands there: schemas/redis.md, as C. */
#ifndef COASTLINE_PROJECTOR_NAMES_H
#define COASTLINE_PROJECTOR_NAMES_H

#include "base/slice.h"

#define KEY_HEAD "coastline:"
#define KEY_CURRENT KEY_HEAD "current"
#define KEY_GENERATIONS KEY_HEAD "generations"
#define FIRST_GENERATION "g1"
#define META_DROPPING "dropping" /* field of meta: it is being taken away */
#define CONTRACT_VERSION "2"

enum {
    GENERATION_MAX = 32, /* bytes of its name */
    VALUE_MAX = 64,      /* bytes of a value in a hash: Redis then keeps it packed */
    TIMELINE_MAX = 24,   /* lines of a person */
    FEED_MAX = 10000,    /* changes of a partition, about */
    ALERTS_MAX = 1000,   /* of a region */
    NOTES_MAX = 1000,    /* digests of a partition, about */
    NOTE_EVERY = 10000,  /* offsets */
    TASKS_MAX = 20,      /* of a person that stand in worklists */
    OPEN_ALERTS_MAX = 12,
    FILED_MAX = TASKS_MAX + OPEN_ALERTS_MAX,
    DELTAS_MAX = 800, /* counters that one change moves */
};

/* Bounded: what does not fit is cut, which nothing the assessor says can make happen. */
struct name {
    char at[256];
    size_t n;
};

static inline void name_add(struct name *name, struct slice part)
{
    size_t n = MIN(part.n, sizeof name->at - name->n);
    if (n) memcpy(name->at + name->n, part.at, n);
    name->n += n;
}

static inline struct slice name_slice(const struct name *n) { return slice_of(n->at, n->n); }

/* coastline:<generation>:<family><rest>; family with its colon */
static inline struct name name_of(struct slice prefix, const char *family, struct slice rest)
{
    struct name name;
    name.n = 0;
    name_add(&name, prefix);
    name_add(&name, slice_str(family));
    name_add(&name, rest);
    return name;
}

#endif
