/* Long work says how far it is: on standard error, every few seconds, and never of short work. */
#ifndef COASTLINE_CLI_FOLD_PROGRESS_H
#define COASTLINE_CLI_FOLD_PROGRESS_H

#include "base/base.h"
#include "base/instant.h"

struct progress {
    const char *who, *what; /* "coastline whatif", "events read" */
    bool began;
    int64_t last_ms; /* of the monotonic clock, when it was last shown */
};

void progress_show(struct progress *p, size_t done, size_t of);

#endif
