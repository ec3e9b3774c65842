/* What a walk goes through (fold.md R5, R8): live facts and ticks, in order. Readings, rules and
 * alerts all see items in this one form. */
#ifndef COASTLINE_DOMAIN_ITEM_H
#define COASTLINE_DOMAIN_ITEM_H

#include "domain/fact.h"
#include "domain/room.h"

struct item {
    instant at;
    date today;              /* T: local date of `at`; never falls from item to item */
    const struct fact *fact; /* NULL: a tick. Its text lives as long as the item does, so copy it */
    bool daily;              /* the tick of 00:30 */
    bool old;                /* a fact over 72 h old when it reached the hub (R37) */
};

/* A place in the order of items: by time, ticks before facts, then source and id. */
struct place {
    instant at;
    int32_t source; /* -1: a tick */
    struct text id; /* "" of a tick */
};
struct place item_place(const struct item *item);
int place_compare(const struct place *a, const struct place *b);

/* Fields of an item's fact, by their number in baked/catalogue.h. */
static inline const struct fact_value *item_value(const struct item *item, int field)
{
    return &item->fact->values[field];
}
static inline date item_date(const struct item *item, int field)
{
    return (date){ (int32_t)item_value(item, field)->number };
}
static inline struct slice item_text(const struct item *item, int field)
{
    return item_value(item, field)->text;
}
static inline uint64_t item_tag(const struct item *item, int field)
{
    return tag_of(item_text(item, field));
}
static inline bool item_says(const struct item *item, int field, int ordinal)
{
    const struct fact_value *v = item_value(item, field);
    return v->there && v->number == ordinal;
}
static inline bool item_is(const struct item *item, enum event_type type)
{
    return item->fact && item->fact->type == type;
}

/* Age of a day: T minus it (R7). */
static inline int32_t item_age(const struct item *item, date day)
{
    return date_minus(item->today, day);
}
/* "In the last n days": 0 <= T - day <= n. */
static inline bool item_within(const struct item *item, date day, int32_t n)
{
    return item_age(item, day) >= 0 && item_age(item, day) <= n;
}

#endif
