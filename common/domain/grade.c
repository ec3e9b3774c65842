#include "domain/grade.h"
#include "domain/walk.h"

static void grade_move(
    struct walk *w, const struct item *item, enum hub_grade to, enum hub_grade_class class)
{
    struct grade *g = &w->grade;
    g->grade = to;
    g->class = class;
    g->since_known = true;
    g->since = item->at;
    g->dwell = 0;
    w->proposals.upheld.list.n = 0;
    w->proposals.by = (struct text){ "" };
}

void grade_suspend(struct walk *w, const struct item *item)
{
    if (w->grade.grade != HUB_GRADE_SUSPENDED)
        grade_move(w, item, HUB_GRADE_SUSPENDED, HUB_GRADE_CLASS_CONTROL);
    proposal_close(w, OUTCOME_CLOSED);
    verdict_clear(&w->verdict);
}

void grade_bury(struct walk *w, const struct item *item)
{
    if (w->grade.grade != HUB_GRADE_UNGRADED)
        grade_move(w, item, HUB_GRADE_UNGRADED, HUB_GRADE_CLASS_CARE);
    proposal_close(w, OUTCOME_CLOSED);
    verdict_clear(&w->verdict);
}

/* R18: care if the care candidate reaches it by itself. */
static void grade_rise_to(struct walk *w, const struct item *item, enum hub_grade to)
{
    bool care = w->verdict.care >= to;
    grade_move(w, item, to, care ? HUB_GRADE_CLASS_CARE : HUB_GRADE_CLASS_CONTROL);
}

/* What the candidate may reach without a reviewer. */
static enum hub_grade unconfirmed(const struct verdict *v)
{
    bool held = v->candidate == HUB_GRADE_HIGH && v->care != HUB_GRADE_HIGH;
    return held ? HUB_GRADE_MEDIUM : v->candidate;
}

static bool has_floor(const struct verdict *v)
{
    for (int i = 0; i < RULE_FLOORS; i++)
        if (v->floors[i].there) return true;
    return false;
}

static void grade_first(struct walk *w, const struct item *item)
{
    if (w->tests.clock_known || has_floor(&w->verdict)) {
        w->reopened = false;
        grade_rise_to(w, item, unconfirmed(&w->verdict));
    } else if (w->grade.grade == HUB_GRADE_SUSPENDED) {
        grade_move(w, item, HUB_GRADE_UNGRADED, HUB_GRADE_CLASS_NONE);
    }
}

void grade_rise(struct walk *w, const struct item *item)
{
    enum hub_grade now = w->grade.grade, to = unconfirmed(&w->verdict);
    if (w->reopened || now == HUB_GRADE_UNGRADED || now == HUB_GRADE_SUSPENDED)
        grade_first(w, item);
    else if (to > MAX(now, HUB_GRADE_LOW)) /* long-term low rises like low */
        grade_rise_to(w, item, to);
}

void grade_uphold(struct walk *w, const struct item *item)
{
    grade_move(w, item, HUB_GRADE_HIGH, HUB_GRADE_CLASS_CONTROL);
}

/* Rule 5. */
static bool is_at_the_end(const struct walk *w, date today)
{
    const struct tests *t = &w->tests;
    if (!t->clock_known || w->orders.open || has_floor(&w->verdict)) return false;
    if (w->verdict.score >= w->rules->at[LEVEL_MEDIUM]) return false;
    date end = w->rules->at[END_YEARS] == 3 ? t->years[3]
                                            : date_plus_years(t->clock, w->rules->at[END_YEARS]);
    return today.days >= end.days;
}

static bool is_blocked(const struct walk *w)
{
    for (int i = 0; i < RULE_FLOORS; i++)
        if (w->verdict.floors[i].there && w->verdict.floors[i].grade >= w->grade.grade) return true;
    return false;
}

bool grade_dwells(const struct walk *w)
{
    bool high = w->grade.grade == HUB_GRADE_HIGH;
    int32_t limit = w->rules->at[high ? DOWN_HIGH : DOWN_MEDIUM];
    return !is_blocked(w) && w->verdict.score <= limit;
}

bool grade_ends_next(const struct walk *w)
{
    return w->grade.grade >= HUB_GRADE_LOW && is_at_the_end(w, date_plus(w->today, 1));
}

void grade_dwell(struct walk *w, const struct item *item)
{
    struct grade *g = &w->grade;
    if (g->grade < HUB_GRADE_LOW) return;
    if (is_at_the_end(w, item->today)) {
        grade_move(w, item, HUB_GRADE_LONG_TERM_LOW, g->class);
        return;
    }
    if (g->grade == HUB_GRADE_LOW) return;
    bool high = g->grade == HUB_GRADE_HIGH;
    g->dwell = grade_dwells(w) ? g->dwell + 1 : 0;
    if (g->dwell < w->rules->at[DOWN_TICKS]) return;
    grade_move(w, item, high ? HUB_GRADE_MEDIUM : HUB_GRADE_LOW, g->class);
}

void grade_note(struct walk *w, const struct item *item)
{
    struct grade *g = &w->grade;
    enum hub_grade before =
        g->history.n ? g->history.at[g->history.n - 1].grade : HUB_GRADE_UNGRADED;
    if (g->grade == before) return;
    struct grade_change *c = LIST_ADD(w->room, &g->history);
    if (c) *c = (struct grade_change){ item_place(item), g->grade };
}

enum hub_grade walk_grade_at(const struct walk *w, const struct place *place)
{
    const struct grade *g = &w->grade;
    for (uint32_t i = g->history.n; i > 0; i--)
        if (place_compare(&g->history.at[i - 1].place, place) <= 0)
            return g->history.at[i - 1].grade;
    return HUB_GRADE_UNGRADED;
}
