/* The transactional writer of one partition of a compacted topic: snapshots in bounded
 * transactions, the checkpoint in the last. Opening fences whoever wrote under the same name, so a
 * stale writer fails at its next call. Readers with committed_only see whole transactions only. */
#ifndef COASTLINE_BUS_SNAPSHOTS_H
#define COASTLINE_BUS_SNAPSHOTS_H

#include "bus/bus.h"

struct snapshots;

struct snapshots_conf {
    const char *brokers;
    const char *name; /* transactional id: coastline-files-<partition> */
    const char *topic;
    int32_t partition;
    int32_t patience_ms;    /* for each call; 0: 30 s. librdkafka may ignore it (reliability.md
                               1.7), so a watchdog must stand behind */
    size_t transaction_max; /* bytes in one transaction; 0: 8 MiB */
    size_t record_max;      /* bytes of one record; 0: 1,000,000 */
    struct bus_ear ear;
};

/* Waits until earlier writers of this name are fenced and their open transactions ended. RC_AGAIN:
 * the brokers did not answer in time. RC_BROKEN: settings or rights are wrong. */
MUST_CHECK enum rc snapshots_open(
    struct snapshots **ret, const struct snapshots_conf *conf, struct why *why);
/* An open transaction is left to be aborted by the next writer, or by the broker after 15 s. */
struct snapshots *snapshots_close(struct snapshots *s);
DEFINE_CLEANUP(struct snapshots *, snapshots_close)

/* Adds a record (value.at == NULL: a tombstone); begins a transaction if none is open, and commits
 * first one that is full, which blocks. RC_REFUSED: larger than record_max. RC_AGAIN: a transaction
 * was aborted: nothing since the last snapshots_commit may be counted on, add it all again.
 * RC_BROKEN: fenced by another writer, or what became of a commit is unknown: end the process. */
MUST_CHECK enum rc snapshots_add(
    struct snapshots *s, struct slice key, struct slice value, struct why *why);
/* Commits what is open; everything added is then there. Codes as snapshots_add. */
MUST_CHECK enum rc snapshots_commit(struct snapshots *s, struct why *why);

#endif
