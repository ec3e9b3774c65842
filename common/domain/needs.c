#include "domain/needs.h"
#include "domain/walk.h"

const struct need_row need_rows[NEED_KINDS] = {
#define NEED(kind, name, lead) { name, HUB_ROLE_##lead },
#define CAUSE(cause, name)
#include "domain/needs.def"
#undef CAUSE
#undef NEED
};

const char *need_cause_name(enum need_cause cause)
{
    static const char *const names[] = {
#define NEED(kind, name, lead)
#define CAUSE(cause, name) name,
#include "domain/needs.def"
#undef CAUSE
#undef NEED
    };
    return names[cause];
}

enum { INCOME_DAYS = 180, OVERDOSE_DAYS = 30 };

static void want(struct need *n, enum need_cause cause, bool urgent)
{
    n->causes |= 1u << cause;
    n->urgent |= urgent;
}

static void want_if(struct need *n, bool holds, enum need_cause cause)
{
    if (holds) want(n, cause, false);
}

static void want_now_if(struct need *n, bool holds, enum need_cause cause)
{
    if (holds) want(n, cause, true);
}

static bool is_within(const struct walk *w, date day, int32_t n)
{
    int32_t age = date_minus(w->today, day);
    return age >= 0 && age <= n;
}

static void need_child(const struct walk *w, struct need *child)
{
    want_now_if(child, w->mind.guardian_gap, CAUSE_GUARDIAN_GAP);
    want_now_if(child, w->mind.sole_carer, CAUSE_SOLE_CARER);
}

/* Of what the rules say. */
static void needs_of_rules(const struct walk *w, struct need ret[NEED_KINDS])
{
    const struct verdict *v = &w->verdict;
    want_if(&ret[NEED_TREATMENT], v->points[RULE_P5] > 0, CAUSE_P5);
    want_now_if(&ret[NEED_TREATMENT], verdict_has(v, RULE_G_H5), CAUSE_G_H5);
    want_now_if(&ret[NEED_MENTAL], verdict_has(v, RULE_G_H4), CAUSE_G_H4);
    want_if(&ret[NEED_MENTAL], v->points[RULE_P8] > 0, CAUSE_P8);
    want_now_if(&ret[NEED_CONTACT], verdict_has(v, RULE_G_M2), CAUSE_G_M2);
    want_now_if(&ret[NEED_CONTACT], verdict_has(v, RULE_G_H6), CAUSE_G_H6);
    want_if(&ret[NEED_EMPLOYMENT], v->points[RULE_P6] > 0, CAUSE_P6);
    want_if(&ret[NEED_LIVELIHOOD], v->points[RULE_P7] > 0, CAUSE_P7);
    want_if(&ret[NEED_HOUSING], v->points[RULE_P11] > 0, CAUSE_P11);
}

/* Of what only needs look at. */
static void needs_of_facts(const struct walk *w, struct need ret[NEED_KINDS])
{
    const struct mind *m = &w->mind;
    struct item last = { .at = w->place.at, .today = w->today };
    bool overdose = m->overdosed && is_within(w, m->overdose_on, OVERDOSE_DAYS);
    bool income = m->listed && is_within(w, m->listed_on, INCOME_DAYS) &&
                  (m->needs & 1u << POLICE_VISIT_NEED_INCOME) != 0;
    want_now_if(&ret[NEED_TREATMENT], overdose, CAUSE_OVERDOSE);
    want_now_if(&ret[NEED_CONTACT], handover_missing(&w->custody, &last), CAUSE_HANDOVER);
    want_if(&ret[NEED_EMPLOYMENT], w->work.disputes != 0, CAUSE_DISPUTE);
    want_if(&ret[NEED_LEGAL], w->work.disputes != 0, CAUSE_DISPUTE);
    want_if(&ret[NEED_LEGAL], w->work.legal_aid != 0, CAUSE_LEGAL_AID);
    want_if(&ret[NEED_LIVELIHOOD], income, CAUSE_INCOME);
}

void needs_open(const struct walk *w, struct need ret[NEED_KINDS])
{
    memset(ret, 0, NEED_KINDS * sizeof *ret);
    switch (w->status) {
    case HUB_FILE_STATUS_ACTIVE:
    case HUB_FILE_STATUS_END_DUE:
        needs_of_rules(w, ret);
        needs_of_facts(w, ret);
        need_child(w, &ret[NEED_CHILD]);
        break;
    case HUB_FILE_STATUS_SUSPENDED: /* away: children, and a poverty watch of the family */
        want_if(&ret[NEED_LIVELIHOOD], w->work.watch != 0, CAUSE_P7);
        need_child(w, &ret[NEED_CHILD]);
        break;
    case HUB_FILE_STATUS_DECEASED: need_child(w, &ret[NEED_CHILD]); break;
    case HUB_FILE_STATUS_SEALED:
    case HUB_FILE_STATUS_SHREDDED:
    case HUB_FILE_STATUSES: break;
    }
}

struct allowed need_allowed(enum need_kind kind, bool urgent)
{
    if (urgent || kind == NEED_CONTACT || kind == NEED_CHILD)
        return (struct allowed){ .kind = DUE_HOURS, .n = 24 };
    return (struct allowed){ .kind = DUE_DAYS, .n = kind == NEED_TREATMENT ? 3 : 15 };
}
