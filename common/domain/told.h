/* What was told of a person (fold.md 6). It is kept through walks, links and snapshots, and alone
 * decides what a step has to say: the difference to what now holds. */
#ifndef COASTLINE_DOMAIN_TOLD_H
#define COASTLINE_DOMAIN_TOLD_H

#include "domain/basis.h"
#include "domain/form.h"
#include "domain/needs.h"
#include "domain/tongue.h"
#include "domain/walk.h"

struct told_grade {
    struct hub_word_place word;
    enum hub_grade to;
    struct place place; /* the last item walked when it was told */
    uint32_t recipients, notices;
    bool gone; /* superseded */
};
struct told_task {
    struct task_name name;
    enum task_kind kind;
    instant due;
    bool late; /* told to be overdue */
};
struct told_need {
    bool open, urgent;
    uint32_t recipients;
};

struct told {
    enum hub_grade grade; /* `to` of the last grade signal */
    LIST(struct told_grade) grades;
    bool proposed; /* a proposal is told open: */
    struct basis basis;
    struct hub_word_place proposal;
    instant proposal_due;
    bool proposal_late;
    struct told_need needs[NEED_KINDS];
    LIST(struct told_task) tasks; /* open ones, by name */
    LIST(struct text) refused;    /* decisions told to be refused */
    struct alerts_told alerts;
    uint32_t roles; /* whoever was told anything */
    bool sealed, shredded;
};

/* Says and remembers. */
void told_step(struct told *t, const struct walk *w, struct tongue *tongue);
/* Takes it from what was said in that step, and drops what ended in silence. */
void told_hear(struct told *t, const struct walk *w, const struct tongue *step);
/* When something told becomes overdue next; far away if nothing can. */
instant told_due(const struct told *t);
/* Is a contest told open? */
bool told_contests(const struct told *t);
void told_form(struct told *t, struct form *form, struct room *room);
void told_free(struct told *t, struct room *room);

/* ---- in which parts (told_*.c): each compares one thing ---- */
void told_grade_step(struct told *t, const struct walk *w, struct tongue *tongue);
void told_grade_hear(
    struct told *t, const struct walk *w, const struct tongue *step, uint32_t index);
void told_proposal_step(struct told *t, const struct walk *w, struct tongue *tongue);
void told_proposal_hear(struct told *t, const struct tongue *step, uint32_t index);
void told_proposal_end(struct told *t, const struct walk *w); /* in silence */
void told_needs_step(struct told *t, const struct walk *w, struct tongue *tongue);
void told_tasks_step(struct told *t, const struct walk *w, struct tongue *tongue);
void told_overdue_step(struct told *t, struct tongue *tongue);
void told_tasks_hear(struct told *t, const struct hub_signal *s, struct room *room);
void told_tasks_end(struct told *t, const struct walk *w, struct room *room); /* in silence */

#endif
