/* The rule sets that a partition's log activated so far, and the book of them (fold.md R42). */
#ifndef COASTLINE_ASSESSOR_RULESETS_H
#define COASTLINE_ASSESSOR_RULESETS_H

#include "base/arena.h"
#include "domain/rules.h"

struct ruleset {
    struct rules rules;
    instant arrival;     /* of its activation */
    struct slice content; /* as it was in the log; in the arena */
    struct text sha256;
};

struct rulesets {
    struct rulebook book;
    struct ruleset *at; /* owned; RULEBOOK_MAX of them: the book borrows */
    size_t n;
    struct arena *contents; /* owned */
};

MUST_CHECK enum rc rulesets_init(struct rulesets *s, struct why *why);
void rulesets_deinit(struct rulesets *s);
/* Holds for ticks from the next daily one on. Activating what was activated at the same moment
 * changes nothing. RC_REFUSED: the content is no rule set, or there were too many. */
MUST_CHECK enum rc rulesets_activate(struct rulesets *s, struct slice content, struct slice sha256,
    instant arrival, struct why *why);

#endif
