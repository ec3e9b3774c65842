/* I7: no document number is where none may be. Every number of the province is known. */
#ifndef COASTLINE_TESTS_SIM_CANARY_H
#define COASTLINE_TESTS_SIM_CANARY_H

#include "base/slice.h"

void canary_begin(void);
void canary_add(const char *number); /* of 18 characters */
void canary_look(const char *where, struct slice bytes);

#endif
