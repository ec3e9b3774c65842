/* Snapshots of a partition in hub.files: the files that changed, the rule sets that were activated,
 * and last the checkpoint that says where they stand. Each file says up to which offset it holds
 * the log, so that files newer than the checkpoint do no harm. */
#ifndef COASTLINE_ASSESSOR_KEEP_H
#define COASTLINE_ASSESSOR_KEEP_H

#include "bus/snapshots.h"
#include "office.h"
#include "people.h"
#include "rulesets.h"
#include "runtime/logged.h"
#include "runtime/speaker.h"

/* Where a partition stands. */
struct standing {
    int64_t next;        /* offset in hub.facts of the first record that is not in it */
    struct logtime time; /* after the one before */
    int64_t changes;     /* where to read hub.changes on from: */
    struct heard heard;  /* and what had been heard there */
};
struct standing standing_start(void);

/* Loads what was committed: files into *people, rule sets into *sets. With no checkpoint *ret is
 * standing_start. Blocks, beating. RC_BROKEN: of another log, other secrets, no memory; RC_AGAIN:
 * it does not come. */
MUST_CHECK enum rc keep_load(struct office *o, int32_t partition, struct people *people,
    struct rulesets *sets, struct standing *ret, struct why *why);

/* Fences whoever wrote before. */
MUST_CHECK enum rc keep_open(
    struct snapshots **ret, struct office *o, int32_t partition, struct why *why);
/* Writes what changed; to be called between two records, when all words up to there are
 * acknowledged. Blocks. RC_AGAIN: a transaction was aborted: once more. RC_REFUSED: a file is too
 * large for a record: files were kept, but no checkpoint. RC_BROKEN: fenced by another. */
MUST_CHECK enum rc keep_write(struct snapshots *s, struct office *o, int32_t partition,
    struct people *people, const struct rulesets *sets, const struct standing *standing,
    struct why *why);

#endif
