/* Alerts in the walk: what an item resolves, and what it raises.
 *
 * One alert is kept for each kind and place. While its window runs a repeat only counts, be it open
 * or not; the next one after it takes its place. So a person who lives between two counties is a
 * counter, not a flood. */
#include "domain/alerts.h"
#include "domain/sighting.h"
#include "domain/walk.h"

enum {
    STAY_DAYS = 2,     /* X3: seen there at least so many days before */
    SETTLED_DAYS = 30, /* X5: a job expected to last */
    TRANSFER_DAYS = 15 /* X4: time to arrive */
};

/* ---- the list ---- */

/* The alert of this kind and place; *ret_fresh: there was none, it is zeroed. NULL: no memory. */
static struct alert *alert_of(struct walk *w, enum alert_kind kind, county at, bool *ret_fresh)
{
    struct alerts *s = &w->alerts;
    uint32_t i = 0;
    while (i < s->list.n && alert_compare(s->list.at[i].kind, s->list.at[i].observed, kind, at) < 0)
        i++;
    *ret_fresh = i == s->list.n || s->list.at[i].kind != kind ||
                 !county_equal(s->list.at[i].observed, at);
    if (!*ret_fresh) return &s->list.at[i];
    if (!LIST_ADD(w->room, &s->list)) return NULL;
    struct alert *a = &s->list.at[i];
    memmove(a + 1, a, (s->list.n - 1 - i) * sizeof *a);
    *a = (struct alert){ .kind = kind, .observed = at };
    return a;
}

static bool any_open(const struct alerts *s)
{
    for (uint32_t i = 0; i < s->list.n; i++)
        if (s->list.at[i].open) return true;
    return false;
}

/* ---- what ends (R39) ---- */

static bool is_closed(const struct walk *w, const struct alert *a)
{
    if (w->status != HUB_FILE_STATUS_ACTIVE) return true;
    const struct order *o = order_open(&w->orders);
    return a->kind == ALERT_X4 && (!o || o->tag != a->order);
}

static bool is_transferred(const struct walk *w, const struct alert *a, county home)
{
    return a->kind == ALERT_X4 ? !w->orders.order.out : county_equal(a->observed, home);
}

static bool is_decided(const struct item *item, const struct alert *a)
{
    if (!item_is(item, EVENT_HUB_REVIEW_DECIDED)) return false;
    struct text place = county_text(a->observed);
    struct slice task = item_text(item, HUB_REVIEW_DECIDED_TASK);
    return task.n == 9 && memcmp(task.at, alert_name(a->kind), 2) == 0 && task.at[2] == ':' &&
           memcmp(task.at + 3, place.at, 6) == 0;
}

/* Does this item end it, and why? Being at home is looked at by the caller. */
static bool ends(const struct walk *w, const struct item *item, const struct alert *a, county home,
    enum alert_end *ret)
{
    bool x4 = a->kind == ALERT_X4;
    const struct leave *l = &w->leave;
    *ret = ALERT_CLOSED;
    if (is_closed(w, a)) return true;
    *ret = ALERT_TRANSFER;
    if (is_transferred(w, a, home)) return true;
    *ret = ALERT_LEAVE;
    if (!x4 && (leave_admits(l, a->observed, item->today) || leave_admits(l, a->observed, a->last)))
        return true;
    *ret = ALERT_AUTHORISED;
    return !x4 &&
           (guest_admits(l, a->observed, item->today) || guest_admits(l, a->observed, a->last));
}

static void end_some(struct walk *w, const struct item *item, county home, bool at_home)
{
    for (uint32_t i = 0; i < w->alerts.list.n; i++) {
        struct alert *a = &w->alerts.list.at[i];
        enum alert_end end;
        if (!a->open) continue;
        if (!ends(w, item, a, home, &end)) {
            if (at_home && a->kind != ALERT_X4)
                end = ALERT_HOME;
            else if (is_decided(item, a))
                end = ALERT_HUMAN;
            else
                continue;
        }
        a->open = false;
        a->end = end;
    }
}

/* ---- what begins ---- */

static bool is_admitted(const struct walk *w, county at, date day)
{
    return leave_admits(&w->leave, at, day) || guest_admits(&w->leave, at, day);
}

