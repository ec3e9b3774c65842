/* The basis of a proposal (fold.md R19): for each control floor at high, and if the score is high
 * for each rule of control points, the facts behind it. */
#include "domain/acts.h"
#include "domain/basis.h"
#include "domain/points.h"
#include "domain/sort.h"

static void put(struct basis *b, enum rule rule, const struct text *id, struct room *room)
{
    struct basis_fact *f = LIST_ADD(room, &b->list);
    if (f) *f = (struct basis_fact){ rule, *id };
}

static void put_day(struct basis *b, enum rule rule, const char *what, date day, struct room *room)
{
    struct text id = { "" }, text = date_text(day);
    size_t n = strlen(what);
    memcpy(id.at, what, n);
    memcpy(id.at + n, text.at, strlen(text.at));
    put(b, rule, &id, room);
}

static void put_G_H1(struct basis *b, const struct walk *w, struct room *room)
{
    put(b, RULE_G_H1, &w->orders.order.event, room);
}

static void put_G_H2(struct basis *b, const struct walk *w, struct room *room)
{
    struct breach breach = breach_of(w, w->rules);
    for (uint32_t i = 0; breach.tests && i < w->tests.misses.n; i++)
        if (breach_counts_miss(w, &w->tests.misses.at[i]))
            put(b, RULE_G_H2, &w->tests.misses.at[i].id, room);
    for (uint32_t i = 0; breach.absences && i < w->absences.list.n; i++)
        if (breach_counts_absence(w, &w->absences.list.at[i], w->rules))
            put(b, RULE_G_H2, &w->absences.list.at[i].id, room);
}

static void put_G_H3(struct basis *b, const struct walk *w, struct room *room)
{
    for (uint32_t i = 0; i < w->tests.uses.n; i++) {
        const struct use *use = &w->tests.uses.at[i];
        if (use_leads(&w->tests, i) && w->today.days <= use->day.days + w->rules->at[H3_LASTS])
            put(b, RULE_G_H3, &use->id, room);
    }
}

static void put_G_H6(struct basis *b, const struct walk *w, struct room *room)
{
    put_day(b, RULE_G_H6, "silent:", w->contact.last, room);
}

static void put_P2(struct basis *b, const struct walk *w, struct room *room)
{
    for (uint32_t i = 0; i < w->tests.misses.n; i++)
        if (points_of_miss(&w->tests.misses.at[i], w->today, w->rules) > 0)
            put(b, RULE_P2, &w->tests.misses.at[i].id, room);
}

static void put_P3(struct basis *b, const struct walk *w, struct room *room)
{
    for (uint32_t i = 0; i < w->absences.list.n; i++)
        if (points_of_absence(&w->absences.list.at[i], w->today, w->rules) > 0)
            put(b, RULE_P3, &w->absences.list.at[i].id, room);
}

static void put_P4(struct basis *b, const struct walk *w, struct room *room)
{
    uint32_t missed = contact_missed(&w->contact, w->today, 14);
    for (int32_t i = 13; i >= 0; i--)
        if (missed >> i & 1) put_day(b, RULE_P4, "missed:", date_plus(w->today, -i), room);
}

static void put_P10(struct basis *b, const struct walk *w, struct room *room)
{
    for (uint32_t i = 0; i < w->mind.drives.n; i++) {
        const struct drive *d = &w->mind.drives.at[i];
        int32_t age = date_minus(w->today, d->day);
        if (age >= 0 && age <= w->rules->at[P10_DAYS]) put(b, RULE_P10, &d->id, room);
    }
}

static int by_id(const void *a, const void *b)
{
    const struct basis_fact *x = a, *y = b;
    return text_compare(&x->id, &y->id);
}

void basis_reach(struct basis *b, const struct walk *w, struct room *room)
{
    static const struct {
        enum rule rule;
        void (*put)(struct basis *b, const struct walk *w, struct room *room);
    } rows[] = {
        { RULE_G_H1, put_G_H1 },
        { RULE_G_H2, put_G_H2 },
        { RULE_G_H3, put_G_H3 },
        { RULE_G_H6, put_G_H6 },
        { RULE_P2, put_P2 },
        { RULE_P3, put_P3 },
        { RULE_P4, put_P4 },
        { RULE_P10, put_P10 },
    };
    const struct verdict *v = &w->verdict;
    b->list.n = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t first = b->list.n;
        enum rule rule = rows[i].rule;
        bool in = rule < RULE_FLOORS
                      ? v->floors[rule].there && v->floors[rule].grade == HUB_GRADE_HIGH
                      : v->score >= w->rules->at[LEVEL_HIGH] && v->points[rule] > 0;
        if (in) rows[i].put(b, w, room);
        if (b->list.n > first)
            sort(b->list.at + first, b->list.n - first, sizeof *b->list.at, by_id);
    }
}

uint64_t basis_tag(const struct basis *b)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < b->list.n; i++) {
        const struct basis_fact *f = &b->list.at[i];
        h = (h ^ (tag_of(slice_text(&f->id)) + (uint64_t)f->rule)) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 31;
    }
    return b->list.n && h == 0 ? 1 : h;
}

void basis_copy(struct basis *to, const struct basis *from, struct room *room)
{
    to->list.n = 0;
    if (!list_reserve(room, (void **)&to->list.at, &to->list.capacity,
            (struct list_size){ from->list.n, sizeof *from->list.at }))
        return;
    if (from->list.n) memcpy(to->list.at, from->list.at, from->list.n * sizeof *from->list.at);
    to->list.n = from->list.n;
}

void basis_free(struct basis *b, struct room *room) { LIST_FREE(room, &b->list); }
