/* Where a person belongs (fold.md R35): the registered region R. */
#ifndef COASTLINE_DOMAIN_READINGS_HOME_H
#define COASTLINE_DOMAIN_READINGS_HOME_H

#include "domain/item.h"
#include "domain/readings/orders.h"
#include "domain/readings/treatment.h"
#include "domain/regions.h"

struct home_row {
    date from; /* in force from this day on */
    struct code residence, hukou; /* 9 and 6 digits, "" if none was given */
    date written; /* day of the fact: its codes are read as of then */
};

struct home {
    LIST(struct home_row) rows; /* registrations and changes, in order */
};

void home_take(struct home *h, const struct item *item, struct room *room);
void home_free(struct home *h, struct room *room);

/* The last registration or change in force on that day, or NULL. */
const struct home_row *home_residence(const struct home *h, date today);
/* R on that day; no place (code 0) if there is none. */
county home_region(const struct home *h, const struct orders *o, const struct treatment *t,
    date today);
/* County of the home clinic of the open episode; no place if there is none. */
county home_clinic(const struct treatment *t);

#endif
