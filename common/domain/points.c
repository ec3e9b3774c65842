/* C3: a predicate a rule, named after it; 0 where it does not apply. Protective ones are
 * negative. */
#include "domain/points.h"

typedef int32_t points_fn(const struct walk *w, const struct item *item, const struct rules *r);

static int32_t P1(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct tests *t = &w->tests;
    if (!t->clock_known) return 0;
    if (item->today.days < t->years[1].days) return r->at[P1_YEAR1];
    if (item->today.days < t->years[2].days) return r->at[P1_YEAR2];
    return item->today.days < t->years[3].days ? r->at[P1_YEAR3] : 0;
}

int32_t points_of_miss(const struct miss *m, date today, const struct rules *r)
{
    int32_t age = date_minus(today, m->day);
    int32_t full = m->kind == POLICE_MISS_KIND_NO_SHOW_UNEXPLAINED ? r->at[P2_NO_SHOW]
                                                                   : r->at[P2_REFUSED];
    if (age < 0 || age > r->at[P2_HALF]) return 0;
    return age <= r->at[P2_FULL] ? full : full / 2;
}

static int32_t P2(const struct walk *w, const struct item *item, const struct rules *r)
{
    int32_t sum = 0;
    for (uint32_t i = w->tests.misses.n; i > 0 && sum < r->at[P2_CAP]; i--) {
        const struct miss *m = &w->tests.misses.at[i - 1];
        if (item_age(item, m->day) > r->at[P2_HALF]) break;
        sum += points_of_miss(m, item->today, r);
    }
    return MIN(sum, r->at[P2_CAP]);
}

int32_t points_of_absence(const struct absence *a, date today, const struct rules *r)
{
    int32_t age = date_minus(today, a->day);
    if (!a->counts || a->days < r->at[P3_LEAST]) return 0;
    if (age < 0 || age > r->at[P3_HALF]) return 0;
    return age <= r->at[P3_FULL] ? r->at[P3_EACH] : r->at[P3_EACH] / 2;
}

static int32_t P3(const struct walk *w, const struct item *item, const struct rules *r)
{
    int32_t sum = 0;
    for (uint32_t i = w->absences.list.n; i > 0 && sum < r->at[P3_CAP]; i--) {
        const struct absence *a = &w->absences.list.at[i - 1];
        if (item_age(item, a->day) > r->at[P3_HALF]) break;
        sum += points_of_absence(a, item->today, r);
    }
    return MIN(sum, r->at[P3_CAP]);
}

static int32_t P4(const struct walk *w, const struct item *item, const struct rules *r)
{
    int32_t n = __builtin_popcount(contact_missed(&w->contact, item->today, 14));
    if (n >= r->at[P4_MANY]) return r->at[P4_MANY_POINTS];
    return n >= r->at[P4_SOME] ? r->at[P4_SOME_POINTS] : 0;
}

static int32_t P5(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct treatment *t = &w->treatment;
    if (!t->dosed) return 0;
    int32_t days, run = treatment_run(t, &w->custody, item->today);
    int32_t gap = run >= r->at[P5_RUN] && run < r->at[H5_RUN] ? r->at[P5_RUN_POINTS] : 0;
    int32_t doses = treatment_doses(t, r->at[P5_WINDOW], &days);
    bool few = days >= r->at[P5_WINDOW] && doses * 100 < r->at[P5_SHARE] * days;
    return few ? MAX(gap, r->at[P5_SHARE_POINTS]) : gap;
}

static int32_t P6(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct work *k = &w->work;
    if (k->jobs.n > 0) return 0;
    bool seeks =
        k->sought && k->seeking && k->able && item_age(item, k->sought_on) >= r->at[P6_DAYS];
    bool ended = k->ended && item_age(item, k->ended_on) >= r->at[P6_DAYS];
    return seeks || ended ? r->at[P6_EACH] : 0;
}

static int32_t P7(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct work *k = &w->work;
    if (k->watch) return r->at[P7_EACH];
    if (k->jobs.n > 0) return 0;
    return work_allowance_stopped(k, item->today, r->at[P7_DAYS]) ? r->at[P7_EACH] : 0;
}

static int32_t P8(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct mind *m = &w->mind;
    bool level = m->assessed && m->level == HEALTH_MENTAL_LEVEL_MONITOR &&
                 item_within(item, m->assessed_on, r->at[P8_LEVEL_DAYS]);
    bool mood = m->mooded && m->concern && item_within(item, m->mood_on, r->at[P8_MOOD_DAYS]);
    return (level ? r->at[P8_EACH] : 0) + (mood ? r->at[P8_EACH] : 0);
}