/* Seen there at least two days before, not at home since, and not by permission (X3)? */
static bool has_stayed(const struct walk *w, county at, date today)
{
    for (uint32_t i = 0; i < w->alerts.stays.n; i++) {
        const struct stay *s = &w->alerts.stays.at[i];
        if (!county_equal(s->at, at)) continue;
        date last = date_plus(today, -STAY_DAYS);
        for (date d = s->from; d.days <= s->to.days && d.days <= last.days; d.days++)
            if (!is_admitted(w, at, d)) return true;
    }
    return false;
}

static void stay_note(struct walk *w, county at, date day)
{
    if (is_admitted(w, at, day)) return;
    for (uint32_t i = w->alerts.stays.n; i-- > 0;) {
        struct stay *s = &w->alerts.stays.at[i];
        if (!county_equal(s->at, at) || day.days > s->to.days + 1) continue;
        s->to = day;
        return;
    }
    struct stay *s = LIST_ADD(w->room, &w->alerts.stays);
    if (s) *s = (struct stay){ .at = at, .from = day, .to = day };
}

static bool is_quiet(const struct walk *w, const struct item *item, county at)
{
    return w->status != HUB_FILE_STATUS_ACTIVE || item->old || walk_held(w, item->today) ||
           is_admitted(w, at, item->today);
}

static bool is_high_by_care(const struct walk *w)
{
    if (w->grade.grade != HUB_GRADE_HIGH) return false;
    for (int i = 0; i < RULE_FLOORS; i++) {
        const struct floor *f = &w->verdict.floors[i];
        if (f->there && f->grade == HUB_GRADE_HIGH && !rule_rows[i].control) return true;
    }
    return false;
}

static bool is_emergency(const struct item *item)
{
    return item_is(item, EVENT_HEALTH_EMERGENCY_OVERDOSE) ||
           item_is(item, EVENT_CIVIL_RESCUE_SHELTERED) ||
           item_is(item, EVENT_HEALTH_DETOX_ADMITTED);
}

static bool is_settling(const struct item *item)
{
    if (!item_is(item, EVENT_HR_EMPLOYMENT_STARTED)) return false;
    const struct fact_value *days = item_value(item, HR_EMPLOYMENT_STARTED_EXPECTED_DAYS);
    return !days->there || days->number >= SETTLED_DAYS;
}

/* The first alert that an observation away from home calls for, in the order of domain.md D. */
static bool calls_for(
    const struct walk *w, const struct item *item, county at, enum alert_kind *ret)
{
    if (is_emergency(item))
        *ret = ALERT_X2;
    else if (item_is(item, EVENT_HEALTH_MMT_DOSE))
        *ret = ALERT_X1;
    else if (is_high_by_care(w))
        *ret = ALERT_X6;
    else if (order_open(&w->orders) && has_stayed(w, at, item->today))
        *ret = ALERT_X3;
    else if (is_settling(item) || item_is(item, EVENT_POLICE_RESIDENCE_CHANGED))
        *ret = ALERT_X5;
    else
        return false;
    return true;
}

static void alert_count(struct alert *a, date today, county home)
{
    enum region_level level = region_level(home, a->observed);
    a->count++;
    a->last = today;
    if (!a->open || level <= a->level) return;
    a->level = level;
    a->registered = home;
}

static bool lies_in_leave_elsewhere(const struct walk *w, county at, date today)
{
    return leave_contains(&w->leave, today) && !leave_admits(&w->leave, at, today);
}

static void alert_raise(
    struct walk *w, const struct item *item, enum alert_kind kind, county at, county home)
{
    bool fresh;
    struct alert *a = alert_of(w, kind, at, &fresh);
    if (!a) return;
    if (!fresh && !alert_renews(kind, a->first, item->at)) {
        alert_count(a, item->today, home);
        return;
    }
    *a = (struct alert){
        .kind = kind,
        .observed = at,
        .registered = home,
        .level = region_level(home, at),
        .first = item->at,
        .last = item->today,
        .count = 1,
        .leave_mismatch = lies_in_leave_elsewhere(w, at, item->today),
        .open = true,
    };
}

/* An observation away from home, or a residence there. */
static void observe(
    struct walk *w, const struct item *item, const struct sighting *s, county home)
{
    enum alert_kind kind = ALERT_X5;
    bool calls = s->kind == SIGHTING_RESIDENCE || calls_for(w, item, s->at, &kind);
    if (s->kind == SIGHTING_PLACED) stay_note(w, s->at, item->today);
    if (calls && county_known(home) && !is_quiet(w, item, s->at))
        alert_raise(w, item, kind, s->at, home);
}

