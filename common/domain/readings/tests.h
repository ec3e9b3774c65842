/* Tests and what they prove (fold.md R14, R15): anchors, confirmed uses, results that prove
 * nothing, spot positives, and tests that were missed. */
#ifndef COASTLINE_DOMAIN_READINGS_TESTS_H
#define COASTLINE_DOMAIN_READINGS_TESTS_H

#include "domain/readings/orders.h"
#include "domain/readings/treatment.h"
#include "domain/rules.h"

struct use {
    date day;       /* of sampling, or `decided` */
    uint64_t test;  /* tag of the test that shows it; 0: none */
    struct text id; /* the result or the finding */
};
struct doubt { /* an indeterminate result or a spot positive */
    uint64_t test;
    date day; /* of the fact */
    struct text id;
};
struct sampling {
    uint64_t test;
    date day;
};
struct miss {
    date day;
    enum police_miss_kind kind; /* never excused */
    struct text id;
};

struct tests {
    struct days anchors; /* registrations, report-ins, releases */
    LIST(struct use) uses; /* by day; several results may show the same use: then the first leads */
    LIST(struct doubt) indeterminate;
    LIST(struct doubt) spots;
    LIST(struct sampling) samplings; /* of all tests */
    LIST(struct miss) misses; /* but excused ones */
    bool clock_known;  /* latest anchor or use: */
    date clock;
    date years[4];     /* clock + i years, [0] is the clock */
    bool negative;     /* some police test was negative: */
    date last_negative; /* latest sampling day of one */
};

/* After orders_take and treatment_take of the same item. */
void tests_take(struct tests *t, const struct item *item, const struct treatment *treatment,
    const struct rules *rules, struct room *room);
/* A report-in that counted, and a release, are anchors. */
void tests_anchor(struct tests *t, date day, struct room *room);
void tests_free(struct tests *t, struct room *room);

/* Is the first of its day? Uses are counted by day. */
bool use_leads(const struct tests *t, uint32_t i);

#endif
