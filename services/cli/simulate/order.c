/* Registration, orders, their execution and their end (domain.md A1, B2). */
#include "simulate/common.h"

static struct text order_no(const struct person *p) { return number_of(p, 'O', p->orders); }

void verb_REGISTER(struct life *l)
{
    struct person *p = l->p;
    tell(l, EVENT_POLICE_PERSON_REGISTERED);
    tell_number(l, POLICE_PERSON_REGISTERED_KIND, l->arg);
    tell_number(l, POLICE_PERSON_REGISTERED_SUBSTANCE, p->substance);
    tell_number(l, POLICE_PERSON_REGISTERED_ADDICTED, happens(p, 800));
    tell_text(l, POLICE_PERSON_REGISTERED_RESIDENCE, place_town(p->town).at);
    tell_text(l, POLICE_PERSON_REGISTERED_HUKOU, place_of(p, happens(p, 850) ? HOME : FAR).at);
    told(l);
    again(l, VERB_VISIT, 0, 3, 30);
    again(l, VERB_AID, 0, 5, 40);
    again(l, VERB_MONTH, 0, 1, 30);
    again(l, VERB_HAIR, 0, 60, 400);
    again(l, VERB_SUNDRY, 0, 10, 60);
    if (is(p, IS_SOCIABLE)) again(l, VERB_STATION, 0, 5, 25);
    if (!is(p, IS_PLANTED)) again(l, VERB_FATE, 0, 100, 700);
}

static void ordered(struct life *l)
{
    l->p->is &= ~(uint32_t)(IS_REPORTED | IS_PAUSED);
    becomes(l->p, IS_ORDERED);
    told(l);
    tell_remember(l);
}

void verb_ORDER_DETOX(struct life *l)
{
    l->p->orders++;
    tell(l, EVENT_POLICE_ORDER_COMMUNITY_DETOX);
    tell_text(l, POLICE_ORDER_COMMUNITY_DETOX_ORDER, order_no(l->p).at);
    tell_number(l, POLICE_ORDER_COMMUNITY_DETOX_SERVED, today(l).days);
    tell_text(l, POLICE_ORDER_COMMUNITY_DETOX_TOWN, place_town(l->p->town).at);
    ordered(l);
}

void verb_ORDER_REHAB(struct life *l)
{
    l->p->orders++;
    tell(l, EVENT_POLICE_ORDER_COMMUNITY_REHAB);
    tell_text(l, POLICE_ORDER_COMMUNITY_REHAB_ORDER, order_no(l->p).at);
    tell_number(l, POLICE_ORDER_COMMUNITY_REHAB_SERVED, today(l).days);
    tell_text(l, POLICE_ORDER_COMMUNITY_REHAB_TOWN, place_town(l->p->town).at);
    tell_number(l, POLICE_ORDER_COMMUNITY_REHAB_MONTHS, 36);
    ordered(l);
}

void verb_EXTENSION(struct life *l)
{
    tell(l, EVENT_POLICE_ORDER_EXTENSION_GRANTED);
    tell_text(l, POLICE_ORDER_EXTENSION_GRANTED_ORDER, order_no(l->p).at);
    tell_number(l, POLICE_ORDER_EXTENSION_GRANTED_UNTIL, today(l).days + l->arg);
    tell_number(l, POLICE_ORDER_EXTENSION_GRANTED_REASON, POLICE_EXTENSION_REASON_ILLNESS);
    told(l);
}

void verb_REPORT_IN(struct life *l)
{
    struct person *p = l->p;
    if (!is(p, IS_ORDERED) || is(p, IS_GONE)) return;
    tell(l, EVENT_POLICE_EXECUTION_REPORTED);
    tell_text(l, POLICE_EXECUTION_REPORTED_ORDER, order_no(p).at);
    tell_text(l, POLICE_EXECUTION_REPORTED_TOWN, place_town(p->town).at);
    tell_town(l);
    told(l);
    becomes(p, IS_REPORTED);
    p->reported = today(l).days;
    again(l, VERB_CHECKIN, 0, 1, 1);
    again(l, VERB_VIDEO, 0, 3, 15);
    again(l, VERB_SCHEDULE, 0, 27, 32);
}

void verb_AGREEMENT(struct life *l)
{
    if (!is(l->p, IS_ORDERED)) return;
    tell(l, EVENT_POLICE_EXECUTION_AGREEMENT_SIGNED);
    tell_text(l, POLICE_EXECUTION_AGREEMENT_SIGNED_ORDER, order_no(l->p).at);
    tell_number(l, POLICE_EXECUTION_AGREEMENT_SIGNED_SIGNED, today(l).days);
    tell_town(l);
    told(l);
}

