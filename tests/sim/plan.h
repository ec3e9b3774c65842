/* What befalls a seed's world: events that agencies publish, and faults, each at its time. */
#ifndef COASTLINE_TESTS_SIM_PLAN_H
#define COASTLINE_TESTS_SIM_PLAN_H

#include "fiber.h"

void plan_begin(void);   /* nothing planned */
void plan_make(void);    /* from now on, for the fibers that are cast */
instant plan_end(void);  /* when the last of it happens */
instant plan_next(void); /* far away: nothing more */
void plan_look(void);    /* does what is due */

#endif
