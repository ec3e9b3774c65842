/* Time in a fold (fold.md R1, R42): batches of lines, ticks between them, and who is assessed when.
 */
#ifndef COASTLINE_CLI_FOLD_STEPS_H
#define COASTLINE_CLI_FOLD_STEPS_H

#include "fold/lines.h"
#include "fold/people.h"
#include "fold/shelf.h"
#include "fold/voice.h"

#include "domain/rules.h"

struct ties;
struct names;

struct fold {
    struct lines lines;
    struct people people;
    struct ties *links; /* owned: who is linked, of all people of a file */
    struct names *ids;   /* `source id` -> place of its person: an event is somebody's (R4) */
    struct voice voice;
    struct arena *line; /* one line */
    struct arena *word; /* what one person says in one step */
    struct rulebook rules;
    const struct rule_shelf *shelf; /* rule sets that may be activated */
    instant until;
    bool began;              /* a step was taken: */
    instant now;             /* its time; ticks after `now` are still to come */
    int64_t cause;           /* numbers the steps */
    struct person **touched; /* by the batch at `now` */
    size_t n_touched, room;
    struct json_event_way way;
    bool beyond; /* a log is folded up to `until`, not up to each partition's last tick */
};

/* One person's step: assessed, and what is said of it printed. */
MUST_CHECK enum rc fold_assess(
    struct fold *f, struct person *p, const struct step *step, struct why *why);
/* hub.ruleset.activated (R42). RC_REFUSED: nobody knows that rule set. */
MUST_CHECK enum rc fold_activate(const struct rule_shelf *shelf, struct rulebook *book,
    const struct json_event *e, instant at, struct why *why);
/* The batch at hand concerns this person. */
MUST_CHECK enum rc fold_touch(struct fold *f, struct person *p, struct why *why);
/* Folds all lines up to `until` and ticks up to it. RC_BROKEN only. */
MUST_CHECK enum rc fold_run(struct fold *f, struct why *why);

#endif
