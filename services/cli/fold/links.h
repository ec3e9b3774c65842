/* Files that belong together (fold.md R24): facts of linked people stand in one file, that of the
 * one who leads; the others keep theirs for the day the link is undone. */
#ifndef COASTLINE_CLI_FOLD_LINKS_H
#define COASTLINE_CLI_FOLD_LINKS_H

#include "fold/steps.h"

/* May this fact have changed who is linked with whom? */
bool links_may_change(const struct fact *fact);
/* Looks at all links anew, moves facts to where they belong, and touches who is concerned. */
MUST_CHECK enum rc links_follow(struct fold *f, struct why *why);

#endif
