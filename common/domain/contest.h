/* The person's say (fold.md R22): contests open and closed, and decisions that a second reviewer
 * should have made. */
#ifndef COASTLINE_DOMAIN_CONTEST_H
#define COASTLINE_DOMAIN_CONTEST_H

#include "domain/item.h"

struct contests {
    LIST(struct text) open;    /* ids of `contest.filed`, the oldest first */
    LIST(struct text) refused; /* ids of decisions by the reviewer who last decided a proposal */
};

struct walk;

void contest_take(struct walk *w, const struct item *item);
void contests_free(struct contests *c, struct room *room);

#endif
