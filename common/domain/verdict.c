/* C4: from points and floors to two candidates, one with and one without what is of class
 * control. */
#include "domain/floors.h"
#include "domain/points.h"
#include "domain/verdict.h"

/* Hardship counts for care and is capped together (C3). */
static int32_t hardship_of(const int32_t points[RULES])
{
    return points[RULE_P6] + points[RULE_P7] + points[RULE_P8] + points[RULE_P11];
}

static int32_t control_of(const int32_t points[RULES])
{
    return points[RULE_P2] + points[RULE_P3] + points[RULE_P4] + points[RULE_P10];
}

static int32_t risk_of(const int32_t points[RULES])
{
    return points[RULE_P1] + points[RULE_P5] + points[RULE_P9];
}

static int32_t protection_of(const int32_t points[RULES])
{
    int32_t sum = 0;
    for (int i = RULE_N1; i < RULES; i++) sum -= points[i];
    return sum;
}

static int32_t within_scale(int32_t score) { return MIN(100, MAX(0, score)); }

static enum hub_grade level_of(int32_t score, const struct rules *r)
{
    if (score >= r->at[LEVEL_HIGH]) return HUB_GRADE_HIGH;
    return score >= r->at[LEVEL_MEDIUM] ? HUB_GRADE_MEDIUM : HUB_GRADE_LOW;
}

/* The rules that a fact of this type can move on a day that was judged already. */
static uint32_t rules_moved(enum event_type type)
{
    const uint32_t silence = RULE_BIT(G_H6) | RULE_BIT(G_M2);
    switch ((int)type) {
    case EVENT_POLICE_CHECKIN_APP: return silence | RULE_BIT(P4);
    case EVENT_POLICE_COUNSELLING_VIDEO: return silence;
    case EVENT_POLICE_STATION_ACTIVITY: return silence | RULE_BIT(N5);
    case EVENT_HEALTH_MMT_DOSE: return silence | RULE_BIT(G_H5) | RULE_BIT(P5) | RULE_BIT(N3);
    case EVENT_POLICE_CARE_TEAM_ASSIGNED:
    case EVENT_POLICE_EXECUTION_AGREEMENT_SIGNED:
    case EVENT_HR_JOBFAIR_ATTENDED:
    case EVENT_HR_OFFER_MADE:
    case EVENT_HR_PENSION_CONTRIBUTED:
    case EVENT_HR_STARTUP_LOAN_GUARANTEED:
    case EVENT_HR_TRAINING_ENROLLED:
    case EVENT_HR_UNEMPLOYMENT_BENEFIT_PAID:
    case EVENT_CIVIL_AID_RECORDED:
    case EVENT_CIVIL_ALLOWANCE_PAID:
    case EVENT_HEALTH_INSURANCE_ENROLLED:
    case EVENT_HEALTH_MMT_URINE: return 0;
    default: return UINT32_MAX;
    }
}

_Static_assert(RULES <= 32, "a rule has its bit");

static void verdict_weigh(struct verdict *v, const struct rules *rules)
{
    int32_t care = risk_of(v->points) + MIN(hardship_of(v->points), rules->at[CAP_HARDSHIP]) -
                   MIN(protection_of(v->points), rules->at[CAP_PROTECTION]);
    v->score = within_scale(care + control_of(v->points));
    v->candidate = level_of(v->score, rules);
    v->care = level_of(within_scale(care), rules);
    for (int i = 0; i < RULE_FLOORS; i++) {
        if (!v->floors[i].there) continue;
        v->candidate = MAX(v->candidate, v->floors[i].grade);
        if (!rule_rows[i].control) v->care = MAX(v->care, v->floors[i].grade);
    }
}

bool verdict_reach(
    struct verdict *v, const struct walk *w, const struct item *item, const struct rules *rules)
{
    uint32_t moved = UINT32_MAX;
    if (v->reached && v->day.days == item->today.days && v->rules == rules && item->fact)
        moved = rules_moved(item->fact->type);
    if (moved == 0) return false;
    floors_reach(v->floors, w, item, moved);
    points_reach(v->points, w, item, moved);
    verdict_weigh(v, rules);
    v->reached = true;
    v->day = item->today;
    v->rules = rules;
    return true;
}

void verdict_clear(struct verdict *v)
{
    *v = (struct verdict){ .candidate = HUB_GRADE_LOW, .care = HUB_GRADE_LOW };
}
