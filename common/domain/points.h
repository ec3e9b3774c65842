/* The points of domain.md C3, as rules.def lists them. */
#ifndef COASTLINE_DOMAIN_POINTS_H
#define COASTLINE_DOMAIN_POINTS_H

#include "domain/walk.h"

/* Those of the rules in `moved` (RULE_BIT), by the rules of the walk. */
void points_reach(
    int32_t points[RULES], const struct walk *w, const struct item *item, uint32_t moved);

/* What one missed test, or one absence, is worth on that day. */
int32_t points_of_miss(const struct miss *m, date today, const struct rules *r);
int32_t points_of_absence(const struct absence *a, date today, const struct rules *r);

#endif
