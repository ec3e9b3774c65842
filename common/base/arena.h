/* Memory for one turn of a loop: allocate freely, reset once. */
#ifndef COASTLINE_BASE_ARENA_H
#define COASTLINE_BASE_ARENA_H

#include "base/slice.h"

struct arena;

/* Hands out at most `ceiling` bytes between two resets; NULL if memory ran out. */
struct arena *arena_new(size_t ceiling);
struct arena *arena_free(struct arena *a);
/* Forgets everything handed out, keeps one block for the next turn. */
void arena_reset(struct arena *a);
/* Zeroed, aligned for anything; NULL when the ceiling or memory is reached. */
void *arena_take(struct arena *a, size_t n);
struct slice arena_copy(struct arena *a, struct slice bytes); /* at == NULL if it did not fit */

DEFINE_CLEANUP(struct arena *, arena_free)

#endif
