/* Places of refused records, and a set of them that stays small: 16 bytes for each 64 neighbouring
 * offsets of which one is in it. Exact, so that no letter is taken for another. */
#ifndef COASTLINE_CLI_DLQ_MARKS_H
#define COASTLINE_CLI_DLQ_MARKS_H

#include "baked/catalogue.h"
#include "base/rc.h"
#include "base/slice.h"

/* Where a refused record stood: the name of its letter (wire.md 6.6). */
struct origin {
    enum event_source source; /* tells the topic */
    int32_t partition;        /* below 2^20 */
    int64_t offset;           /* below 2^46 */
};

enum { ORIGIN_ROOM = 64 };
const char *origin_topic(enum event_source source); /* lives for ever */
MUST_CHECK bool origin_source(struct slice topic, enum event_source *ret);
/* "police.events.v1/0/5"; false, *ret untouched, if it is no such name. */
MUST_CHECK bool origin_parse(struct slice text, struct origin *ret);
struct text origin_text(const struct origin *o);

struct marks {
    struct mark_slot *at; /* owned */
    size_t n, slots;
};
void marks_deinit(struct marks *m);
bool marks_has(const struct marks *m, const struct origin *o);
/* Twice is as once. RC_BROKEN: out of memory, or more than a gigabyte. */
MUST_CHECK enum rc marks_put(struct marks *m, const struct origin *o, struct why *why);
void marks_drop(struct marks *m, const struct origin *o);

#endif
