/* Absence without leave (fold.md R14): three days or more, and not covered by one approved
 * leave. */
#ifndef COASTLINE_DOMAIN_READINGS_ABSENCE_H
#define COASTLINE_DOMAIN_READINGS_ABSENCE_H

#include "domain/readings/leave.h"

struct absence {
    date day, start; /* of the fact; of leaving */
    int32_t days;
    bool counts; /* no leave covers it, as things stand */
    struct text id;
};

struct absences {
    LIST(struct absence) list; /* by day */
    uint32_t seen;             /* version of the leaves */
};

void absences_take(
    struct absences *a, const struct item *item, const struct leave *l, struct room *room);
void absences_free(struct absences *a, struct room *room);

#endif
