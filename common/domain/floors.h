/* The floors of domain.md C2, as rules.def lists them. */
#ifndef COASTLINE_DOMAIN_FLOORS_H
#define COASTLINE_DOMAIN_FLOORS_H

#include "domain/walk.h"

/* Those of the rules in `moved` (RULE_BIT), by the rules of the walk. */
void floors_reach(struct floor floors[RULE_FLOORS], const struct walk *w, const struct item *item,
    uint32_t moved);

#endif
