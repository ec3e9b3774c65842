#include "bounds.h"

#include "domain/rules.h"
#include "domain/ties.h"

static bool fits(int32_t there, uint32_t more, int32_t most)
{
    return (int64_t)there + more <= most;
}

bool bounds_allow(const struct bounds *b, const struct event *e, struct refusal *ret)
{
    bool is_link = e->fact.type == EVENT_HUB_IDENTITY_LINKED;
    uint32_t named = ties_named(&e->fact);
    if (e->fact.type == EVENT_HUB_RULESET_ACTIVATED && !fits(b->rulesets, 1, RULESETS_MAX)) {
        *ret = refusal_of(REASON_RULESETS);
        return false;
    }
    if (named > 0 && !fits(b->linked, named, is_link ? LINKED_MAX : LINKS_MAX)) {
        *ret = refusal_of(REASON_LINKS);
        return false;
    }
    return true;
}

bool bounds_near(const struct bounds *b)
{
    return b->rulesets >= RULESETS_MAX * 9 / 10 || b->linked >= LINKED_MAX / 10 * 9;
}

void bounds_count(struct bounds *b, const struct event *e)
{
    b->rulesets += e->fact.type == EVENT_HUB_RULESET_ACTIVATED;
    b->linked += (int32_t)ties_named(&e->fact);
}
