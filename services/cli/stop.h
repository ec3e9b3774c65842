/* Long work of a command ends when it is asked to, between two steps and not within one: SIGINT and
 * SIGTERM are held back, and looked for where it waits. */
#ifndef COASTLINE_CLI_STOP_H
#define COASTLINE_CLI_STOP_H

#include "base/rc.h"

/* From here on. RC_BROKEN: the system does not let us. */
MUST_CHECK enum rc stop_hold(struct why *why);
/* Waits so many microseconds at most; true at once when we are asked to stop. */
bool stop_asked(int64_t us);

#endif
