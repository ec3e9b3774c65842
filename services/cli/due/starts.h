/* From which word on a subscription is told: its places are offsets of hub.changes, and a replay
 * knows words by their causes alone; so hub.changes is read for where each place lies. */
#ifndef COASTLINE_CLI_DUE_STARTS_H
#define COASTLINE_CLI_DUE_STARTS_H

#include "runtime/speaker.h"
#include "runtime/subscriptions.h"

struct starts {
    struct cause *at; /* owned; by subscription, then partition: the first cause it is told */
    int32_t partitions;
};

/* Reads hub.changes once, if any place is not its beginning. Waits for the brokers. */
MUST_CHECK enum rc starts_read(struct starts *s, const char *brokers,
    const struct subscriptions *table, int32_t partitions, struct why *why);
void starts_deinit(struct starts *s);
bool starts_reach(
    const struct starts *s, size_t subscription, int32_t partition, const struct cause *cause);

#endif
