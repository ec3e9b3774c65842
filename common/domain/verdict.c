/* C4: from points and floors to two candidates, one with and one without what is of class control. */
#include "domain/floors.h"
#include "domain/points.h"
#include "domain/verdict.h"

static bool is_hardship(enum rule r)
{
    return r == RULE_P6 || r == RULE_P7 || r == RULE_P8 || r == RULE_P11;
}

static int32_t score_of(const int32_t points[RULES], bool care_alone, const struct rules *r)
{
    int32_t sum = 0, hardship = 0, protection = 0;
    for (int i = RULE_FLOORS; i < RULES; i++) {
        if (care_alone && rule_rows[i].control) continue;
        if (points[i] < 0)
            protection -= points[i];
        else if (is_hardship((enum rule)i))
            hardship += points[i];
        else
            sum += points[i];
    }
    sum += MIN(hardship, r->at[CAP_HARDSHIP]);
    sum -= MIN(protection, r->at[CAP_PROTECTION]);
    return MIN(100, MAX(0, sum));
}

static enum hub_grade level_of(int32_t score, const struct rules *r)
{
    if (score >= r->at[LEVEL_HIGH]) return HUB_GRADE_HIGH;
    return score >= r->at[LEVEL_MEDIUM] ? HUB_GRADE_MEDIUM : HUB_GRADE_LOW;
}

void verdict_reach(
    struct verdict *v, const struct walk *w, const struct item *item, const struct rules *rules)
{
    floors_reach(v->floors, w, item, rules);
    points_reach(v->points, w, item, rules);
    v->score = score_of(v->points, false, rules);
    v->candidate = level_of(v->score, rules);
    v->care = level_of(score_of(v->points, true, rules), rules);
    for (int i = 0; i < RULE_FLOORS; i++) {
        if (!v->floors[i].there) continue;
        v->candidate = MAX(v->candidate, v->floors[i].grade);
        if (!rule_rows[i].control) v->care = MAX(v->care, v->floors[i].grade);
    }
}

void verdict_clear(struct verdict *v)
{
    *v = (struct verdict){ .candidate = HUB_GRADE_LOW, .care = HUB_GRADE_LOW };
}

bool verdict_care_floor_high(const struct verdict *v)
{
    for (int i = 0; i < RULE_FLOORS; i++)
        if (v->floors[i].there && !rule_rows[i].control && v->floors[i].grade == HUB_GRADE_HIGH)
            return true;
    return false;
}
