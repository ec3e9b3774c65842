/* One record's checks: an event that may be filed, or the reason why not (fold.md section 2 as far
 * as one record tells; design.md 5 and 9). Bounded before it is decoded. Pure: what needs to know
 * people or hours is judged by the filer. */
#ifndef COASTLINE_INTAKE_INSPECT_H
#define COASTLINE_INTAKE_INSPECT_H

#include "codec/event.h"
#include "refuse.h"

enum { RECORD_MAX = 512 * 1024, INSPECT_ARENA = 1024 * 1024 };

struct inspection {
    const struct letter *original; /* with its headers */
    enum event_source source;      /* whose topic it is; the topic tells the agency */
    instant stamp;                 /* by the rule of the last second: gate_stamp */
};

/* RC_OK: *ret is good, a document is there if an agency sent it; its texts point into the record
 * and the arena (of INSPECT_ARENA bytes; it is reset). RC_REFUSED: *ret_refusal says why.
 * RC_BROKEN: the arena is too small. */
MUST_CHECK enum rc inspect(const struct inspection *what, struct arena *a, struct event *ret,
    struct refusal *ret_refusal, struct why *why);

/* Is it about nobody: hub.opened, hub.heartbeat, hub.ruleset.activated? */
bool event_is_about_nobody(const struct event *e);

#endif
