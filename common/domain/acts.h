/* Acts that add up (fold.md R14): what counts as serious breach. */
#ifndef COASTLINE_DOMAIN_ACTS_H
#define COASTLINE_DOMAIN_ACTS_H

#include "domain/walk.h"

struct breach {
    bool tests, absences; /* the condition of this kind is met */
    date last;            /* day of the last act of those kinds */
};

struct breach breach_of(const struct walk *w, const struct rules *r);
/* Does this act count for the breach: since report-in of the open order? */
bool breach_counts_miss(const struct walk *w, const struct miss *m);
bool breach_counts_absence(const struct walk *w, const struct absence *a, const struct rules *r);

#endif
