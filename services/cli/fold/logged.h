/* Folding what `coastline log export` prints (fold.md R43): each partition has its own time, which
 * its ticks move; each fact is a step of its own; causes are places in the log. */
#ifndef COASTLINE_CLI_FOLD_LOGGED_H
#define COASTLINE_CLI_FOLD_LOGGED_H

#include "fold/hops.h"
#include "fold/steps.h"

/* A partition of the log, as far as it was folded. */
struct part_fold {
    int64_t last;  /* cause of its last tick; -1: none, so nothing of it is folded */
    instant until; /* time of that tick */
    bool opened;
    struct rulebook rules;
};

/* What a file refused before the opening: said at the opening, behind what the person's step
 * says. */
struct early_refusal {
    struct person *person;
    struct text event, source;
    const char *reason;
};

struct logged_fold {
    struct part_fold *parts; /* owned; by number */
    size_t n;
    struct early_refusal *early; /* owned */
    size_t n_early, room;
    struct hops *hops; /* owned */
    struct slice line; /* the one at hand */
};

/* Folds all lines up to `until` or each partition's last tick. RC_REFUSED: not an export. */
MUST_CHECK enum rc logged_run(struct fold *f, struct logged_fold *l, struct why *why);
void logged_deinit(struct logged_fold *l);
/* How this person's partition stands at the end: *ret_until is its last tick, or with `beyond` the
 * fold's own end. */
const struct rulebook *logged_stand(
    const struct logged_fold *l, const struct person *p, instant *ret_until);

#endif
