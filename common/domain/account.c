#include "domain/account.h"

enum { END_YEARS_OF_CLOCK = 3 };

void account_begin(struct account *a, struct tally *t)
{
    *a = (struct account){ .tally = t, .period = &t->period, .now = { .alive = true } };
    a->at_from = a->now;
}

void account_free(struct account *a)
{
    struct room *room = &a->tally->room;
    LIST_FREE(room, &a->orders);
    LIST_FREE(room, &a->episodes);
    LIST_FREE(room, &a->doses);
    LIST_FREE(room, &a->report_ins);
    LIST_FREE(room, &a->releases);
    LIST_FREE(room, &a->handovers);
}

/* ---- standing ---- */

bool standing_abstinent(const struct standing *s, date day)
{
    return s->registered && s->alive && s->clock_known && !s->breached &&
           day.days >= date_plus_years(s->clock, END_YEARS_OF_CLOCK).days;
}

bool standing_current(const struct standing *s, date day)
{
    return s->registered && s->alive && !s->departed && !standing_abstinent(s, day);
}

bool standing_young(const struct standing *s, date day)
{
    if (s->sealed) return false;
    return s->order_open ||
           (s->clock_known && day.days < date_plus_years(s->clock, END_YEARS_OF_CLOCK).days);
}

static bool is_registering(const struct item *item)
{
    if (!item->fact) return false;
    switch ((int)item->fact->type) {
    case EVENT_POLICE_PERSON_REGISTERED:
    case EVENT_POLICE_ORDER_COMMUNITY_DETOX:
    case EVENT_POLICE_ORDER_COMMUNITY_REHAB:
    case EVENT_POLICE_ORDER_ISOLATION:
    case EVENT_POLICE_EXECUTION_REPORTED: return true;
    default: return false;
    }
}

static struct standing standing_of(const struct account *a, const struct walk *w)
{
    const struct custody *c = &w->custody;
    return (struct standing){
        .registered = a->registered,
        .alive = !w->life.deceased,
        .departed = c->departed && c->departed_from.days <= w->today.days,
        .sealed = w->status == HUB_FILE_STATUS_SEALED || w->status == HUB_FILE_STATUS_SHREDDED,
        .order_open = w->orders.open,
        .clock_known = w->tests.clock_known,
        .breached = w->verdict.floors[RULE_G_H1].there || w->verdict.floors[RULE_G_H2].there,
        .clock = w->tests.clock,
    };
}

/* The first item after the day `from` finds how it ended. */
static void pass_from(struct account *a, date today)
{
    if (a->passed_from || today.days <= a->period->from.days) return;
    a->passed_from = true;
    a->at_from = a->now;
    a->young |= standing_young(&a->now, a->period->from);
}

/* ---- orders ---- */

static void order_close(struct order_entry *o, const struct item *item)
{
    o->over = true;
    o->ended = item->today;
    o->discharged = item_is(item, EVENT_POLICE_EXECUTION_DISCHARGED);
    o->by_death =
        item_is(item, EVENT_POLICE_EXECUTION_TERMINATED) &&
        item_says(item, POLICE_EXECUTION_TERMINATED_REASON, POLICE_EXECUTION_REASON_DEATH);
}

static void order_copy(struct order_entry *to, const struct order *o, const struct item *item)
{
    to->served_known = o->served_known;
    to->served = o->served;
    to->reported_in = o->reported_in;
    to->reported = o->reported;
    to->extended = o->extended;
    if (item_is(item, EVENT_POLICE_EXECUTION_AGREEMENT_SIGNED) &&
        item_tag(item, POLICE_EXECUTION_AGREEMENT_SIGNED_ORDER) == to->tag)
        to->agreed = true;
}

static void watch_order(struct account *a, const struct walk *w, const struct item *item)
{
    const struct order *o = order_open(&w->orders);
    struct order_entry *last = a->holds_order ? &a->orders.at[a->orders.n - 1] : NULL;
    if (last && (!o || o->tag != last->tag)) {
        order_close(last, item);
        last = NULL;
    }
    a->holds_order = o != NULL;
    if (!o) return;
    if (!last) {
        last = LIST_ADD(&a->tally->room, &a->orders);
        a->holds_order = last != NULL;
        if (!last) return;
        last->tag = o->tag;
        last->opened = item->today;
    }
    order_copy(last, o, item);
}

/* ---- treatment ---- */

static void dose_note(struct account *a, date today)
{
    if (a->doses.n > 0 && a->doses.at[a->doses.n - 1].days == today.days) return;
    date *day = LIST_ADD(&a->tally->room, &a->doses);
    if (day) *day = today;
}

static void watch_treatment(struct account *a, const struct walk *w, const struct item *item)
{
    bool treated = w->treatment.open && w->treatment.dosed;
    if (a->treated && !treated) a->episodes.at[a->episodes.n - 1].to = date_plus(item->today, -1);
    if (!a->treated && treated) {
        struct span_of_days *e = LIST_ADD(&a->tally->room, &a->episodes);
        treated = e != NULL;
        if (e) *e = (struct span_of_days){ w->treatment.first_dose, { INT32_MAX } };
    }
    a->treated = treated;
    if (item_is(item, EVENT_HEALTH_MMT_DOSE)) dose_note(a, item->today);
}

/* ---- needs (S22) ---- */

/* A need that was due in the period; *closed: at, NULL: still open. */
static void need_settle(struct account *a, instant due, const instant *closed)
{
    if (!period_holds(a->period, instant_date(due))) return;
    a->tally->s22_needs.den++;
    a->tally->s22_needs.num += closed && !is_before(due, *closed);
}

