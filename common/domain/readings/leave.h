/* Approved leave and guest dosing (fold.md R12, R14, R37, R39): which days, and for which place. A
 * leave runs to its last day, or to the day of its closing if that is earlier. */
#ifndef COASTLINE_DOMAIN_READINGS_LEAVE_H
#define COASTLINE_DOMAIN_READINGS_LEAVE_H

#include "domain/item.h"
#include "domain/regions.h"

struct leave_span {
    uint64_t leave; /* tag of its number; 0 of a guest authorisation */
    date from, to;  /* days, both included; to: as it runs now */
    struct code dest; /* 2, 4 or 6 digits */
};

struct leave_closing {
    uint64_t leave;
    date day; /* the earliest */
};

struct leave {
    LIST(struct leave_span) leaves;
    LIST(struct leave_span) guests;
    LIST(struct leave_closing) closings; /* may come before their leave */
    uint32_t version; /* moves whenever days of leave may have changed */
};

void leave_take(struct leave *l, const struct item *item, struct room *room);
void leave_free(struct leave *l, struct room *room);

/* Is this day one of approved leave? */
bool leave_contains(const struct leave *l, date day);
/* For how many days from this one on, itself included, leave_contains says the same for sure. */
int32_t leave_alike(const struct leave *l, date day);
/* Does one approved leave run over all of these days (R14)? */
bool leave_covers(const struct leave *l, date from, date to);
/* Does approved leave, or a guest authorisation, admit this county on this day? */
bool leave_admits(const struct leave *l, county c, date day);
bool guest_admits(const struct leave *l, county c, date day);

#endif