static bool is_of_transfer(const struct alert *a, const struct order *o)
{
    const struct transfer *t = &o->last_out;
    return a->kind == ALERT_X4 && a->order == o->tag && a->effective.days == t->effective.days &&
           county_equal(a->observed, region_today(code_slice(&t->to), t->written));
}

bool alerts_transfer_due(const struct walk *w, date *ret)
{
    const struct order *o = order_open(&w->orders);
    if (!o || !o->out) return false;
    for (uint32_t i = 0; i < w->alerts.list.n; i++)
        if (is_of_transfer(&w->alerts.list.at[i], o)) return false;
    *ret = date_plus(o->last_out.effective, TRANSFER_DAYS + 1);
    return true;
}

/* X4: who was transferred out should have arrived by now. */
static void transfer_look(struct walk *w, const struct item *item, county home)
{
    const struct order *o = order_open(&w->orders);
    if (!o || !o->out || w->status != HUB_FILE_STATUS_ACTIVE || !county_known(home) ||
        item_age(item, o->last_out.effective) <= TRANSFER_DAYS)
        return;
    const struct transfer *t = &o->last_out;
    county from = region_today(code_slice(&t->from), t->written);
    county to = region_today(code_slice(&t->to), t->written);
    bool fresh;
    struct alert *a = county_known(from) && county_known(to) ? alert_of(w, ALERT_X4, to, &fresh)
                                                             : NULL;
    if (!a || (!fresh && is_of_transfer(a, o))) return;
    *a = (struct alert){
        .kind = ALERT_X4,
        .observed = to,
        .registered = from,
        .level = region_level(from, to),
        .first = item->at,
        .last = item->today,
        .effective = t->effective,
        .order = o->tag,
        .count = 1,
        .open = true,
    };
}

/* ---- the item ---- */

static void unplaced_note(struct walk *w, const struct item *item)
{
    struct text *id = LIST_ADD(w->room, &w->alerts.unplaced);
    if (id) (void)!text_copy(item->fact->id, id); /* ids fit: the door saw to it */
}

static bool is_home(
    const struct walk *w, const struct item *item, const struct sighting *s, county home)
{
    if (s->kind != SIGHTING_PLACED) return false;
    return county_equal(s->at, home) || (item_is(item, EVENT_HEALTH_MMT_DOSE) &&
                                            county_equal(s->at, home_clinic(&w->treatment)));
}

void alerts_take(struct walk *w, const struct item *item)
{
    struct sighting s = sighting_of(item);
    bool waits = item->daily && w->orders.open && w->orders.order.out;
    if (s.kind == SIGHTING_NONE && !waits && !any_open(&w->alerts)) return;
    county home = walk_region(w);
    bool at_home = is_home(w, item, &s, home);
    end_some(w, item, home, at_home);
    if (at_home) w->alerts.stays.n = 0;
    if (s.kind == SIGHTING_UNPLACED) unplaced_note(w, item);
    if (!at_home && county_known(s.at) && !county_equal(s.at, home)) observe(w, item, &s, home);
    if (waits) transfer_look(w, item, home);
}

void alerts_free(struct alerts *a, struct room *room)
{
    LIST_FREE(room, &a->list);
    LIST_FREE(room, &a->stays);
    LIST_FREE(room, &a->unplaced);
}

bool alerts_state(const struct walk *w, struct arena *a, struct hub_file_state *ret)
{
    const struct alerts *s = &w->alerts;
    struct hub_alert_state *at = arena_take(a, (s->list.n + 1) * sizeof *at);
    ret->alerts = (struct hub_file_state_alerts_list){ .at = at };
    for (uint32_t i = 0; at && i < s->list.n; i++) {
        const struct alert *x = &s->list.at[i];
        struct text place = county_text(x->observed);
        if (!x->open) continue;
        struct hub_alert_state *out = &at[ret->alerts.n++];
        *out = (struct hub_alert_state){
            .alert = slice_str(alert_name(x->kind)),
            .observed = arena_copy(a, slice_text(&place)),
            .level = slice_str(region_level_name(x->level)),
            .count = x->count,
            .first = x->first,
            .leave_mismatch = x->leave_mismatch,
        };
        if (!out->observed.at) return false;
    }
    return at != NULL;
}
