/* Something done to many letters, at a bounded rate, until all are done or somebody says stop. What
 * was done is noted in hub.audit in batches, after it was done: who is killed between leaves at
 * most one batch that is done but not noted, and done again. */
#ifndef COASTLINE_CLI_DLQ_ERRAND_H
#define COASTLINE_CLI_DLQ_ERRAND_H

#include "base/buffer.h"
#include "bus/writer.h"
#include "dlq/verbs.h"

struct errand {
    const struct dlq_conf *conf;
    const char *what; /* of the notes */
    struct writer *writer;
    int audit;           /* a topic of the writer */
    struct buffer names; /* of letters that are done and not noted yet */
    size_t n;
    int64_t since_us, next_us, told_us; /* by the monotonic clock: batch, pace, progress */
    int64_t done;
};

/* From here on SIGINT and SIGTERM wait until they are asked for. Does not wait for the brokers. */
MUST_CHECK enum rc errand_begin(
    struct errand *e, const struct dlq_conf *c, const char *what, struct why *why);
void errand_end(struct errand *e);
/* Who is about to do what, before anything is done. */
MUST_CHECK enum rc errand_announce(struct errand *e, struct why *why);
/* Somebody said stop? RC_AGAIN: yes, `why` says how to go on. Does not wait. */
MUST_CHECK enum rc errand_goes_on(struct errand *e, struct why *why);
/* Waits for the turn of the next letter, by conf->rate. RC_AGAIN as above. */
MUST_CHECK enum rc errand_pace(struct errand *e, struct why *why);
/* This letter is done (what was sent for it may still be on its way). */
MUST_CHECK enum rc errand_did(struct errand *e, const struct origin *o, struct why *why);
/* Waits until everything is there, and notes it. */
MUST_CHECK enum rc errand_settle(struct errand *e, struct why *why);

#endif
