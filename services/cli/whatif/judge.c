#include "whatif/judge.h"

#include <stdlib.h>

#include "domain/walk.h"

struct judging {
    struct judged *judged;
    bool failed;
};

static bool turns_take(struct judged *j, const struct grade *g)
{
    j->turns = calloc(MAX(g->history.n, 1u), sizeof *j->turns);
    if (!j->turns) return false;
    for (uint32_t i = 0; i < g->history.n; i++)
        j->turns[j->n++] =
            (struct judged_turn){ g->history.at[i].place.at, g->history.at[i].grade };
    return true;
}

static void watch(void *self, const struct walk *w, const struct item *item)
{
    struct judging *k = self;
    struct judged *j = k->judged;
    if (item) return;
    j->any = w->facts > 0;
    j->grade = w->grade.grade;
    j->class = w->grade.class;
    j->proposed = w->proposals.open;
    j->score = w->verdict.score;
    memcpy(j->points, w->verdict.points, sizeof j->points);
    memcpy(j->floors, w->verdict.floors, sizeof j->floors);
    k->failed = !turns_take(j, &w->grade);
}

enum rc judge(const struct file *f, const struct rulebook *rules, instant until, struct judged *ret,
    struct why *why)
{
    *ret = (struct judged){ .any = false };
    struct judging k = { .judged = ret };
    enum rc rc = file_tour(f, rules, until, &(struct file_tour){ watch, &k }, why);
    return rc == RC_OK && k.failed ? why_set(why, RC_BROKEN, "out of memory") : rc;
}

void judged_drop(struct judged *j)
{
    free(j->turns);
    *j = (struct judged){ .any = false };
}

/* The next moment at which either grade changes, and what both are then. */
struct pair {
    const struct judged *a, *b;
    size_t i, k;
    enum hub_grade of_a, of_b;
    instant at;
};

static bool pair_next(struct pair *p)
{
    bool more_a = p->i < p->a->n, more_b = p->k < p->b->n;
    if (!more_a && !more_b) return false;
    bool first_a = more_a && (!more_b || p->a->turns[p->i].at.us <= p->b->turns[p->k].at.us);
    bool first_b = more_b && (!more_a || p->b->turns[p->k].at.us <= p->a->turns[p->i].at.us);
    if (first_a) p->at = p->a->turns[p->i].at, p->of_a = p->a->turns[p->i++].grade;
    if (first_b) p->at = p->b->turns[p->k].at, p->of_b = p->b->turns[p->k++].grade;
    return true;
}

struct parting parting_of(const struct judged *a, const struct judged *b)
{
    struct parting parting = { .now = false };
    struct pair p = { a, b, .of_a = HUB_GRADE_UNGRADED, .of_b = HUB_GRADE_UNGRADED };
    while (pair_next(&p)) {
        bool apart = p.of_a != p.of_b;
        if (apart && !parting.now) parting.since = p.at;
        parting.now = apart;
        parting.ever |= apart;
    }
    parting.aside = !parting.now && (a->class != b->class || a->proposed != b->proposed);
    return parting;
}

bool rule_differs(const struct judged *a, const struct judged *b, enum rule rule)
{
    if (rule >= RULE_FLOORS) return a->points[rule] != b->points[rule];
    const struct floor *x = &a->floors[rule], *y = &b->floors[rule];
    if (x->there != y->there) return true;
    return x->there && (x->grade != y->grade || x->has_last != y->has_last ||
                           (x->has_last && x->last.days != y->last.days));
}
