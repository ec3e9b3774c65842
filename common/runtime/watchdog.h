/* Ends a process that makes no progress: librdkafka has calls that may never return (reliability.md
 * 1.7). A thread counts seconds without a beat; a process that was stopped as a whole does not
 * count them. It also tells systemd that we live. Exit status 70. */
#ifndef COASTLINE_RUNTIME_WATCHDOG_H
#define COASTLINE_RUNTIME_WATCHDOG_H

#include "base/rc.h"

struct watchdog;

/* limit_s: so many seconds without a beat are the end. */
MUST_CHECK enum rc watchdog_open(struct watchdog **ret, int limit_s, struct why *why);
struct watchdog *watchdog_close(struct watchdog *w);
DEFINE_CLEANUP(struct watchdog *, watchdog_close)

/* Progress was made; cheap, any thread. w may be NULL. */
void watchdog_beat(struct watchdog *w);
/* From now on beats do not help: in so many seconds the process has ended by itself, or is ended.
 */
void watchdog_drain(struct watchdog *w, int within_s);

#endif
