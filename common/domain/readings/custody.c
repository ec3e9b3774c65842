/* Isolation and prison end on the day their release names, a pause on the day it is lifted; so days
 * that have passed can change only by a release dated back. */
#include "domain/readings/contact.h"
#include "domain/readings/custody.h"

static void custody_begin(struct custody *c, enum custody_kind kind, date today)
{
    if (c->now[kind]) return;
    c->now[kind] = true;
    c->since[kind] = today;
}

static void custody_end(struct custody *c, enum custody_kind kind, date last, struct room *room)
{
    if (!c->now[kind]) return;
    c->now[kind] = false;
    c->version++;
    spans_add(room, &c->past, c->since[kind], last);
}

static void take_release(
    struct custody *c, const struct item *item, enum custody_kind kind, date day, struct room *room)
{
    custody_end(c, kind, day, room);
    days_add(room, &c->releases, day);
    c->released = true;
    c->release_day = day;
    c->release_at = item->at;
    c->met_since = false;
    instant *watch = LIST_ADD(room, &c->watches);
    if (watch) *watch = tick_at_or_after(instant_plus(item->at, HOURS(24)));
}

static void take_handover(struct custody *c, const struct item *item)
{
    date day = instant_date((instant){ item_value(item, JUSTICE_HANDOVER_COMPLETED_AT)->number });
    if (!c->handed_over || day.days > c->handover_day.days) c->handover_day = day;
    c->handed_over = true;
}

static bool is_into_prison(const struct item *item)
{
    return item_says(item, POLICE_EXECUTION_SUSPENDED_REASON, POLICE_EXECUTION_REASON_PRISON);
}

static void take_fact(struct custody *c, const struct item *item, struct room *room)
{
    switch ((int)item->fact->type) {
    case EVENT_JUSTICE_ISOLATION_ADMITTED:
    case EVENT_JUSTICE_ISOLATION_TRANSFERRED:
        custody_begin(c, CUSTODY_ISOLATION, item->today);
        break;
    case EVENT_JUSTICE_ISOLATION_RELEASED:
        take_release(
            c, item, CUSTODY_ISOLATION, item_date(item, JUSTICE_ISOLATION_RELEASED_RELEASED), room);
        break;
    case EVENT_JUSTICE_PRISON_RELEASED:
        take_release(
            c, item, CUSTODY_PRISON, item_date(item, JUSTICE_PRISON_RELEASED_RELEASED), room);
        break;
    case EVENT_POLICE_EXECUTION_SUSPENDED:
    case EVENT_POLICE_EXECUTION_TERMINATED:
        if (is_into_prison(item)) custody_begin(c, CUSTODY_PRISON, item->today);
        break;
    case EVENT_POLICE_EXECUTION_RESUMED: custody_end(c, CUSTODY_PRISON, item->today, room); break;
    case EVENT_JUSTICE_HANDOVER_COMPLETED: take_handover(c, item); break;
    case EVENT_POLICE_PERSON_DEPARTED:
        c->departed = true;
        c->departed_from = item_date(item, POLICE_PERSON_DEPARTED_FROM);
        break;
    case EVENT_POLICE_PERSON_REGISTERED: c->departed = false; break;
    default: break;
    }
    if (fact_is_contact(item->fact)) c->met_since = true;
}

void custody_take(
    struct custody *c, const struct item *item, const struct orders *o, struct room *room)
{
    if (item->fact) take_fact(c, item, room);
    bool paused = o->open && o->order.paused;
    if (paused)
        custody_begin(c, CUSTODY_PAUSE, item->today);
    else
        custody_end(c, CUSTODY_PAUSE, item->today, room);
}

void custody_free(struct custody *c, struct room *room)
{
    LIST_FREE(room, &c->past.list);
    LIST_FREE(room, &c->releases.list);
    LIST_FREE(room, &c->watches);
}

bool custody_contains(const struct custody *c, date day)
{
    for (int i = 0; i < CUSTODY_KINDS; i++)
        if (c->now[i] && c->since[i].days <= day.days) return true;
    return c->past.list.n > 0 && spans_contain(&c->past, day);
}

int32_t custody_alike(const struct custody *c, date day)
{
    int32_t n = spans_alike(&c->past, day);
    for (int i = 0; i < CUSTODY_KINDS; i++)
        if (c->now[i] && c->since[i].days > day.days) n = MIN(n, date_minus(c->since[i], day));
    return n;
}

bool custody_away(const struct custody *c, date today)
{
    return c->now[CUSTODY_ISOLATION] || c->now[CUSTODY_PRISON] ||
           (c->departed && c->departed_from.days <= today.days);
}

bool handover_missing(const struct custody *c, const struct item *item)
{
    if (!c->released || c->met_since) return false;
    if (is_before(item->at, instant_plus(c->release_at, HOURS(24)))) return false;
    return !c->handed_over || c->handover_day.days < c->release_day.days;
}
