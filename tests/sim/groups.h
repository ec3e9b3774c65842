/* What the broker and the scheduler know of groups beside broker.h. */
#ifndef COASTLINE_TESTS_SIM_GROUPS_H
#define COASTLINE_TESTS_SIM_GROUPS_H

#include "broker.h"

void groups_look(void);
instant groups_next(void); /* when a session runs out; far away: none does */
bool groups_settled(void); /* nobody has anything to be told */

#endif
