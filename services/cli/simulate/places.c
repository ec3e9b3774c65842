#include "simulate/places.h"

#include <stdlib.h>

#include "domain/regions.h"

static const struct towns {
    int county, first, count, weight;
} rows[] = {
#define TOWNS(county, first, count, weight) { county, first, count, weight },
#include "simulate/places.def"
#undef TOWNS
};

enum { CITIES = 12 /* rows of Haikou and Sanya, which have districts */, WIDEST = 32 };

/* Towns are numbered row by row, WIDEST to a row. */
static const struct towns *row_of(int town) { return &rows[town / WIDEST]; }

static int prefecture(const struct towns *row)
{
    return row->county / 100 == 4690 ? row->county : row->county / 100;
}

static int16_t draw_in(struct random *luck, size_t row)
{
    return (int16_t)(row * WIDEST + random_below(luck, (uint64_t)rows[row].count));
}

int16_t place_draw(struct random *luck, bool city)
{
    size_t n = city ? CITIES : COUNT(rows), row = 0;
    int all = 0;
    for (size_t i = 0; i < n; i++) all += rows[i].weight;
    int at = (int)random_below(luck, (uint64_t)all);
    while (at >= rows[row].weight) at -= rows[row++].weight;
    return draw_in(luck, row);
}

struct text place_town(int town)
{
    struct text t = { "" };
    text_print(&t, "%06d%03d", row_of(town)->county, row_of(town)->first + town % WIDEST);
    return t;
}

struct text place_county(int town)
{
    struct text t = { "" };
    text_print(&t, "%06d", row_of(town)->county);
    return t;
}

/* The nearest row after the person's own whose county is another one, in the same prefecture or in
 * another; HOME if there is none. */
static size_t row_at(const struct person *p, enum where where)
{
    size_t own = (size_t)p->first_town / WIDEST;
    if (where == HOME) return own;
    for (size_t i = 1; i < COUNT(rows); i++) {
        size_t row = (own + i * (where == FAR ? 5 : 1)) % COUNT(rows);
        bool same = prefecture(&rows[row]) == prefecture(&rows[own]);
        if (rows[row].county != rows[own].county && same == (where == NEAR)) return row;
    }
    return own;
}

struct text place_of(const struct person *p, enum where where)
{
    static const char *const beyond[] = { "440305", "450102", "430104", "510107" };
    struct text t = { "" };
    const char *code = "469003"; /* 儋州 until 2015: no place today */
    switch (where) {
    case HOME:
    case NEAR:
    case FAR: return place_county((int)row_at(p, where) * WIDEST);
    case MAINLAND: code = beyond[p->n % COUNT(beyond)]; break;
    case EXPIRED:
    case WHERES: break;
    }
    text_print(&t, "%s", code);
    return t;
}

int16_t place_town_of(const struct person *p, enum where where)
{
    return (int16_t)(row_at(p, where) * WIDEST);
}

struct text place_today(const struct person *p, date today)
{
    return today.days < p->stay_until ? place_of(p, p->stay) : place_county(p->town);
}

struct text place_named(struct text code, const char *what)
{
    struct text t = { "" };
    const char *name = county_name(county_from(slice_text(&code)));
    text_print(&t, "%s%s", name ? name : "", what);
    return t;
}