static void watch_needs(struct account *a, const struct walk *w, const struct item *item)
{
    struct need now[NEED_KINDS];
    needs_open(w, now);
    for (int i = 0; i < NEED_KINDS; i++) {
        bool open = now[i].causes != 0;
        if (open && !a->needs[i].open)
            a->needs[i].due = due_from(item->at, need_allowed((enum need_kind)i, now[i].urgent));
        else if (!open && a->needs[i].open)
            need_settle(a, a->needs[i].due, &item->at);
        a->needs[i].open = open;
    }
}

/* ---- facts ---- */

static void release_note(struct account *a, const struct item *item, date day)
{
    struct release_entry *r = LIST_ADD(&a->tally->room, &a->releases);
    if (r) *r = (struct release_entry){ day, item->at };
}

static void handover_note(struct account *a, const struct item *item)
{
    instant *at = LIST_ADD(&a->tally->room, &a->handovers);
    if (at) at->us = item_value(item, JUSTICE_HANDOVER_COMPLETED_AT)->number;
}

static void aid_note(struct tally *t, const struct item *item)
{
    struct aid aid = { .place = item_place(item),
        .category = (uint8_t)item_value(item, CIVIL_AID_RECORDED_CATEGORY)->number,
        .receiver = (uint8_t)item_value(item, CIVIL_AID_RECORDED_RECEIVER)->number };
    bool fresh;
    uint32_t *number =
        tags_put(&t->room, &t->aids, item_tag(item, CIVIL_AID_RECORDED_AID), t->aid_list.n, &fresh);
    if (!number) return;
    struct aid *at = fresh ? LIST_ADD(&t->room, &t->aid_list) : &t->aid_list.at[*number];
    if (at && (fresh || place_compare(&at->place, &aid.place) < 0)) *at = aid;
}

static void station_note(struct tally *t, const struct item *item)
{
    struct civil day = date_civil(item->today), on = date_civil(t->period.on);
    bool fresh;
    if (day.year == on.year && day.month == on.month)
        (void)tags_put(
            &t->room, &t->stations, item_tag(item, POLICE_STATION_ACTIVITY_STATION), 0, &fresh);
}

static void registration_note(struct account *a, const struct item *item)
{
    if (!item_says(item, POLICE_PERSON_REGISTERED_KIND, POLICE_REGISTRATION_KIND_FIRST_FOUND))
        return;
    a->first_found |= period_holds(a->period, item->today);
    a->first_found_before |=
        a->period->before.days < item->today.days && item->today.days <= a->period->from.days;
}

static void decision_note(struct account *a, const struct item *item)
{
    if (!period_holds(a->period, item->today)) return;
    if (!slice_is(item_text(item, HUB_REVIEW_DECIDED_TASK), "proposal")) return;
    a->tally->s22_rejected.den++;
    a->tally->s22_rejected.num +=
        item_says(item, HUB_REVIEW_DECIDED_VERDICT, HUB_REVIEW_VERDICT_REJECT);
}

static void contest_note(struct account *a, const struct walk *w, const struct item *item)
{
    const struct contests *c = &w->contests;
    if (!period_holds(a->period, item->today)) return;
    if (c->refused.n > 0 &&
        slice_equal(slice_text(&c->refused.at[c->refused.n - 1]), item->fact->id))
        return;
    a->tally->s22_overturned.den++;
    a->tally->s22_overturned.num +=
        item_says(item, HUB_CONTEST_DECIDED_VERDICT, HUB_CONTEST_VERDICT_OVERTURN);
}

static void watch_fact(struct account *a, const struct walk *w, const struct item *item)
{
    switch ((int)item->fact->type) {
    case EVENT_POLICE_PERSON_REGISTERED: registration_note(a, item); break;
    case EVENT_JUSTICE_ISOLATION_RELEASED:
        release_note(a, item, item_date(item, JUSTICE_ISOLATION_RELEASED_RELEASED));
        break;
    case EVENT_JUSTICE_PRISON_RELEASED:
        release_note(a, item, item_date(item, JUSTICE_PRISON_RELEASED_RELEASED));
        break;
    case EVENT_JUSTICE_HANDOVER_COMPLETED: handover_note(a, item); break;
    case EVENT_CIVIL_AID_RECORDED: aid_note(a->tally, item); break;
    case EVENT_CIVIL_POVERTY_WATCH_OPENED: a->watched = true; break;
    case EVENT_POLICE_STATION_ACTIVITY: station_note(a->tally, item); break;
    case EVENT_HUB_REVIEW_DECIDED: decision_note(a, item); break;
    case EVENT_HUB_CONTEST_DECIDED: contest_note(a, w, item); break;
    default: break;
    }
}

/* ---- the item ---- */

void account_item(struct account *a, const struct walk *w, const struct item *item)
{
    bool sealed = w->status == HUB_FILE_STATUS_SEALED || w->status == HUB_FILE_STATUS_SHREDDED;
    pass_from(a, item->today);
    a->registered |= is_registering(item);
    if (item->fact) watch_fact(a, w, item);
    if (sealed && a->now.sealed) return; /* it stands as it was sealed */
    a->now = standing_of(a, w);
    if (w->orders.just_reported) {
        date *day = LIST_ADD(&a->tally->room, &a->report_ins);
        if (day) *day = item->today;
    }
    watch_order(a, w, item);
    watch_treatment(a, w, item);
    watch_needs(a, w, item);
    if (a->passed_from) a->young |= standing_young(&a->now, item->today);
}

void account_close(struct account *a)
{
    pass_from(a, (date){ INT32_MAX });
    for (int i = 0; i < NEED_KINDS; i++)
        if (a->needs[i].open) need_settle(a, a->needs[i].due, NULL);
}
