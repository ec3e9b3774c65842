/* How fast the days go by: as fast as they can, so many events a second, or days a minute. */
#ifndef COASTLINE_SIMULATE_PACE_H
#define COASTLINE_SIMULATE_PACE_H

#include "base/instant.h"
#include "base/rc.h"

enum pace_kind { PACE_MAX, PACE_LIVE, PACE_DAYS };

struct pace {
    enum pace_kind kind;
    int64_t rate;     /* events a second, or simulated days a minute */
    instant opened;   /* what is stamped before goes as fast as it can */
    int64_t began_us; /* by the clock of the machine, when the first one after it came */
    int64_t passed;   /* events since */
};

/* "max", "live" (at `rate` events a second) or "60-days-per-minute". RC_REFUSED: neither. */
MUST_CHECK enum rc pace_read(const char *words, int64_t rate, struct pace *ret, struct why *why);
/* How many microseconds the event of that stamp has to wait, given what the clock says now. */
int64_t pace_wait(struct pace *p, instant stamp, int64_t now_us);

#endif
