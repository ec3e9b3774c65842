/* Opening a log for those who hold its secrets. */
#ifndef COASTLINE_CLI_LOG_VIEW_H
#define COASTLINE_CLI_LOG_VIEW_H

#include "log/export.h"

typedef enum rc log_run_fn(const struct log_view *view, struct why *why);

/* Reads keys and ends, runs with them in `view`, and flushes view->out. Waits for the brokers.
 * RC_REFUSED: the secrets are not those of this log, or not there. */
MUST_CHECK enum rc log_view_run(
    struct log_view *view, const char *secrets, log_run_fn *run, struct why *why);

#endif
