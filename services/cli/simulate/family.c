/* Civil affairs: allowances, relief, children, poverty watch, death (domain.md B4). */
#include "simulate/common.h"

static void allowance(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_number(l, CIVIL_ALLOWANCE_GRANTED_KIND, CIVIL_ALLOWANCE_KIND_SUBSISTENCE);
    tell_number(l, CIVIL_ALLOWANCE_GRANTED_FROM, today(l).days);
    if (type == EVENT_CIVIL_ALLOWANCE_STOPPED)
        tell_number(l, CIVIL_ALLOWANCE_STOPPED_CAUSE, CIVIL_ALLOWANCE_CAUSE_INCOME);
    told(l);
}

void verb_GRANT(struct life *l)
{
    allowance(l, EVENT_CIVIL_ALLOWANCE_GRANTED);
    becomes(l->p, IS_ALLOWED);
}

void verb_STOP(struct life *l)
{
    allowance(l, EVENT_CIVIL_ALLOWANCE_STOPPED);
    no_longer(l->p, IS_ALLOWED);
}

void verb_RELIEF(struct life *l)
{
    tell(l, EVENT_CIVIL_RELIEF_PAID);
    tell_number(l, CIVIL_RELIEF_PAID_KIND, (int64_t)random_below(&l->p->luck, 2));
    tell_text(l, CIVIL_RELIEF_PAID_REGION, place_of(l->p, (enum where)l->arg).at);
    told(l);
}

void verb_SHELTER(struct life *l)
{
    tell(l, EVENT_CIVIL_RESCUE_SHELTERED);
    tell_text(l, CIVIL_RESCUE_SHELTERED_REGION, place_of(l->p, (enum where)l->arg).at);
    told(l);
}

/* --- children: their number, never who they are --- */

void verb_CHILD(struct life *l)
{
    tell(l, EVENT_CIVIL_CHILD_SUPPORTED);
    tell_number(l, CIVIL_CHILD_SUPPORTED_KIND, l->arg);
    tell_number(l, CIVIL_CHILD_SUPPORTED_CHILDREN, 1 + l->p->n % 3);
    told(l);
}

static void guardian(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_number(l, CIVIL_CHILD_GUARDIAN_GAP_CHILDREN, 1 + l->p->n % 3);
    tell_number(l, CIVIL_CHILD_GUARDIAN_GAP_SINCE, today(l).days);
    told(l);
}

void verb_GAP(struct life *l) { guardian(l, EVENT_CIVIL_CHILD_GUARDIAN_GAP); }
void verb_SETTLED(struct life *l) { guardian(l, EVENT_CIVIL_CHILD_GUARDIAN_SETTLED); }

/* --- poverty watch --- */

static void watch(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_number(l, CIVIL_POVERTY_WATCH_OPENED_KIND, l->p->n % CIVIL_POVERTY_KINDS);
    tell_number(l, CIVIL_POVERTY_WATCH_OPENED_RISK, CIVIL_POVERTY_RISK_JOB);
    told(l);
}

void verb_WATCH(struct life *l)
{
    watch(l, EVENT_CIVIL_POVERTY_WATCH_OPENED);
    becomes(l->p, IS_WATCHED);
    again(l, VERB_WATCH_END, 0, 20, 300);
}

void verb_WATCH_END(struct life *l)
{
    watch(l, EVENT_CIVIL_POVERTY_WATCH_CLOSED);
    no_longer(l->p, IS_WATCHED);
}

void verb_DIE(struct life *l)
{
    tell(l, l->arg ? EVENT_CIVIL_PERSON_DECEASED : EVENT_HEALTH_PERSON_DECEASED);
    tell_number(l, CIVIL_PERSON_DECEASED_DATE, today(l).days);
    told(l);
    becomes(l->p, IS_GONE);
}
