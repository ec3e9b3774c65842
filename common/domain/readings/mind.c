#include "domain/readings/mind.h"

static void take_crisis(struct mind *m, date today)
{
    m->crisis = true;
    m->crisis_on = today;
}

static void take_assessed(struct mind *m, const struct item *item)
{
    m->assessed = true;
    m->level = (enum health_mental_level)item_value(item, HEALTH_MENTAL_ASSESSED_LEVEL)->number;
    m->assessed_on = item->today;
    if (m->level == HEALTH_MENTAL_LEVEL_URGENT) take_crisis(m, item->today);
}

_Static_assert((int)POLICE_MOOD_CONCERN == (int)JUSTICE_MOOD_CONCERN &&
                   (int)POLICE_MOOD_CRISIS == (int)JUSTICE_MOOD_CRISIS,
    "both visits see the same moods");

static void take_mood(struct mind *m, const struct item *item, int field)
{
    if (!item_value(item, field)->there) return;
    m->mooded = true;
    m->concern = item_says(item, field, POLICE_MOOD_CONCERN);
    m->mood_on = item->today;
    if (item_says(item, field, POLICE_MOOD_CRISIS)) take_crisis(m, item->today);
}

static void take_needs(struct mind *m, const struct item *item)
{
    const struct fact_value *v = item_value(item, POLICE_VISIT_RECORDED_NEEDS);
    if (!v->there) return;
    m->listed = true;
    m->listed_on = item->today;
    m->needs = 0;
    for (size_t i = 0; i < v->list.n; i++) m->needs |= 1u << v->list.ordinals[i];
}

static void take_overdose(struct mind *m, const struct item *item)
{
    take_crisis(m, item->today);
    if (!item_says(item, HEALTH_EMERGENCY_OVERDOSE_OUTCOME, HEALTH_OVERDOSE_OUTCOME_SURVIVED))
        return;
    m->overdosed = true;
    m->overdose_on = item->today;
}

static void take_encounter(struct mind *m, const struct item *item, struct room *room)
{
    if (!item_says(item, POLICE_ENCOUNTER_RECORDED_KIND, POLICE_ENCOUNTER_KIND_DRUG_DRIVING))
        return;
    if (!item_says(item, POLICE_ENCOUNTER_RECORDED_RESULT, POLICE_ENCOUNTER_RESULT_CONFIRMED))
        return;
    struct drive *d = LIST_ADD(room, &m->drives);
    if (!d) return;
    d->day = item->today;
    (void)!text_copy(item->fact->id, &d->id);
}

static void take_support(struct mind *m, const struct item *item)
{
    if (item_says(item, CIVIL_CHILD_SUPPORTED_KIND, CIVIL_CHILD_SUPPORT_GUARDIAN))
        m->sole_carer = false;
}

void mind_take(struct mind *m, const struct item *item, struct room *room)
{
    if (!item->fact) return;
    switch ((int)item->fact->type) {
    case EVENT_HEALTH_MENTAL_ASSESSED: take_assessed(m, item); break;
    case EVENT_POLICE_VISIT_RECORDED:
        take_mood(m, item, POLICE_VISIT_RECORDED_MOOD);
        take_needs(m, item);
        break;
    case EVENT_JUSTICE_AFTERCARE_VISIT: take_mood(m, item, JUSTICE_AFTERCARE_VISIT_MOOD); break;
    case EVENT_HEALTH_EMERGENCY_OVERDOSE: take_overdose(m, item); break;
    case EVENT_HEALTH_MMT_DOSE:
    case EVENT_HEALTH_MMT_ENROLLED:
    case EVENT_HEALTH_DETOX_ADMITTED: m->overdosed = false; break;
    case EVENT_POLICE_STATION_ACTIVITY:
        m->activities[m->n_activities++ % ACTIVITIES] = item->today;
        break;
    case EVENT_POLICE_ENCOUNTER_RECORDED: take_encounter(m, item, room); break;
    case EVENT_CIVIL_CHILD_GUARDIAN_GAP: m->guardian_gap = true; break;
    case EVENT_CIVIL_CHILD_GUARDIAN_SETTLED: m->guardian_gap = m->sole_carer = false; break;
    case EVENT_CIVIL_CHILD_SUPPORTED: take_support(m, item); break;
    case EVENT_POLICE_ORDER_ISOLATION:
        if (item_value(item, POLICE_ORDER_ISOLATION_SOLE_CARER)->number) m->sole_carer = true;
        break;
    default: break;
    }
}

void mind_free(struct mind *m, struct room *room) { LIST_FREE(room, &m->drives); }
