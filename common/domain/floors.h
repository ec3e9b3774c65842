/* The floors of domain.md C2, as rules.def lists them. */
#ifndef COASTLINE_DOMAIN_FLOORS_H
#define COASTLINE_DOMAIN_FLOORS_H

#include "domain/walk.h"

void floors_reach(struct floor floors[RULE_FLOORS], const struct walk *w, const struct item *item,
    const struct rules *r);

#endif
