/* The ends of a life in the hub (fold.md R23): death, end of control. */
#ifndef COASTLINE_DOMAIN_READINGS_LIFE_H
#define COASTLINE_DOMAIN_READINGS_LIFE_H

#include "domain/item.h"

struct life {
    bool deceased; /* the earliest date that was told: */
    date death;
    bool control_ended; /* the last `control.ended`, and nobody registered after it: */
    date control_decided;
    bool registered; /* ever */
};

void life_take(struct life *l, const struct item *item);

#endif
