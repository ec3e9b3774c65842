/* Invented people: documents of people born before 1900, a home, and a course of life. */
#ifndef COASTLINE_SIMULATE_PEOPLE_H
#define COASTLINE_SIMULATE_PEOPLE_H

#include "simulate/world.h"

/* Makes person n and plans how their life begins. */
void person_make(struct world *w, uint32_t n);

#endif
