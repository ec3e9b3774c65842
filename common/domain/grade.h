/* The grade (domain.md C4, fold.md R17, R18, R21): first grade, up, down by dwelling, class. */
#ifndef COASTLINE_DOMAIN_GRADE_H
#define COASTLINE_DOMAIN_GRADE_H

#include "baked/hub.h"
#include "domain/item.h"

/* The grade as it stood after an item, wherever it changed. */
struct grade_change {
    struct place place;
    enum hub_grade grade;
};

struct grade {
    enum hub_grade grade;
    enum hub_grade_class class;
    bool since_known;
    instant since;
    int32_t dwell; /* ticks passed of 14 */
    LIST(struct grade_change) history;
};

struct walk;

/* Out of reach, or dead: no verdict, no proposal. */
void grade_suspend(struct walk *w, const struct item *item);
void grade_bury(struct walk *w, const struct item *item);
/* What the item's verdict makes of the grade: first grade and up. */
void grade_rise(struct walk *w, const struct item *item);
/* A confirmed high. */
void grade_uphold(struct walk *w, const struct item *item);
/* A daily tick on which the grade has not moved: down, or long-term low. */
void grade_dwell(struct walk *w, const struct item *item);
/* Would a daily tick now count towards a step down; would it end in long-term low? */
bool grade_dwells(const struct walk *w);
bool grade_ends_next(const struct walk *w);
/* Notes the grade after the item. */
void grade_note(struct walk *w, const struct item *item);

#endif
