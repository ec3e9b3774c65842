/* The two ways a log is printed; both up to `ends`. */
#ifndef COASTLINE_CLI_LOG_EXPORT_H
#define COASTLINE_CLI_LOG_EXPORT_H

#include <stdio.h>

#include "log/ends.h"
#include "runtime/keys.h"

struct log_view {
    const char *brokers;
    struct keys *keys; /* all partitions were read */
    const struct ends *ends;
    FILE *out;
    bool states;       /* of changes: at the end, how each file was last said to stand */
    struct slice only; /* of export: the partition of this pid; at == NULL: all */
};

/* The facts, ticks and moments, as lines of fold.md 1 with `partition` and `cause`. A tick is a
 * heartbeat at hh:30 exactly: nothing else arrives then; a hop is one that names where it came
 * from.
 */
MUST_CHECK enum rc log_export(const struct log_view *view, struct why *why);
/* The words of hub.changes as a reader hears them, as fold.md 6 and 7 print them. */
MUST_CHECK enum rc log_changes(const struct log_view *view, struct why *why);

#endif
