/* Work and livelihood (fold.md R16, R25): jobs, jobseeking, training, poverty watch, allowances,
 * disputes, legal aid. */
#ifndef COASTLINE_DOMAIN_READINGS_WORK_H
#define COASTLINE_DOMAIN_READINGS_WORK_H

#include "domain/item.h"

struct job {
    uint64_t job;
    date since;
};

struct work {
    LIST(struct job) jobs; /* open ones, the oldest first */
    bool sought;           /* there was a jobseeker fact; the last one: */
    bool seeking, able;
    date sought_on;
    bool ended; /* a job ended, known or not: */
    date ended_on;
    bool trained; /* a training was completed: */
    date trained_on;
    uint8_t watch;                            /* kinds of poverty watch now open */
    uint8_t watch_reopened;                   /* kinds opened after they had been closed */
    uint8_t watch_closed;                     /* kinds closed at least once */
    bool stopped[CIVIL_ALLOWANCE_KINDS];      /* last fact of the kind: */
    date stopped_from[CIVIL_ALLOWANCE_KINDS]; /* from its day */
    uint8_t disputes, legal_aid;              /* kinds now open */
};

void work_take(struct work *w, const struct item *item, struct room *room);
void work_free(struct work *w, struct room *room);

/* An allowance stopped 0 to n days ago, and it is still so? */
bool work_allowance_stopped(const struct work *w, date today, int32_t n);

#endif
