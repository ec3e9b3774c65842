/* Where somebody was seen (domain.md D, fold.md R35, R40): the observed place O of an event that
 * has a person in one place, and nothing else; nobody is followed. */
#ifndef COASTLINE_DOMAIN_SIGHTING_H
#define COASTLINE_DOMAIN_SIGHTING_H

#include "domain/item.h"
#include "domain/regions.h"

enum sighting_kind {
    SIGHTING_NONE,      /* a tick, or an event that sees nobody anywhere */
    SIGHTING_PLACED,    /* at `at` */
    SIGHTING_UNPLACED,  /* its code had no meaning on that day */
    SIGHTING_RESIDENCE, /* no observation: somebody says to live at `at`, if that is a place */
};

struct sighting {
    enum sighting_kind kind;
    county at;
};

struct sighting sighting_of(const struct item *item);

#endif
