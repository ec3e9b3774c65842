/* How a person is (fold.md R16, R25): mental level, mood, crises, overdoses, what visits find, what
 * stations see, driving under influence, and children. */
#ifndef COASTLINE_DOMAIN_READINGS_MIND_H
#define COASTLINE_DOMAIN_READINGS_MIND_H

#include "domain/item.h"

enum { ACTIVITIES = 16 };

struct drive {
    date day;
    struct text id;
};

struct mind {
    bool assessed; /* the last assessment: */
    enum health_mental_level level;
    date assessed_on;
    bool mooded; /* the last visit with a mood: */
    bool concern;
    date mood_on;
    bool crisis; /* the last urgent level, mood of crisis or overdose: */
    date crisis_on;
    bool overdosed; /* survived an overdose, and no dose, enrolment or detox since: */
    date overdose_on;
    bool listed; /* the last visit with a list of needs: */
    uint32_t needs; /* bit i: enum police_visit_need */
    date listed_on;
    uint32_t n_activities;       /* at stations, all; */
    date activities[ACTIVITIES]; /* the last ones, newest at (n - 1) % ACTIVITIES */
    LIST(struct drive) drives;   /* confirmed drug driving */
    bool guardian_gap;           /* children without guardian */
    bool sole_carer;             /* isolation of a sole carer, children not yet settled */
};

void mind_take(struct mind *m, const struct item *item, struct room *room);
void mind_free(struct mind *m, struct room *room);

#endif
