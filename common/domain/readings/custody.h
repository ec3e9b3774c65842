/* Isolation, prison, pauses of an order, and abroad (fold.md R10, R26). */
#ifndef COASTLINE_DOMAIN_READINGS_CUSTODY_H
#define COASTLINE_DOMAIN_READINGS_CUSTODY_H

#include "domain/item.h"
#include "domain/readings/orders.h"

enum custody_kind { CUSTODY_ISOLATION, CUSTODY_PRISON, CUSTODY_PAUSE, CUSTODY_KINDS };

struct custody {
    bool now[CUSTODY_KINDS]; /* going on: */
    date since[CUSTODY_KINDS];
    struct spans past; /* days of custody that has ended, first and last included */
    bool departed;     /* left the country, from this day: */
    date departed_from;
    struct days releases; /* from isolation and prison, by their `released` */
    bool released;        /* the last release: */
    date release_day;
    instant release_at;    /* its fact */
    bool met_since;        /* a contact came after it */
    bool handed_over;      /* some handover was completed: */
    date handover_day;     /* the latest day of one */
    uint32_t version;      /* moves when days that have passed may have changed */
    LIST(instant) watches; /* ticks to come, 24 h after a release */
};

/* After orders_take: the end of an order ends its pause. */
void custody_take(struct custody *c, const struct item *item, const struct orders *o,
    struct room *room);
void custody_free(struct custody *c, struct room *room);

/* Was this day, not after today, one of custody? */
bool custody_contains(const struct custody *c, date day);
/* For how many days from this one on, itself included, custody_contains says the same. */
int32_t custody_alike(const struct custody *c, date day);
/* Is the person out of reach, the file suspended: isolation, prison, abroad. */
bool custody_away(const struct custody *c, date today);
/* Released for 24 h with neither handover nor contact (R26). */
bool handover_missing(const struct custody *c, const struct item *item);

#endif
