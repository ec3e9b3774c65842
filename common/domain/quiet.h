/* Days on which nothing can happen by itself. A file without news need not be looked at every day:
 * what can change with the date alone is known beforehand. */
#ifndef COASTLINE_DOMAIN_QUIET_H
#define COASTLINE_DOMAIN_QUIET_H

#include "domain/walk.h"

/* The first day after the walk's last item whose daily tick may change anything; never too late,
 * sometimes too early. Holds as long as no fact comes and the rules stay the same. */
date walk_quiet_until(const struct walk *w);

#endif
