/* A verdict as people read it, in one of two languages, cut to what its reader may see. */
#ifndef COASTLINE_CLI_EXPLAIN_PAGE_H
#define COASTLINE_CLI_EXPLAIN_PAGE_H

#include "domain/explain.h"
#include "domain/sayings.h"
#include "explain/dues.h"
#include "explain/sight.h"

struct page {
    struct buffer *out;
    enum tongue_of_people tongue;
    struct sight sight;
    struct slice pid;
    instant at;
    const struct hub_file_state *state;
    const struct explanation *why_so;
    const struct dues *dues;
    struct arena *arena; /* for what is cut */
};

/* Puts the whole page into `out`. RC_BROKEN: the arena is full. */
MUST_CHECK enum rc page_put(const struct page *p, struct why *why);

#endif
