/* Rows of which fact opens a cause and which ends it; the readings know whether it is open. */
#include "domain/causes.h"

static bool any(const struct item *item)
{
    (void)item;
    return true;
}

static bool is_sole_carer(const struct item *item)
{
    return item_value(item, POLICE_ORDER_ISOLATION_SOLE_CARER)->number != 0;
}

static bool is_guardian(const struct item *item)
{
    return item_says(item, CIVIL_CHILD_SUPPORTED_KIND, CIVIL_CHILD_SUPPORT_GUARDIAN);
}

static bool is_survived(const struct item *item)
{
    return item_says(item, HEALTH_EMERGENCY_OVERDOSE_OUTCOME, HEALTH_OVERDOSE_OUTCOME_SURVIVED);
}

static bool has_list(const struct item *item)
{
    return item_value(item, POLICE_VISIT_RECORDED_NEEDS)->there;
}

static bool lists_income(const struct item *item)
{
    const struct fact_value *v = item_value(item, POLICE_VISIT_RECORDED_NEEDS);
    for (size_t i = 0; v->there && i < v->list.n; i++)
        if (v->list.ordinals[i] == POLICE_VISIT_NEED_INCOME) return true;
    return false;
}

/* A later row of the same fact overrules an earlier one: a list closes, one with income opens. */
static const struct cause_row {
    enum need_cause cause;
    bool opens;
    enum event_type type;
    bool (*holds)(const struct item *item);
    int kind; /* field that tells kinds apart; -1: there is one */
} rows[] = {
    { CAUSE_DISPUTE, true, EVENT_HR_DISPUTE_FILED, any, HR_DISPUTE_FILED_KIND },
    { CAUSE_DISPUTE, false, EVENT_HR_DISPUTE_RESOLVED, any, HR_DISPUTE_RESOLVED_KIND },
    { CAUSE_LEGAL_AID, true, EVENT_JUSTICE_LEGAL_AID_OPENED, any, JUSTICE_LEGAL_AID_OPENED_KIND },
    { CAUSE_LEGAL_AID, false, EVENT_JUSTICE_LEGAL_AID_CLOSED, any, JUSTICE_LEGAL_AID_CLOSED_KIND },
    { CAUSE_GUARDIAN_GAP, true, EVENT_CIVIL_CHILD_GUARDIAN_GAP, any, -1 },
    { CAUSE_GUARDIAN_GAP, false, EVENT_CIVIL_CHILD_GUARDIAN_SETTLED, any, -1 },
    { CAUSE_SOLE_CARER, true, EVENT_POLICE_ORDER_ISOLATION, is_sole_carer, -1 },
    { CAUSE_SOLE_CARER, false, EVENT_CIVIL_CHILD_GUARDIAN_SETTLED, any, -1 },
    { CAUSE_SOLE_CARER, false, EVENT_CIVIL_CHILD_SUPPORTED, is_guardian, -1 },
    { CAUSE_HANDOVER, true, EVENT_JUSTICE_ISOLATION_RELEASED, any, -1 },
    { CAUSE_HANDOVER, true, EVENT_JUSTICE_PRISON_RELEASED, any, -1 },
    { CAUSE_INCOME, false, EVENT_POLICE_VISIT_RECORDED, has_list, -1 },
    { CAUSE_INCOME, true, EVENT_POLICE_VISIT_RECORDED, lists_income, -1 },
    { CAUSE_OVERDOSE, true, EVENT_HEALTH_EMERGENCY_OVERDOSE, is_survived, -1 },
    { CAUSE_OVERDOSE, false, EVENT_HEALTH_MMT_DOSE, any, -1 },
    { CAUSE_OVERDOSE, false, EVENT_HEALTH_MMT_ENROLLED, any, -1 },
    { CAUSE_OVERDOSE, false, EVENT_HEALTH_DETOX_ADMITTED, any, -1 },
};

static_assert((int)HR_DISPUTE_KINDS <= CAUSE_KINDS && (int)JUSTICE_LEGAL_AID_KINDS <= CAUSE_KINDS,
    "every kind has a place of its own");

void causes_take(struct causes *c, const struct item *item, const struct text *id)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct cause_row *row = &rows[i];
        if (!item_is(item, row->type) || !row->holds(item)) continue;
        int64_t kind = row->kind < 0 ? 0 : item_value(item, row->kind)->number;
        if (kind < 0 || kind >= CAUSE_KINDS) continue;
        c->at[row->cause][kind] = (struct cause_ground){
            .there = row->opens, .id = *id, .type = item->fact->type, .day = item->today
        };
    }
}