static int32_t P9(const struct walk *w, const struct item *item, const struct rules *r)
{
    int n = 0;
    for (uint32_t i = w->tests.uses.n; i > 0 && n < 2; i--) {
        date day = w->tests.uses.at[i - 1].day;
        if (!use_leads(&w->tests, i - 1) || item_age(item, day) <= r->at[P9_AFTER]) continue;
        if (item->today.days > date_plus_years(day, r->at[P9_YEARS]).days) break;
        n++;
    }
    return n == 0 ? 0 : n == 1 ? r->at[P9_ONE] : r->at[P9_MORE];
}

static int32_t P10(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct mind *m = &w->mind;
    if (m->drives.n == 0) return 0;
    return item_within(item, m->drives.at[m->drives.n - 1].day, r->at[P10_DAYS]) ? r->at[P10_EACH]
                                                                                  : 0;
}

static int32_t P11(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct mind *m = &w->mind;
    if (!m->listed || !item_within(item, m->listed_on, r->at[P11_DAYS])) return 0;
    bool home = (m->needs & 1u << POLICE_VISIT_NEED_NO_FIXED_RESIDENCE) != 0;
    bool family = (m->needs & 1u << POLICE_VISIT_NEED_FAMILY_BREAKDOWN) != 0;
    return (home ? r->at[P11_EACH] : 0) + (family ? r->at[P11_EACH] : 0);
}

static int32_t N1(const struct walk *w, const struct item *item, const struct rules *r)
{
    if (w->work.jobs.n == 0) return 0;
    return item_age(item, w->work.jobs.at[0].since) >= r->at[N1_DAYS] ? -r->at[N1_OFF] : 0;
}

/* How old the last negative may be: by the year of the clock; without one, as in year three. */
static int32_t negative_lasts(const struct tests *t, date today, const struct rules *r)
{
    if (t->clock_known && today.days < t->years[1].days) return r->at[N2_YEAR1];
    if (t->clock_known && today.days < t->years[2].days) return r->at[N2_YEAR2];
    return r->at[N2_YEAR3];
}

static bool last_within(const struct item *item, bool any, date last, int32_t days)
{
    return any && item_within(item, last, days);
}

static int32_t N2(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct tests *t = &w->tests;
    if (!w->orders.ever_reported) return 0;
    if (item_age(item, w->orders.last_reported) < r->at[N2_DAYS]) return 0;
    date missed = t->misses.n ? t->misses.at[t->misses.n - 1].day : (date){ 0 };
    if (last_within(item, t->misses.n > 0, missed, r->at[N2_DAYS])) return 0;
    date used = t->uses.n ? t->uses.at[t->uses.n - 1].day : (date){ 0 };
    if (last_within(item, t->uses.n > 0, used, r->at[N2_DAYS])) return 0;
    if (!t->negative) return 0;
    bool recent = item_age(item, t->last_negative) <= negative_lasts(t, item->today, r);
    return recent ? -r->at[N2_OFF] : 0;
}

static int32_t N3(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct treatment *t = &w->treatment;
    int32_t days, window = r->at[N3_WINDOW];
    if (!t->dosed || item_age(item, t->first_dose) < window) return 0;
    int32_t doses = treatment_doses(t, window, &days);
    if (days == 0 || doses * 100 < r->at[N3_SHARE] * days) return 0;
    if (treatment_gap_of_three(t, window) || P5(w, item, r) > 0) return 0;
    return -r->at[N3_OFF];
}

static int32_t N4(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct work *k = &w->work;
    return k->trained && item_within(item, k->trained_on, r->at[N4_DAYS]) ? -r->at[N4_OFF] : 0;
}

static int32_t N5(const struct walk *w, const struct item *item, const struct rules *r)
{
    const struct mind *m = &w->mind;
    uint32_t n = (uint32_t)r->at[N5_COUNT];
    if (m->n_activities < n) return 0;
    date nth = m->activities[(m->n_activities - n) % ACTIVITIES];
    return item_within(item, nth, r->at[N5_DAYS]) ? -r->at[N5_OFF] : 0;
}

void points_reach(
    int32_t points[RULES], const struct walk *w, const struct item *item, uint32_t moved)
{
    static points_fn *const predicates[RULES] = {
#define FLOOR(...)
#define POINTS(name, ...) [RULE_##name] = name,
#define NUMBER(...)
#include "domain/rules.def"
#undef NUMBER
#undef POINTS
#undef FLOOR
    };
    for (size_t i = RULE_FLOORS; i < RULES; i++)
        if (moved >> i & 1) points[i] = predicates[i](w, item, w->rules);
}
