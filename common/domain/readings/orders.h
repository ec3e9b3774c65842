/* Community orders (fold.md R9, R13): which is open, whether its person has reported in, and where
 * it is carried out. */
#ifndef COASTLINE_DOMAIN_READINGS_ORDERS_H
#define COASTLINE_DOMAIN_READINGS_ORDERS_H

#include "domain/item.h"

/* A transfer: from this day on the order is carried out in `to`. */
struct transfer {
    date effective;
    struct code from, to; /* towns, 9 digits */
    date written;         /* of the fact: codes are read as of this day */
};

struct order {
    uint64_t tag;          /* of its number */
    struct text id, event; /* its number, and the fact that opened it */
    bool served_known, reported_in, extended, paused;
    date served, reported, until; /* until: of the last extension */
    struct code town;             /* now: of the order, of report-in, then of the ruling transfer */
    date town_written;            /* day of the fact that gave it */
    bool out;                     /* transferred out and not yet in: */
    struct transfer last_out;
    bool moved;  /* a transfer gave `town`: */
    date ruling; /* in force from this day */
    LIST(struct transfer) coming; /* transfers whose day has not come, by day */
};

struct orders {
    bool open; /* `order` holds: */
    struct order order;
    LIST(uint64_t) known;    /* tags of all numbers seen */
    uint32_t ended;          /* how many orders ended so far (a mark for those who wait for it) */
    bool just_reported;      /* by the last item taken: a report-in that counted */
    bool ever_reported;      /* any order: */
    date last_reported;      /* last report-in of any order */
};

void orders_take(struct orders *o, const struct item *item, struct room *room);
void orders_free(struct orders *o, struct room *room);

/* The open order, or NULL. */
static inline const struct order *order_open(const struct orders *o)
{
    return o->open ? &o->order : NULL;
}
/* The last day on which reporting in is in time: served + 15, or what was granted (R13). */
date order_report_until(const struct order *o, int32_t days);

#endif
