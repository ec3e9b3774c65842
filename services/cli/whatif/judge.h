/* One person by one rule set: what the walk ends in, and the grades on the way. */
#ifndef COASTLINE_CLI_WHATIF_JUDGE_H
#define COASTLINE_CLI_WHATIF_JUDGE_H

#include "domain/file.h"
#include "domain/verdict.h"

struct judged {
    bool any; /* a fact of this person counts: */
    enum hub_grade grade;
    enum hub_grade_class class;
    bool proposed; /* a reviewer is asked for a high */
    int32_t score;
    int32_t points[RULES];
    struct floor floors[RULE_FLOORS];
    struct judged_turn {
        instant at;
        enum hub_grade grade;
    } * turns; /* owned; the grade wherever it changed, in order */
    size_t n;
};

/* Walks the file anew up to `until`; judged_drop frees it, whatever was returned. */
MUST_CHECK enum rc judge(const struct file *f, const struct rulebook *rules, instant until,
    struct judged *ret, struct why *why);
void judged_drop(struct judged *j);

/* How two ways of judging one person differ. */
struct parting {
    bool now;      /* the grades differ at the end, */
    instant since; /* and have done so since then */
    bool aside;    /* same grade, but another class, or a proposal in one of them only */
    bool ever;     /* the grades differed at some time */
};
struct parting parting_of(const struct judged *a, const struct judged *b);
/* Does this rule say another thing? */
bool rule_differs(const struct judged *a, const struct judged *b, enum rule rule);

#endif
