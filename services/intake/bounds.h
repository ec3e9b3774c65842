/* What one log may hold only so many of: rule sets, which every assessor keeps as long as the log
 * lives, and people who are named in links, of whom every partition keeps a table. The door is the
 * one place that sees them all, so it counts what it filed (kept beside its places) and refuses
 * what would be more. Pure. */
#ifndef COASTLINE_INTAKE_BOUNDS_H
#define COASTLINE_INTAKE_BOUNDS_H

#include "codec/event.h"
#include "refuse.h"

struct bounds {
    int32_t rulesets; /* filed in this log; at most RULESETS_MAX */
    int32_t linked;   /* people named in links, somebody named twice counted twice; LINKS_MAX */
};

/* False: the log holds as many as it may; *ret says of what. A link is refused earlier than what
 * takes one back, so that there is always room to undo. */
MUST_CHECK bool bounds_allow(const struct bounds *b, const struct event *e, struct refusal *ret);
bool bounds_near(const struct bounds *b); /* nine tenths of one of them are taken: an alarm */
/* It was filed. */
void bounds_count(struct bounds *b, const struct event *e);

#endif
