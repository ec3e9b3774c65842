/* Two generations of one log held against each other by the digests that both noted: at the same
 * place they are the same (schemas/redis.md). */
#ifndef COASTLINE_CLI_PROJECTION_COMPARE_H
#define COASTLINE_CLI_PROJECTION_COMPARE_H

#include "projection/desk.h"

/* What was found so far; places grow, so it is looked again and again until each was met. */
struct likeness {
    bool *met;            /* owned; by partition: both were seen at one place, and were alike */
    int32_t n, n_met;     /* partitions */
    int64_t notes;        /* that both have, and that are alike after the last one that is not */
    int64_t notes_differ; /* of people who were erased since, or of damage that was healed */
    int32_t differs;      /* a partition that differs at one place; -1: none */
    int64_t at;           /* that place */
    int64_t alike_to;     /* and the last note before it in which they were alike; -1: none */
};
MUST_CHECK enum rc likeness_new(struct likeness *l, int32_t partitions, struct why *why);
void likeness_free(struct likeness *l);
/* Present places and digests; both were read before. */
void likeness_look(struct likeness *l, const struct generation *a, const struct generation *b);
/* The notes of all partitions; of those that were not met, the last common note counts as a place.
 * RC_AGAIN: Redis is away. */
MUST_CHECK enum rc likeness_notes(struct likeness *l, struct desk *d, const struct generation *a,
    const struct generation *b, struct why *why);

#endif
