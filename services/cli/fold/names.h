/* A table from names (any bytes) to numbers, growing with its content: people by pid, events by
 * source and id. */
#ifndef COASTLINE_CLI_FOLD_NAMES_H
#define COASTLINE_CLI_FOLD_NAMES_H

#include "base/slice.h"

struct names;

struct names *names_new(void); /* NULL: no memory */
struct names *names_free(struct names *t);
/* The number of `name`, which is `fresh` if it was not there; -1: no memory. The name is copied. */
int64_t names_put(struct names *t, struct slice name, int64_t fresh);

/* The number of `name`, or -1 if it is not there. */
int64_t names_find(const struct names *t, struct slice name);

DEFINE_CLEANUP(struct names *, names_free)

#endif
