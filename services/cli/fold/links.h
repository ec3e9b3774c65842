/* Files that belong together (fold.md R24): facts of linked people stand in one file, that of the
 * one who leads; the others keep theirs for the day the link is undone. */
#ifndef COASTLINE_CLI_FOLD_LINKS_H
#define COASTLINE_CLI_FOLD_LINKS_H

#include "fold/steps.h"

/* Takes a fact that may say who is linked (ties_concern), moves facts to where they belong, and
 * touches who is concerned. */
MUST_CHECK enum rc links_follow(struct fold *f, const struct fact *fact, struct why *why);

#endif
