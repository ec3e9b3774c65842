/* Where the lists of a generation name a person, whether the person's own note knows of it or not.
 */
#ifndef COASTLINE_CLI_PROJECTION_STRAYS_H
#define COASTLINE_CLI_PROJECTION_STRAYS_H

#include "heal.h"
#include "projection/desk.h"

/* Looks into every worklist and every list of alerts, some hundred names at a time. RC_AGAIN: Redis
 * is away. RC_BROKEN: more than STRAYS_MAX. */
MUST_CHECK enum rc strays_find(struct desk *d, struct slice prefix, struct slice pid,
    struct stray ret[STRAYS_MAX], size_t *ret_n, struct why *why);

#endif
