/* A predicate a rule, named after it, as in floors.c and points.c: those ask the readings whether
 * the rule holds, these ask which facts the readings have it from. Of what happens daily the last
 * fact stands for all, where a rule looks at its day alone. */
#include "domain/acts.h"
#include "domain/grounds.h"
#include "domain/points.h"

typedef bool ground_fn(const struct walk *w, const struct item *item);

/* Ids are unique per source only (R4): ask first whether its type is of those meant. */
static bool is_named(const struct item *item, const struct text *id)
{
    return slice_equal(item->fact->id, slice_text(id));
}

static bool is_on(const struct item *item, bool known, date day)
{
    return known && item->today.days == day.days;
}

/* Is its day one of the last n before today, today included? */
static bool is_of_last(const struct walk *w, const struct item *item, int32_t n)
{
    int32_t age = date_minus(w->today, item->today);
    return age >= 0 && age <= n;
}

static bool is_dose_on(const struct item *item, date day)
{
    return item_is(item, EVENT_HEALTH_MMT_DOSE) && item->today.days == day.days;
}

/* A visit of either kind that saw this mood. */
static bool has_mood(const struct item *item, int mood)
{
    if (item_is(item, EVENT_POLICE_VISIT_RECORDED))
        return item_says(item, POLICE_VISIT_RECORDED_MOOD, mood);
    return item_is(item, EVENT_JUSTICE_AFTERCARE_VISIT) &&
           item_says(item, JUSTICE_AFTERCARE_VISIT_MOOD, mood);
}

static bool has_level(const struct item *item, int level)
{
    return item_is(item, EVENT_HEALTH_MENTAL_ASSESSED) &&
           item_says(item, HEALTH_MENTAL_ASSESSED_LEVEL, level);
}

/* Lists whose items begin with their day, and are by day: the first of this day or later. A person
 * may have a hundred thousand of something. */
static uint32_t first_on(const void *list, uint32_t n, size_t item, date day)
{
    uint32_t from = 0, to = n;
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        date found;
        memcpy(&found, (const uint8_t *)list + middle * item, sizeof found);
        if (found.days < day.days)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}
#define FIRST_ON(list, day) first_on((list)->at, (list)->n, sizeof *(list)->at, day)
static_assert(offsetof(struct miss, day) == 0 && offsetof(struct absence, day) == 0 &&
                  offsetof(struct use, day) == 0 && offsetof(struct drive, day) == 0,
    "items of the lists looked through begin with their day");

static const struct miss *miss_of(const struct walk *w, const struct item *item)
{
    if (!item_is(item, EVENT_POLICE_TEST_MISSED)) return NULL;
    uint32_t i = FIRST_ON(&w->tests.misses, item->today);
    for (; i < w->tests.misses.n && is_on(item, true, w->tests.misses.at[i].day); i++)
        if (is_named(item, &w->tests.misses.at[i].id)) return &w->tests.misses.at[i];
    return NULL;
}

static const struct absence *absence_of(const struct walk *w, const struct item *item)
{
    if (!item_is(item, EVENT_POLICE_ABSENCE_RECORDED)) return NULL;
    uint32_t i = FIRST_ON(&w->absences.list, item->today);
    for (; i < w->absences.list.n && is_on(item, true, w->absences.list.at[i].day); i++)
        if (is_named(item, &w->absences.list.at[i].id)) return &w->absences.list.at[i];
    return NULL;
}

static const struct use *use_of(const struct walk *w, const struct item *item)
{
    bool test = item_is(item, EVENT_POLICE_TEST_RECORDED);
    if (!test && !item_is(item, EVENT_POLICE_USE_DETERMINED)) return NULL;
    date sampled = test ? item_date(item, POLICE_TEST_RECORDED_SAMPLED) : (date){ 0 };
    uint32_t i = test ? FIRST_ON(&w->tests.uses, sampled) : 0;
    for (; i < w->tests.uses.n && (!test || w->tests.uses.at[i].day.days == sampled.days); i++)
        if (is_named(item, &w->tests.uses.at[i].id)) return &w->tests.uses.at[i];
    return NULL;
}

/* ---- floors ---- */

