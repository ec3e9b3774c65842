/* Each result is judged once, at its own place in the walk, by the anchors before it. */
#include "domain/readings/tests.h"

/* ---- what the clock counts from ---- */

static void clock_set(struct tests *t)
{
    const struct days *a = &t->anchors;
    t->clock_known = a->list.n > 0 || t->uses.n > 0;
    if (!t->clock_known) return;
    date clock = { INT32_MIN };
    if (a->list.n > 0) clock = a->list.at[a->list.n - 1];
    if (t->uses.n > 0) clock.days = MAX(clock.days, t->uses.at[t->uses.n - 1].day.days);
    t->clock = clock;
    for (int32_t i = 0; i < (int32_t)COUNT(t->years); i++) t->years[i] = date_plus_years(clock, i);
}

void tests_anchor(struct tests *t, date day, struct room *room)
{
    days_add(room, &t->anchors, day);
    clock_set(t);
}

static void take_registered(struct tests *t, const struct item *item, struct room *room)
{
    bool moved_here =
        item_says(item, POLICE_PERSON_REGISTERED_KIND, POLICE_REGISTRATION_KIND_TRANSFER_IN);
    if (!moved_here || (t->anchors.list.n == 0 && t->uses.n == 0))
        tests_anchor(t, item->today, room);
}

/* ---- uses ---- */

bool use_leads(const struct tests *t, uint32_t i)
{
    return i == 0 || t->uses.at[i - 1].day.days != t->uses.at[i].day.days;
}

static bool use_known(const struct tests *t, date day)
{
    for (uint32_t i = t->uses.n; i > 0 && t->uses.at[i - 1].day.days >= day.days; i--)
        if (t->uses.at[i - 1].day.days == day.days) return true;
    return false;
}

static void use_add(
    struct tests *t, date day, uint64_t test, const struct item *item, struct room *room)
{
    struct use use = { .day = day, .test = test };
    if (!text_copy(item->fact->id, &use.id) || !LIST_ADD(room, &t->uses)) return;
    uint32_t i = t->uses.n - 1;
    for (; i > 0 && t->uses.at[i - 1].day.days > day.days; i--) t->uses.at[i] = t->uses.at[i - 1];
    t->uses.at[i] = use;
    clock_set(t);
}

static void uses_drop(struct tests *t, uint64_t test)
{
    for (uint32_t i = t->uses.n; test && i > 0; i--)
        if (t->uses.at[i - 1].test == test) LIST_DROP(&t->uses, i - 1);
    clock_set(t);
}

/* ---- doubts ---- */

struct doubts {
    struct doubt *at;
    uint32_t n;
};

/* Keeps those of other tests; returns how many that are. */
static uint32_t doubts_keep(struct doubts d, uint64_t test, uint64_t confirms)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < d.n; i++) {
        bool meant = (test && d.at[i].test == test) || (confirms && d.at[i].test == confirms);
        if (!meant) d.at[kept++] = d.at[i];
    }
    return kept;
}

static void clear_indeterminate(struct tests *t, uint64_t test)
{
    t->indeterminate.n =
        doubts_keep((struct doubts){ t->indeterminate.at, t->indeterminate.n }, test, 0);
}

static void clear_spots(struct tests *t, uint64_t test, uint64_t confirms)
{
    t->spots.n = doubts_keep((struct doubts){ t->spots.at, t->spots.n }, test, confirms);
}

static void spots_lapse(struct tests *t, date today, int32_t days)
{
    while (t->spots.n > 0 && date_minus(today, t->spots.at[0].day) > days) LIST_DROP(&t->spots, 0);
}

static struct doubt doubt_of(const struct item *item)
{
    struct doubt d = { item_tag(item, POLICE_TEST_RECORDED_TEST), item->today, { "" } };
    (void)!text_copy(item->fact->id, &d.id);
    return d;
}

/* ---- results ---- */

static bool is_methadone_alone(const struct item *item)
{
    const struct fact_list *l = &item_value(item, POLICE_TEST_RECORDED_ANALYTES)->list;
    if (!item_value(item, POLICE_TEST_RECORDED_ANALYTES)->there || l->n == 0) return false;
    for (size_t i = 0; i < l->n; i++)
        if (l->ordinals[i] != POLICE_ANALYTE_METHADONE) return false;
    return true;
}

/* The window of a result begins before an earlier anchor: it may show what was known already. */
static bool is_indeterminate(
    const struct tests *t, const struct item *item, date sampled, const struct rules *rules)
{
    bool hair = item_says(item, POLICE_TEST_RECORDED_SAMPLE, POLICE_SAMPLE_HAIR);
    date from = hair ? date_plus_months(sampled, -rules->at[H3_HAIR_MONTHS])
                     : date_plus(sampled, -rules->at[H3_OTHER_DAYS]);
    date anchor;
    if (days_last_until(&t->anchors, sampled, &anchor) && from.days < anchor.days) return true;
    for (uint32_t i = t->uses.n; i > 0; i--)
        if (t->uses.at[i - 1].day.days <= sampled.days)
            return from.days < t->uses.at[i - 1].day.days;
    return false;
}

