/* Justice: isolation, release and what comes after it (domain.md B5). */
#include "simulate/common.h"

void verb_ISOLATION(struct life *l)
{
    tell(l, EVENT_POLICE_ORDER_ISOLATION);
    tell_text(l, POLICE_ORDER_ISOLATION_ORDER, number_of(l->p, 'I', ++l->p->orders).at);
    tell_number(l, POLICE_ORDER_ISOLATION_DECIDED, today(l).days);
    tell_number(l, POLICE_ORDER_ISOLATION_SOLE_CARER, l->arg);
    told(l);
}

static void site(struct life *l, enum event_type type)
{
    static const char *const sites[] = { "海口强制隔离戒毒所", "三亚强制隔离戒毒所",
        "省第一强制隔离戒毒所" };
    tell(l, type);
    tell_text(l, JUSTICE_ISOLATION_ADMITTED_SITE, sites[l->p->n % COUNT(sites)]);
    tell_number(l, JUSTICE_ISOLATION_ADMITTED_DECIDED, today(l).days);
    tell_text(l, JUSTICE_ISOLATION_ADMITTED_REGION, "460108");
    told(l);
}

void verb_ADMIT(struct life *l)
{
    site(l, EVENT_JUSTICE_ISOLATION_ADMITTED);
    no_longer(l->p, IS_ORDERED | IS_REPORTED | IS_PAUSED | IS_WORKING);
    becomes(l->p, IS_INSIDE);
    if (!is(l->p, IS_PATIENT)) return;
    life_does(l, VERB_EXIT, HEALTH_EXIT_REASON_ISOLATION);
}

void verb_TRANSFER(struct life *l)
{
    if (is(l->p, IS_INSIDE)) site(l, EVENT_JUSTICE_ISOLATION_TRANSFERRED);
}

void verb_ASSESS(struct life *l)
{
    if (!is(l->p, IS_INSIDE)) return;
    tell(l, EVENT_JUSTICE_ISOLATION_ASSESSED);
    tell_number(l, JUSTICE_ISOLATION_ASSESSED_RESULT, (int64_t)random_below(&l->p->luck, 3));
    tell_number(l, JUSTICE_ISOLATION_ASSESSED_DATE, today(l).days);
    told(l);
}

void verb_TERM(struct life *l)
{
    if (!is(l->p, IS_INSIDE)) return;
    tell(l, EVENT_JUSTICE_ISOLATION_TERM_CHANGED);
    tell_number(l, JUSTICE_ISOLATION_TERM_CHANGED_END, today(l).days + lucky(l->p, 30, 300));
    tell_number(l, JUSTICE_ISOLATION_TERM_CHANGED_DECIDED, today(l).days);
    told(l);
}

void verb_MEDICAL(struct life *l)
{
    if (!is(l->p, IS_INSIDE)) return;
    tell(l, EVENT_JUSTICE_ISOLATION_MEDICAL_LEAVE);
    tell_number(l, JUSTICE_ISOLATION_MEDICAL_LEAVE_FROM, today(l).days);
    if (happens(l->p, 700))
        tell_number(l, JUSTICE_ISOLATION_MEDICAL_LEAVE_TO, today(l).days + lucky(l->p, 5, 40));
    told(l);
}

void verb_DUE(struct life *l)
{
    if (!is(l->p, IS_INSIDE)) return;
    tell(l, EVENT_JUSTICE_ISOLATION_RELEASE_DUE);
    tell_number(l, JUSTICE_ISOLATION_RELEASE_DUE_DUE, today(l).days + 4);
    told(l);
}

void verb_RELEASE(struct life *l)
{
    if (!is(l->p, IS_INSIDE)) return;
    tell(l, EVENT_JUSTICE_ISOLATION_RELEASED);
    tell_number(l, JUSTICE_ISOLATION_RELEASED_RELEASED, today(l).days);
    tell_number(l, JUSTICE_ISOLATION_RELEASED_REHAB_ORDERED, l->arg);
    told(l);
    no_longer(l->p, IS_INSIDE);
    again(l, VERB_AFTERCARE, 6, 5, 20);
}

void verb_HANDOVER(struct life *l)
{
    tell(l, EVENT_JUSTICE_HANDOVER_COMPLETED);
    tell_text(l, JUSTICE_HANDOVER_COMPLETED_TOWN, place_town(l->p->town).at);
    tell_number(l, JUSTICE_HANDOVER_COMPLETED_BY, (int64_t)random_below(&l->p->luck, 3));
    tell_number(l, JUSTICE_HANDOVER_COMPLETED_AT, l->at.us);
    told(l);
    tell_remember(l);
}

void verb_AFTERCARE(struct life *l)
{
    if (is(l->p, IS_GONE)) return;
    if (l->arg > 0) again(l, VERB_AFTERCARE, l->arg - 1, 25, 45);
    if (!is_heard(l)) return;
    tell(l, EVENT_JUSTICE_AFTERCARE_VISIT);
    tell_text(l, JUSTICE_AFTERCARE_VISIT_CENTRE,
        place_named(place_county(l->p->town), "后续照管指导站").at);
    if (happens(l->p, 900))
        tell_number(l, JUSTICE_AFTERCARE_VISIT_MOOD,
            happens(l->p, 950) ? JUSTICE_MOOD_OK : JUSTICE_MOOD_CONCERN);
    told(l);
}

void verb_VOCATIONAL(struct life *l)
{
    tell(l, EVENT_JUSTICE_VOCATIONAL_CERTIFIED);
    tell_text(l, JUSTICE_VOCATIONAL_CERTIFIED_COURSE, "职业技能等级证书 · 焊工");
    told(l);
}

static void legal_aid(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_number(l, JUSTICE_LEGAL_AID_OPENED_KIND, l->arg);
    told(l);
}

void verb_LEGAL(struct life *l)
{
    legal_aid(l, EVENT_JUSTICE_LEGAL_AID_OPENED);
    again(l, VERB_LEGAL_END, l->arg, 10, 35);
}

void verb_LEGAL_END(struct life *l) { legal_aid(l, EVENT_JUSTICE_LEGAL_AID_CLOSED); }

void verb_FREED(struct life *l)
{
    if (!is(l->p, IS_INSIDE)) return;
    tell(l, EVENT_JUSTICE_PRISON_RELEASED);
    tell_number(l, JUSTICE_PRISON_RELEASED_RELEASED, today(l).days);
    tell_text(l, JUSTICE_PRISON_RELEASED_TOWN, place_town(l->p->town).at);
    told(l);
    no_longer(l->p, IS_INSIDE);
}
