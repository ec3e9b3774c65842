/* Why a file stands as it does (domain.md C6): which facts each rule rests on, and what would lower
 * the grade. Beside the state line (file_state), which says what holds. */
#ifndef COASTLINE_DOMAIN_EXPLAIN_H
#define COASTLINE_DOMAIN_EXPLAIN_H

#include "domain/file.h"
#include "domain/needs.h"

struct ground {
    struct text id; /* "" of what happens daily: a file keeps no ids of that (ledger.h) */
    enum event_type type;
    date day; /* on which it happened */
};

/* Down by dwelling (C4.4), to long-term low (C4.5), or not at all. */
struct outlook {
    bool falls;             /* the grade is high or medium: after days in a row it falls */
    enum hub_grade to;      /* to this, once no floor in `blocked` is left, */
    uint32_t blocked;       /* RULE_BITs of floors at or above the grade */
    int32_t limit;          /* the score is at most this, */
    int32_t passed, wanted; /* and so it was at so many daily ticks in a row, of so many */
    bool has_earliest;      /* the score is low enough, and floors have a last day: */
    date earliest;          /* then not before this day, and on it if nothing new comes */
    bool treated;           /* in methadone treatment: only then can N3 help */
    bool has_end;           /* there is a clock: */
    date end;               /* the first day on which long-term low is possible */
};

/* What a rule, or the cause of a need, rests on. */
struct explained_rule {
    size_t n;          /* facts, in order; 0: it is not in force, or has none */
    struct ground *at; /* of the arena */
};

struct explanation {
    const struct rules *rules; /* in force at the last item; borrowed */
    struct explained_rule grounds[RULES];
    struct explained_rule causes[NEED_CAUSES]; /* of those that are no rule (causes.h) */
    struct outlook outlook;
};

/* How things stand at `until`, as file_state has it. RC_BROKEN: the arena or memory is full. */
MUST_CHECK enum rc file_explain(struct file *f, const struct rulebook *rules, instant until,
    struct arena *a, struct explanation *ret, struct why *why);

#endif
