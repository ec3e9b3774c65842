/* What every command that folds is asked: which events, up to when, by which rule sets. */
#ifndef COASTLINE_CLI_FOLD_ASK_H
#define COASTLINE_CLI_FOLD_ASK_H

#include "fold/logged.h"

struct fold_ask {
    const char *path, *until; /* FILE and --until, as typed */
    const char *rules[SHELF_MAX];
    size_t n_rules;
    bool log, help;
    struct text misuse; /* why ask_read did not understand: a sentence */
    instant end;        /* --until, after ask_fault */
};

/* An option more: a text or a flag, whichever pointer is set. */
struct ask_row {
    const char *name;
    const char **text;
    bool *flag;
};
enum { ASK_ROWS_MAX = 12 };

/* False: not understood; a->misuse says what. */
MUST_CHECK bool ask_read(
    struct fold_ask *a, const struct ask_row *more, size_t n, int argc, char *argv[]);
/* What is wrong with the question; NULL if nothing is. */
const char *ask_fault(struct fold_ask *a);

/* Opens a fold of what was asked, into voice `out` (NULL: no word is printed). The shelf must
 * outlive it. Close it with fold_close, whether this failed or not. */
MUST_CHECK enum rc fold_open(
    struct fold *f, const struct fold_ask *a, FILE *out, struct rule_shelf *shelf, struct why *why);
/* Folds all of it; `l` for a log, else NULL. */
MUST_CHECK enum rc fold_go(struct fold *f, struct logged_fold *l, struct why *why);
void fold_close(struct fold *f);

#endif
