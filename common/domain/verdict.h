/* What the rules say at one item: points, score, floors, and the two candidates (domain.md C2-C4,
 * fold.md R16, R17). Predicates are named after rule ids: floors in floors.c, points in
 * points.c. */
#ifndef COASTLINE_DOMAIN_VERDICT_H
#define COASTLINE_DOMAIN_VERDICT_H

#include "baked/hub.h" /* enum hub_grade */
#include "domain/item.h"
#include "domain/rules.h"

struct floor {
    bool there;
    bool has_last;            /* the last day it lasts is known: `last` */
    enum hub_grade grade : 8;
    date last;
};

struct verdict {
    int32_t score;           /* 0-100 */
    int32_t points[RULES];   /* by rule; before the hardship cap */
    struct floor floors[RULE_FLOORS];
    enum hub_grade candidate; /* greater of the score's level and all floors */
    enum hub_grade care;      /* likewise without what is of class control */
    bool reached;             /* on this day, by these rules: */
    date day;
    const struct rules *rules;
};

struct walk;

/* False: the item cannot have moved what was reached before. */
bool verdict_reach(struct verdict *v, const struct walk *w, const struct item *item,
    const struct rules *rules);
/* Nobody is assessed: no points, no floors. */
void verdict_clear(struct verdict *v);

static inline bool verdict_has(const struct verdict *v, enum rule floor)
{
    return v->floors[floor].there;
}

#endif