static void take_positive(
    struct tests *t, const struct item *item, const struct rules *rules, struct room *room)
{
    date sampled = item_date(item, POLICE_TEST_RECORDED_SAMPLED);
    struct doubt doubt = doubt_of(item), *place;
    if (item_says(item, POLICE_TEST_RECORDED_STAGE, POLICE_TEST_STAGE_ONSITE)) {
        if ((place = LIST_ADD(room, &t->spots))) *place = doubt;
    } else if (!use_known(t, sampled) && is_indeterminate(t, item, sampled, rules)) {
        if ((place = LIST_ADD(room, &t->indeterminate))) *place = doubt;
    } else {
        use_add(t, sampled, doubt.test, item, room);
    }
}

static void take_negative(struct tests *t, const struct item *item)
{
    date sampled = item_date(item, POLICE_TEST_RECORDED_SAMPLED);
    if (!t->negative || sampled.days > t->last_negative.days) t->last_negative = sampled;
    t->negative = true;
    if (!item_says(item, POLICE_TEST_RECORDED_STAGE, POLICE_TEST_STAGE_RECHECK)) return;
    uint64_t confirms = item_tag(item, POLICE_TEST_RECORDED_CONFIRMS);
    if (!confirms) return;
    uses_drop(t, confirms);
    clear_indeterminate(t, confirms);
}

static void take_result(struct tests *t, const struct item *item, const struct treatment *treatment,
    const struct rules *rules, struct room *room)
{
    uint64_t test = item_tag(item, POLICE_TEST_RECORDED_TEST);
    date sampled = item_date(item, POLICE_TEST_RECORDED_SAMPLED);
    int64_t result = item_value(item, POLICE_TEST_RECORDED_RESULT)->number;
    bool onsite = item_says(item, POLICE_TEST_RECORDED_STAGE, POLICE_TEST_STAGE_ONSITE);
    if (!onsite && result != POLICE_TEST_RESULT_PENDING)
        clear_spots(t, test, item_tag(item, POLICE_TEST_RECORDED_CONFIRMS));
    struct sampling *s = LIST_ADD(room, &t->samplings);
    if (s) *s = (struct sampling){ test, sampled };
    if (result == POLICE_TEST_RESULT_NEGATIVE) take_negative(t, item);
    if (result != POLICE_TEST_RESULT_POSITIVE) return;
    if (is_methadone_alone(item) && treatment_open_on(treatment, sampled)) return;
    take_positive(t, item, rules, room);
}

static void take_determined(struct tests *t, const struct item *item, struct room *room)
{
    uint64_t test = item_tag(item, POLICE_USE_DETERMINED_BASIS);
    date day = instant_date((instant){ item_value(item, POLICE_USE_DETERMINED_DECIDED)->number });
    for (uint32_t i = t->samplings.n; i > 0; i--) {
        if (t->samplings.at[i - 1].test != test) continue;
        day = t->samplings.at[i - 1].day;
        break;
    }
    clear_indeterminate(t, test);
    use_add(t, day, test, item, room);
}

static void take_missed(struct tests *t, const struct item *item, struct room *room)
{
    int64_t kind = item_value(item, POLICE_TEST_MISSED_KIND)->number;
    if (kind == POLICE_MISS_KIND_EXCUSED) return;
    struct miss *m = LIST_ADD(room, &t->misses);
    if (!m) return;
    m->day = item->today;
    m->kind = (enum police_miss_kind)kind;
    (void)!text_copy(item->fact->id, &m->id);
}

void tests_take(struct tests *t, const struct item *item, const struct treatment *treatment,
    const struct rules *rules, struct room *room)
{
    spots_lapse(t, item->today, rules->at[H3_SPOT_DAYS]);
    if (!item->fact) return;
    switch ((int)item->fact->type) {
    case EVENT_POLICE_PERSON_REGISTERED: take_registered(t, item, room); break;
    case EVENT_JUSTICE_ISOLATION_RELEASED:
        tests_anchor(t, item_date(item, JUSTICE_ISOLATION_RELEASED_RELEASED), room);
        break;
    case EVENT_POLICE_TEST_RECORDED: take_result(t, item, treatment, rules, room); break;
    case EVENT_POLICE_USE_DETERMINED: take_determined(t, item, room); break;
    case EVENT_POLICE_TEST_MISSED: take_missed(t, item, room); break;
    default: break;
    }
}

void tests_free(struct tests *t, struct room *room)
{
    LIST_FREE(room, &t->anchors.list);
    LIST_FREE(room, &t->uses);
    LIST_FREE(room, &t->indeterminate);
    LIST_FREE(room, &t->spots);
    LIST_FREE(room, &t->samplings);
    LIST_FREE(room, &t->misses);
}
