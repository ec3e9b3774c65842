/* C2: a predicate a rule, named after it. Each says whether its floor is in force, and its last day
 * where there is one. Bases of proposals ask acts.h again for the facts. */
#include "domain/acts.h"
#include "domain/floors.h"

typedef struct floor floor_fn(const struct walk *w, const struct item *item, const struct rules *r);

static const struct floor none = { 0 };

static struct floor lasting(const struct item *item, enum hub_grade grade, date last)
{
    bool there = item->today.days <= last.days;
    return (struct floor){ .there = there, .grade = grade, .has_last = true, .last = last };
}

static struct floor endless(enum hub_grade grade)
{
    return (struct floor){ .there = true, .grade = grade };
}

static struct floor G_H1(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct order *o = order_open(&w->orders);
    if (!o || !o->served_known || o->reported_in) return none;
    if (custody_contains(&w->custody, item->today)) return none;
    return item->today.days > order_report_until(o, r->at[H1_DAYS]).days
               ? endless(HUB_GRADE_HIGH)
               : none;
}

static struct floor G_H2(const struct walk *w, const struct item *item, const struct rules *r)
{
    struct breach b = breach_of(w, r);
    if (!b.tests && !b.absences) return none;
    return lasting(item, HUB_GRADE_HIGH, date_plus(b.last, r->at[H2_LASTS]));
}

static struct floor G_H3(const struct walk *w, const struct item *item, const struct rules *r)
{
    if (w->tests.uses.n == 0) return none;
    date last = w->tests.uses.at[w->tests.uses.n - 1].day;
    return lasting(item, HUB_GRADE_HIGH, date_plus(last, r->at[H3_LASTS]));
}

static struct floor G_H4(const struct walk *w, const struct item *item, const struct rules *r)
{
    if (!w->mind.crisis) return none;
    return lasting(item, HUB_GRADE_HIGH, date_plus(w->mind.crisis_on, r->at[H4_LASTS]));
}

static struct floor G_H5(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct treatment *t = &w->treatment;
    date again;
    if (treatment_run(t, &w->custody, item->today) >= r->at[H5_RUN])
        return lasting(item, HUB_GRADE_HIGH, date_plus(t->last_dose, r->at[H5_MISSING]));
    if (!treatment_again(t, item->today, &again)) return none;
    return lasting(item, HUB_GRADE_HIGH, date_plus(again, r->at[H5_AGAIN]));
}

static struct floor G_H6(const struct walk *w, const struct item *item, const struct rules *r)
{
    return walk_silence(w, item->today) >= r->at[H6_DAYS] ? endless(HUB_GRADE_HIGH) : none;
}

static struct floor G_M1(const struct walk *w, const struct item *item, const struct rules *r)
{
    date released;
    if (!days_last_until(&w->custody.releases, item->today, &released)) return none;
    return lasting(item, HUB_GRADE_MEDIUM, date_plus(released, r->at[M1_LASTS]));
}

static struct floor G_M2(const struct walk *w, const struct item *item, const struct rules *r)
{
    int32_t silent = walk_silence(w, item->today);
    bool there = silent >= r->at[M2_DAYS] && silent < r->at[H6_DAYS];
    return there ? endless(HUB_GRADE_MEDIUM) : none;
}

void floors_reach(struct floor floors[RULE_FLOORS], const struct walk *w, const struct item *item,
    uint32_t moved)
{
    static floor_fn *const predicates[RULE_FLOORS] = {
#define FLOOR(name, ...) [RULE_##name] = name,
#define POINTS(...)
#define NUMBER(...)
#include "domain/rules.def"
#undef NUMBER
#undef POINTS
#undef FLOOR
    };
    for (size_t i = 0; i < RULE_FLOORS; i++) {
        if ((moved >> i & 1) == 0) continue;
        struct floor f = predicates[i](w, item, w->rules);
        floors[i] = f.there ? f : none;
    }
}
