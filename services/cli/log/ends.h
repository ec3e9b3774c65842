/* How far a log is folded: each partition of hub.facts up to its last tick (fold.md R43). */
#ifndef COASTLINE_CLI_LOG_ENDS_H
#define COASTLINE_CLI_LOG_ENDS_H

#include "runtime/logname.h"

struct ends {
    struct logname log;
    int64_t *at; /* owned; by partition: the offset after the last tick, 0 if there is none */
};

/* Reads hub.facts once. Waits for the brokers. */
MUST_CHECK enum rc ends_read(const char *brokers, struct ends *ret, struct why *why);
void ends_deinit(struct ends *e);

#endif