static bool G_H1(const struct walk *w, const struct item *item)
{
    bool opens = item_is(item, EVENT_POLICE_ORDER_COMMUNITY_DETOX) ||
                 item_is(item, EVENT_POLICE_ORDER_COMMUNITY_REHAB) ||
                 item_is(item, EVENT_POLICE_EXECUTION_REPORTED);
    return opens && is_named(item, &w->orders.order.event);
}

static bool G_H2(const struct walk *w, const struct item *item)
{
    struct breach b = breach_of(w, w->rules);
    const struct miss *m = miss_of(w, item);
    const struct absence *a = absence_of(w, item);
    if (m) return b.tests && breach_counts_miss(w, m);
    return a && b.absences && breach_counts_absence(w, a, w->rules);
}

static bool G_H3(const struct walk *w, const struct item *item)
{
    const struct use *use = use_of(w, item);
    return use && w->today.days <= use->day.days + w->rules->at[H3_LASTS];
}

static bool G_H4(const struct walk *w, const struct item *item)
{
    if (!is_on(item, w->mind.crisis, w->mind.crisis_on)) return false;
    return has_level(item, HEALTH_MENTAL_LEVEL_URGENT) || has_mood(item, POLICE_MOOD_CRISIS) ||
           item_is(item, EVENT_HEALTH_EMERGENCY_OVERDOSE);
}

static bool G_H5(const struct walk *w, const struct item *item)
{
    const struct treatment *t = &w->treatment;
    return is_dose_on(item, t->last_dose) || (t->again && is_dose_on(item, t->again_on));
}

static bool G_H6(const struct walk *w, const struct item *item)
{
    return fact_is_contact(item->fact) && is_on(item, w->contact.any, w->contact.last);
}

static bool G_M1(const struct walk *w, const struct item *item)
{
    date last;
    if (!days_last_until(&w->custody.releases, w->today, &last)) return false;
    if (item_is(item, EVENT_JUSTICE_ISOLATION_RELEASED))
        return item_date(item, JUSTICE_ISOLATION_RELEASED_RELEASED).days == last.days;
    return item_is(item, EVENT_JUSTICE_PRISON_RELEASED) &&
           item_date(item, JUSTICE_PRISON_RELEASED_RELEASED).days == last.days;
}

static bool G_M2(const struct walk *w, const struct item *item) { return G_H6(w, item); }

/* ---- points ---- */

/* What the clock counts from. */
static bool P1(const struct walk *w, const struct item *item)
{
    const struct use *use = use_of(w, item);
    if (use) return use->day.days == w->tests.clock.days;
    if (item_is(item, EVENT_JUSTICE_ISOLATION_RELEASED))
        return item_date(item, JUSTICE_ISOLATION_RELEASED_RELEASED).days == w->tests.clock.days;
    bool anchors = item_is(item, EVENT_POLICE_PERSON_REGISTERED) ||
                   item_is(item, EVENT_POLICE_EXECUTION_REPORTED);
    return anchors && is_on(item, w->tests.clock_known, w->tests.clock);
}

static bool P2(const struct walk *w, const struct item *item)
{
    const struct miss *m = miss_of(w, item);
    return m && points_of_miss(m, w->today, w->rules) > 0;
}

static bool P3(const struct walk *w, const struct item *item)
{
    const struct absence *a = absence_of(w, item);
    return a && points_of_absence(a, w->today, w->rules) > 0;
}

static bool P4(const struct walk *w, const struct item *item)
{
    if (!item_is(item, EVENT_POLICE_CHECKIN_APP) || !is_of_last(w, item, 13)) return false;
    if (!item_says(item, POLICE_CHECKIN_APP_RESULT, POLICE_CHECKIN_RESULT_MISSED)) return false;
    uint32_t missed = contact_missed(&w->contact, w->today, 14);
    return missed >> date_minus(w->today, item->today) & 1;
}

static bool P5(const struct walk *w, const struct item *item)
{
    return is_dose_on(item, w->treatment.last_dose);
}

static bool P6(const struct walk *w, const struct item *item)
{
    const struct work *k = &w->work;
    if (item_is(item, EVENT_HR_JOBSEEKER_REGISTERED))
        return k->seeking && is_on(item, k->sought, k->sought_on);
    return item_is(item, EVENT_HR_EMPLOYMENT_ENDED) && is_on(item, k->ended, k->ended_on);
}