void verb_CARE_TEAM(struct life *l)
{
    static const uint8_t members[] = { POLICE_TEAM_ROLE_VILLAGE, POLICE_TEAM_ROLE_POLICE,
        POLICE_TEAM_ROLE_WORKER, POLICE_TEAM_ROLE_MEDIC, POLICE_TEAM_ROLE_FAMILY };
    static const char *const leaders[] = { "镇干部甲", "街道干部乙", "村支书丙", "网格员丁 ★" };
    tell(l, EVENT_POLICE_CARE_TEAM_ASSIGNED);
    tell_text(l, POLICE_CARE_TEAM_ASSIGNED_LEADER, leaders[lucky(l->p, 0, COUNT(leaders) - 1)]);
    tell_ordinals(
        l, POLICE_CARE_TEAM_ASSIGNED_MEMBERS, members, (size_t)lucky(l->p, 3, COUNT(members)));
    told(l);
}

/* --- another town --- */

static struct text town_there(const struct person *p, enum where where)
{
    struct text t = place_of(p, MAINLAND);
    if (where != MAINLAND) return place_town(place_town_of(p, where));
    memcpy(t.at + 6, "005", 4);
    return t;
}

static void moves(struct life *l, enum event_type type)
{
    struct text to = town_there(l->p, (enum where)l->arg);
    tell(l, type);
    tell_text(l, POLICE_EXECUTION_TRANSFERRED_OUT_ORDER, order_no(l->p).at);
    tell_text(l, POLICE_EXECUTION_TRANSFERRED_OUT_FROM, place_town(l->p->first_town).at);
    tell_text(l, POLICE_EXECUTION_TRANSFERRED_OUT_TO, to.at);
    tell_number(l, POLICE_EXECUTION_TRANSFERRED_OUT_EFFECTIVE, today(l).days);
    told(l);
}

void verb_MOVE_OUT(struct life *l)
{
    moves(l, EVENT_POLICE_EXECUTION_TRANSFERRED_OUT);
    if (l->arg != MAINLAND) l->p->town = place_town_of(l->p, (enum where)l->arg);
}

void verb_MOVE_IN(struct life *l) { moves(l, EVENT_POLICE_EXECUTION_TRANSFERRED_IN); }

void verb_RESIDENCE(struct life *l)
{
    tell(l, EVENT_POLICE_RESIDENCE_CHANGED);
    tell_text(l, POLICE_RESIDENCE_CHANGED_RESIDENCE, town_there(l->p, (enum where)l->arg).at);
    tell_number(l, POLICE_RESIDENCE_CHANGED_FROM, today(l).days);
    told(l);
}

/* --- pauses and ends --- */

static void execution(struct life *l, enum event_type type, enum police_execution_reason reason)
{
    tell(l, type);
    tell_text(l, POLICE_EXECUTION_SUSPENDED_ORDER, order_no(l->p).at);
    tell_number(l, POLICE_EXECUTION_SUSPENDED_REASON, reason);
    told(l);
}

void verb_PAUSE(struct life *l)
{
    if (!is(l->p, IS_ORDERED)) return;
    execution(l, l->arg ? EVENT_POLICE_EXECUTION_TERMINATED : EVENT_POLICE_EXECUTION_SUSPENDED,
        l->arg ? POLICE_EXECUTION_REASON_PRISON : POLICE_EXECUTION_REASON_DETENTION);
    becomes(l->p, l->arg ? IS_INSIDE : IS_PAUSED);
    if (l->arg) no_longer(l->p, IS_ORDERED | IS_REPORTED);
}

void verb_RESUME(struct life *l)
{
    if (!is(l->p, IS_PAUSED)) return;
    execution(l, EVENT_POLICE_EXECUTION_RESUMED, POLICE_EXECUTION_REASON_DETENTION);
    no_longer(l->p, IS_PAUSED);
}

void verb_DISCHARGE(struct life *l)
{
    if (!is(l->p, IS_REPORTED)) return;
    execution(l, EVENT_POLICE_EXECUTION_DISCHARGED, POLICE_EXECUTION_REASON_TERM_END);
    no_longer(l->p, IS_ORDERED | IS_REPORTED | IS_PAUSED);
}

void verb_CONTROL_ENDED(struct life *l)
{
    if (is(l->p, IS_ORDERED)) return;
    tell(l, EVENT_POLICE_CONTROL_ENDED);
    tell_number(l, POLICE_CONTROL_ENDED_DECIDED, today(l).days);
    told(l);
    becomes(l->p, IS_GONE);
}

void verb_DEPART(struct life *l)
{
    tell(l, EVENT_POLICE_PERSON_DEPARTED);
    tell_number(l, POLICE_PERSON_DEPARTED_FROM, today(l).days);
    told(l);
    becomes(l->p, IS_GONE);
}
