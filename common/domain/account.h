/* What one person's life adds to the statistics, written down item by item as the walk goes
 * (fold.md R41). statistics.c adds it up. */
#ifndef COASTLINE_DOMAIN_ACCOUNT_H
#define COASTLINE_DOMAIN_ACCOUNT_H

#include "domain/needs.h"
#include "domain/statistics.h"
#include "domain/walk.h"

/* How things stood after an item, as far as a day is judged by it. */
struct standing {
    bool registered, alive, departed, sealed, order_open, clock_known;
    bool breached; /* G-H1 or G-H2 in force */
    date clock;
};

struct order_entry {
    uint64_t tag;
    date opened, served, reported, ended;
    bool served_known, reported_in, extended, agreed;
    bool over, by_death, discharged;
};

struct release_entry {
    date day;
    instant at; /* its fact */
};

struct account {
    struct tally *tally;
    const struct period *period;
    struct standing now, at_from; /* at_from: at the end of the day `from` */
    bool passed_from;
    bool first_found, first_found_before; /* S5: in the period, in the one before */
    bool young;                           /* S9: an open order or a young clock in the period */
    bool watched;                         /* S18 */
    bool registered;
    bool holds_order; /* the last of: */
    LIST(struct order_entry) orders;
    bool treated;                       /* the last of `episodes` is going on: */
    LIST(struct span_of_days) episodes; /* from the first dose to the day before the exit */
    LIST(date) doses;                   /* days with one, in order */
    LIST(date) report_ins;
    LIST(struct release_entry) releases;
    LIST(instant) handovers;
    struct {
        bool open;
        instant due;
    } needs[NEED_KINDS];
};

void account_begin(struct account *a, struct tally *t);
/* After each item that the walk took. */
void account_item(struct account *a, const struct walk *w, const struct item *item);
/* The walk stands at the end of the day: what is still open is judged. */
void account_close(struct account *a);
void account_free(struct account *a);

/* Is the person a current user on that day (S1); abstinent for three years (S3)? */
bool standing_current(const struct standing *s, date day);
bool standing_abstinent(const struct standing *s, date day);
/* An open order, or a clock that runs less than three years (S9)? */
bool standing_young(const struct standing *s, date day);

#endif
