/* The letters in a stream: those that are meant, each once, with what was done about them. What was
 * done stands in hub.audit, in notes whose `what` is dlq.redrive, dlq.drop or dlq.erase and whose
 * `note` names the letters, with blanks between, up to a semicolon. */
#ifndef COASTLINE_CLI_DLQ_WALK_H
#define COASTLINE_CLI_DLQ_WALK_H

#include "base/arena.h"
#include "dlq/letter.h"

#define DLQ_SHOW "dlq.show"
#define DLQ_REDRIVE "dlq.redrive"
#define DLQ_DROP "dlq.drop"
#define DLQ_ERASE "dlq.erase" /* of `coastline person erase`: nobody sees these letters any more */

/* *ret_took: it counts for the limit. */
typedef enum rc dead_take(
    void *self, const struct dead *d, enum letter_state state, bool *ret_took, struct why *why);

struct walk {
    const char *brokers;
    struct filter filter;
    int64_t limit; /* of letters that are taken; 0: none */
    dead_take *take;
    void *self;
};
/* Reads hub.audit, then hub.dead-letters to its present end, a partition at a time; memory grows by
 * 16 bytes a letter at most. RC_AGAIN: the brokers do not answer, or `take` said so. */
MUST_CHECK enum rc letters_walk(const struct walk *walk, struct why *why);

#endif