static bool P7(const struct walk *w, const struct item *item)
{
    const struct work *k = &w->work;
    if (item_is(item, EVENT_CIVIL_POVERTY_WATCH_OPENED))
        return k->watch >> item_value(item, CIVIL_POVERTY_WATCH_OPENED_KIND)->number & 1;
    if (!item_is(item, EVENT_CIVIL_ALLOWANCE_STOPPED)) return false;
    int64_t kind = item_value(item, CIVIL_ALLOWANCE_STOPPED_KIND)->number;
    date from = item_date(item, CIVIL_ALLOWANCE_STOPPED_FROM);
    return k->stopped[kind] && k->stopped_from[kind].days == from.days;
}

static bool P8(const struct walk *w, const struct item *item)
{
    const struct mind *m = &w->mind;
    if (has_level(item, HEALTH_MENTAL_LEVEL_MONITOR))
        return is_on(item, m->assessed, m->assessed_on);
    return has_mood(item, POLICE_MOOD_CONCERN) && is_on(item, m->mooded, m->mood_on);
}

static bool P9(const struct walk *w, const struct item *item)
{
    const struct use *use = use_of(w, item);
    if (!use || date_minus(w->today, use->day) <= w->rules->at[P9_AFTER]) return false;
    return w->today.days <= date_plus_years(use->day, w->rules->at[P9_YEARS]).days;
}

static bool P10(const struct walk *w, const struct item *item)
{
    if (!item_is(item, EVENT_POLICE_ENCOUNTER_RECORDED)) return false;
    if (!is_of_last(w, item, w->rules->at[P10_DAYS])) return false;
    uint32_t i = FIRST_ON(&w->mind.drives, item->today);
    for (; i < w->mind.drives.n && is_on(item, true, w->mind.drives.at[i].day); i++)
        if (is_named(item, &w->mind.drives.at[i].id)) return true;
    return false;
}

static bool P11(const struct walk *w, const struct item *item)
{
    return item_is(item, EVENT_POLICE_VISIT_RECORDED) &&
           item_value(item, POLICE_VISIT_RECORDED_NEEDS)->there &&
           is_on(item, w->mind.listed, w->mind.listed_on);
}

static bool N1(const struct walk *w, const struct item *item)
{
    const struct work *k = &w->work;
    return item_is(item, EVENT_HR_EMPLOYMENT_STARTED) && k->jobs.n > 0 &&
           is_on(item, true, k->jobs.at[0].since) &&
           item_tag(item, HR_EMPLOYMENT_STARTED_JOB) == k->jobs.at[0].job;
}

static bool N2(const struct walk *w, const struct item *item)
{
    return item_is(item, EVENT_POLICE_TEST_RECORDED) && w->tests.negative &&
           item_says(item, POLICE_TEST_RECORDED_RESULT, POLICE_TEST_RESULT_NEGATIVE) &&
           item_date(item, POLICE_TEST_RECORDED_SAMPLED).days == w->tests.last_negative.days;
}

static bool N3(const struct walk *w, const struct item *item)
{
    return item_is(item, EVENT_HEALTH_MMT_DOSE) && is_of_last(w, item, w->rules->at[N3_WINDOW]);
}

static bool N4(const struct walk *w, const struct item *item)
{
    return item_is(item, EVENT_HR_TRAINING_COMPLETED) &&
           is_on(item, w->work.trained, w->work.trained_on);
}

static bool N5(const struct walk *w, const struct item *item)
{
    return item_is(item, EVENT_POLICE_STATION_ACTIVITY) &&
           is_of_last(w, item, w->rules->at[N5_DAYS]);
}

bool grounds_hold(enum rule rule, const struct walk *w, const struct item *item)
{
    static ground_fn *const predicates[RULES] = {
#define FLOOR(name, ...) [RULE_##name] = name,
#define POINTS(name, ...) [RULE_##name] = name,
#define NUMBER(...)
#include "domain/rules.def"
#undef NUMBER
#undef POINTS
#undef FLOOR
    };
    return predicates[rule](w, item);
}
