/* Small words that all verbs use. */
#ifndef COASTLINE_SIMULATE_COMMON_H
#define COASTLINE_SIMULATE_COMMON_H

#include <stdio.h>

#include "simulate/places.h"
#include "simulate/tell.h"

/* A moment of that day between two minutes of it. */
static inline instant day_time(struct person *p, date day, int from, int to)
{
    int minute = lucky(p, from, to), second = lucky(p, 0, 59);
    return instant_plus(date_start(day), SECONDS(60 * minute + second));
}

enum { OFFICE_OPENS = 8 * 60 + 30, OFFICE_CLOSES = 17 * 60 };

/* The verb again, after that many days at a time when offices are open. */
static inline void again(struct life *l, enum verb verb, int arg, int from_days, int to_days)
{
    date day = date_plus(today(l), lucky(l->p, from_days, to_days));
    world_plan(l->world, l->p, day_time(l->p, day, OFFICE_OPENS, OFFICE_CLOSES), verb, arg);
}

/* A number of the person's own at an agency: "T-0000012-003". */
static inline struct text number_of(const struct person *p, char kind, unsigned n)
{
    struct text t;
    (void)snprintf(t.at, sizeof t.at, "%c-%07u-%03u", kind, p->n, n);
    return t;
}

static inline bool is_heard(const struct life *l)
{
    return is_about(l->p) && today(l).days >= l->p->quiet_until;
}

#endif
