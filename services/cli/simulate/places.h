/* Where people live and turn up: real division codes of Hainan, and some beyond. */
#ifndef COASTLINE_SIMULATE_PLACES_H
#define COASTLINE_SIMULATE_PLACES_H

#include "simulate/life.h"

/* A town by its number in places.def, drawn by population; `city`: in a city that has districts,
 * so that there is a NEAR. */
int16_t place_draw(struct random *luck, bool city);
struct text place_town(int town);   /* nine digits */
struct text place_county(int town); /* six */

/* The county at that distance from where the person first lived. */
struct text place_of(const struct person *p, enum where where);
/* A town there: for moves within the province (HOME, NEAR, FAR). */
int16_t place_town_of(const struct person *p, enum where where);
/* Where the person is today: home, or where they stay. */
struct text place_today(const struct person *p, date today);

/* Names in Chinese, at most 64 bytes: "<county><what>", a province's town without name: what. */
struct text place_named(struct text code, const char *what);

#endif
