/* The province as a file for `coastline fold`: one line a record, with the pid given. */
#ifndef COASTLINE_SIMULATE_LINES_H
#define COASTLINE_SIMULATE_LINES_H

#include <stdio.h>

#include "simulate/province.h"

struct lines_sink {
    FILE *out;
    struct arena *turn;
    struct buffer line;
};

/* RC_BROKEN: out of memory. `out` stays the caller's. */
MUST_CHECK enum rc lines_sink_make(struct lines_sink *ret, FILE *out, struct why *why);
void lines_sink_deinit(struct lines_sink *s);
struct sink lines_sink(struct lines_sink *s);

#endif
