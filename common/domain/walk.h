/* The walk of a person through facts and ticks (fold.md 3 to 5): what holds now, and since when.
 *
 * A walk keeps its state and goes on as long as new facts sort after all it has seen. A fact that
 * comes late, is taken back or replaced begins it anew from the first one: that is cheap (some
 * hundred nanoseconds an item), always right, and needs no second way of computing anything.
 * So nothing in here may depend on when it was learnt; that is the business of told.h. */
#ifndef COASTLINE_DOMAIN_WALK_H
#define COASTLINE_DOMAIN_WALK_H

#include "baked/hub.h"
#include "domain/alerts.h"
#include "domain/contest.h"
#include "domain/grade.h"
#include "domain/item.h"
#include "domain/proposal.h"
#include "domain/readings/absence.h"
#include "domain/readings/contact.h"
#include "domain/readings/custody.h"
#include "domain/readings/home.h"
#include "domain/readings/leave.h"
#include "domain/readings/life.h"
#include "domain/readings/mind.h"
#include "domain/readings/orders.h"
#include "domain/readings/tests.h"
#include "domain/readings/treatment.h"
#include "domain/readings/work.h"
#include "domain/rules.h"
#include "domain/tasks.h"
#include "domain/verdict.h"

struct walk {
    struct room *room;
    const struct rules *rules; /* of the item at hand */
    enum hub_file_status status;
    date sealed_on;     /* day of the sealing tick, if sealed */
    bool erased;        /* by decision: no later item opens the file again */
    bool reopened;      /* registered after sealing: the next grade is a first one */
    date sealed_clock;  /* of a sealed file, as they stood: clock start, */
    bool sealed_clock_known;
    county sealed_region; /* and R */
    bool began;         /* an item was walked, the last being at: */
    struct place place;
    date today;         /* T of that item */
    uint32_t facts;     /* live facts walked since the file began */

    /* Readings: what the facts so far say. */
    struct orders orders;
    struct custody custody;
    struct treatment treatment;
    struct leave leave;
    struct contact contact;
    struct tests tests;
    struct absences absences;
    struct work work;
    struct mind mind;
    struct home home;
    struct life life;

    /* What follows from them. */
    struct verdict verdict;
    struct grade grade;
    struct proposals proposals;
    struct contests contests;
    struct task_marks task_marks;
    struct alerts alerts;
};

void walk_begin(struct walk *w, struct room *room);
void walk_end(struct walk *w); /* frees what it holds */
/* One item more, which sorts after the last one. */
void walk_take(struct walk *w, const struct item *item, const struct rules *rules);

/* Is nobody there to be assessed: isolation, prison, abroad? */
bool walk_away(const struct walk *w);
/* R; no place if there is none. */
county walk_region(const struct walk *w);
/* Is today, or was that day, one of hold or custody? */
bool walk_held(const struct walk *w, date day);
/* Full days without contact; -1 while nobody counts: no order open and reported, or custody. */
int32_t walk_silence(const struct walk *w, date today);
/* The day of whose tick on a sealed file is shredded. */
date walk_shreds_on(const struct walk *w);
/* The grade after all items up to a place. */
enum hub_grade walk_grade_at(const struct walk *w, const struct place *place);

#endif
