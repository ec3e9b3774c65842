/* Which facts a rule rests on (domain.md C6): for a person who asks why, and for whoever answers.
 * Asked of the walk after its last item; what a proposal rests on is basis.h's to say. */
#ifndef COASTLINE_DOMAIN_GROUNDS_H
#define COASTLINE_DOMAIN_GROUNDS_H

#include "domain/walk.h"

/* Is this live fact one of those that make the rule hold, as things stand now? Only of a rule that
 * is in force. `item` is the fact with the day it happened on. */
bool grounds_hold(enum rule rule, const struct walk *w, const struct item *item);

#endif
