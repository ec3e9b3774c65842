/* The calendar of a province: what is to be done next, by time and then by when it was planned. */
#ifndef COASTLINE_SIMULATE_AGENDA_H
#define COASTLINE_SIMULATE_AGENDA_H

#include "base/instant.h"

struct act {
    instant at;
    uint64_t planned; /* number of the plan: what was planned first is done first */
    uint32_t person;
    uint16_t verb;
    int16_t arg;
};

struct agenda;

struct agenda *agenda_new(void);
struct agenda *agenda_free(struct agenda *a);
DEFINE_CLEANUP(struct agenda *, agenda_free)

/* Gives `planned` itself. False: out of memory. */
MUST_CHECK bool agenda_add(struct agenda *a, struct act act);
/* NULL: nothing is planned. */
const struct act *agenda_next(const struct agenda *a);
void agenda_done(struct agenda *a); /* drops the next one */

#endif
