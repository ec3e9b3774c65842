/* What the verbs of `coastline dlq` are given; dlq.c has their rows. */
#ifndef COASTLINE_CLI_DLQ_VERBS_H
#define COASTLINE_CLI_DLQ_VERBS_H

#include "dlq/walk.h"

struct dlq_conf {
    const char *brokers;
    /* which letters */
    const char *letter, *reason, *topic, *since, *until;
    int64_t partition, first, last, limit;
    int state; /* ordinal in the verb's own choices; see filter_of */
    bool counts;
    /* what for */
    const char *secrets, *who, *because, *drop_headers;
    int64_t rate, bytes;
    int clock; /* enum dlq_clock */
    bool dry_run, anyway;
};
enum dlq_clock { DLQ_CLOCK_WALL, DLQ_CLOCK_TOPICS };

/* "open|redriven|dropped|all" */
enum { STATE_CHOICE_ALL = LETTER_STATES };

/* RC_REFUSED: an option does not say what it should. */
MUST_CHECK enum rc walk_of(const struct dlq_conf *c, struct walk *ret, struct why *why);

/* The verbs; RC_REFUSED: misused; RC_AGAIN: the brokers do not answer, or we were asked to stop. */
MUST_CHECK enum rc dlq_list(const struct dlq_conf *c, struct why *why);
MUST_CHECK enum rc dlq_show(const struct dlq_conf *c, struct why *why);
MUST_CHECK enum rc dlq_redrive(const struct dlq_conf *c, struct why *why);
MUST_CHECK enum rc dlq_drop(const struct dlq_conf *c, struct why *why);

#endif
