/* Alerts as they were told, against those of the walk (R34): both lists are in one order, so a step
 * says what differs in one pass. */
#include "domain/alerts.h"
#include "domain/form.h"
#include "domain/tongue.h"
#include "domain/walk.h"

static void say_place(struct tongue *t, struct hub_signal *s, enum alert_kind kind, county at)
{
    struct text place = county_text(at);
    s->alert = slice_str(alert_name(kind));
    s->observed = tongue_text(t, slice_text(&place));
}

static void say_open(struct tongue *t, enum hub_signal_kind kind, const struct alert *a)
{
    struct hub_signal *s = tongue_say(t, kind);
    struct text home = county_text(a->registered);
    uint32_t recipients, notices;
    say_place(t, s, a->kind, a->observed);
    s->has_grade_class = true;
    s->grade_class = alert_class(a->kind);
    s->registered = tongue_text(t, slice_text(&home));
    s->level = slice_str(region_level_name(a->level));
    s->leave_mismatch = a->leave_mismatch;
    alert_roles(a->kind, a->level, &recipients, &notices);
    tongue_recipients(t, s, recipients);
    tongue_notices(t, s, notices);
}

static void say_ended(struct tongue *t, const struct alert_told *told, const char *reason)
{
    struct hub_signal *s = tongue_say(t, HUB_SIGNAL_KIND_ALERT_RESOLVED);
    say_place(t, s, told->kind, told->observed);
    s->reason = slice_str(reason);
    tongue_recipients(t, s, told->recipients);
    tongue_notices(t, s, told->notices);
}

/* From now on this is what was told; who heard of it earlier will hear of its end. */
static void told_add(struct alert_told *told, uint32_t recipients, uint32_t notices)
{
    told->recipients |= recipients;
    told->notices = (told->notices | notices) & ~told->recipients;
}

static void told_set(struct alert_told *told, const struct alert *a)
{
    uint32_t recipients, notices;
    told->level = a->level;
    told->first = a->first;
    told->effective = a->effective;
    alert_roles(a->kind, a->level, &recipients, &notices);
    told_add(told, recipients, notices);
}

/* A place of its own at i; NULL: no memory. */
static struct alert_told *told_insert(
    struct alerts_told *told, uint32_t i, enum alert_kind kind, county at, struct room *room)
{
    if (!LIST_ADD(room, &told->list)) return NULL;
    struct alert_told *fresh = &told->list.at[i];
    memmove(fresh + 1, fresh, (told->list.n - 1 - i) * sizeof *fresh);
    *fresh = (struct alert_told){ .kind = kind, .observed = at };
    return fresh;
}

/* Another transfer stands for X4 as a new window does for the others. */
static bool is_new(const struct alert *a, const struct alert_told *told)
{
    if (a->kind == ALERT_X4) return a->effective.days != told->effective.days;
    return alert_renews(a->kind, told->first, a->first);
}

/* Told open, and still open. */
static void tell_on(struct tongue *t, const struct alert *a, struct alert_told *told)
{
    if (is_new(a, told)) {
        say_open(t, HUB_SIGNAL_KIND_ALERT_RAISED, a);
        told->recipients = told->notices = 0;
    } else if (a->level > told->level) {
        say_open(t, HUB_SIGNAL_KIND_ALERT_ESCALATED, a);
    } else {
        return;
    }
    told_set(told, a);
}

/* One kind and place: in the walk, told (at i), or both. Returns where the told ones go on. */
static uint32_t tell_one(
    struct alerts_told *told, uint32_t i, bool was_told, const struct alert *a, struct tongue *t)
{
    bool open = a && a->open;
    if (was_told && open) {
        tell_on(t, a, &told->list.at[i]);
    } else if (was_told) {
        say_ended(t, &told->list.at[i], a ? alert_end_name(a->end) : "corrected");
        LIST_DROP(&told->list, i);
        return i;
    } else if (open) {
        struct alert_told *fresh = told_insert(told, i, a->kind, a->observed, t->room);
        say_open(t, HUB_SIGNAL_KIND_ALERT_RAISED, a);
        if (fresh) told_set(fresh, a);
    } else {
        return i;
    }
    return i + 1;
}

void alerts_tell(const struct walk *w, struct alerts_told *told, struct tongue *tongue)
{
    const struct alerts *now = &w->alerts;
    uint32_t i = 0, j = 0;
    while (i < now->list.n || j < told->list.n) {
        int order = i == now->list.n ? 1 : -1;
        if (i < now->list.n && j < told->list.n)
            order = alert_compare(now->list.at[i].kind, now->list.at[i].observed,
                told->list.at[j].kind, told->list.at[j].observed);
        const struct alert *a = order <= 0 ? &now->list.at[i++] : NULL;
        j = tell_one(told, j, order >= 0, a, tongue);
        if (tongue->room->failed) return;
    }
}

/* ---- what was told before (file_hear) ---- */

static const struct alert *alert_find(const struct alerts *s, enum alert_kind kind, county at)
{
    for (uint32_t i = 0; i < s->list.n; i++)
        if (s->list.at[i].kind == kind && county_equal(s->list.at[i].observed, at))
            return &s->list.at[i];
    return NULL;
}

/* When it began is not in the word: it is what the walk says, or the step's own time. */
static void hear_open(const struct walk *w, struct alert_told *told, const struct hub_signal *s)
{
    const struct alert *a = alert_find(&w->alerts, told->kind, told->observed);
    if (s->kind == HUB_SIGNAL_KIND_ALERT_RAISED) told->recipients = told->notices = 0;
    told->first = a ? a->first : w->place.at;
    if (a) told->effective = a->effective;
    if (!region_level_from(s->level, &told->level)) told->level = REGION_SAME;
    told_add(told, roles_of(s->recipients.n, s->recipients.at),
        roles_of(s->notices.n, s->notices.at));
}

void alerts_hear(
    const struct walk *w, struct alerts_told *told, const struct hub_signal *s, struct room *room)
{
    enum alert_kind kind;
    county at = county_from(s->observed);
    uint32_t i = 0;
    if (!alert_from(s->alert, &kind)) return;
    while (i < told->list.n &&
           alert_compare(told->list.at[i].kind, told->list.at[i].observed, kind, at) < 0)
        i++;
    bool there = i < told->list.n && told->list.at[i].kind == kind &&
                 county_equal(told->list.at[i].observed, at);
    if (s->kind == HUB_SIGNAL_KIND_ALERT_RESOLVED) {
        if (there) LIST_DROP(&told->list, i);
        return;
    }
    struct alert_told *x = there ? &told->list.at[i] : told_insert(told, i, kind, at, room);
    if (x) hear_open(w, x, s);
}

/* ---- snapshots ---- */

enum { TOLD_BYTES = 6 * 4 + 8 }; /* of each */

static void one_form(struct alert_told *a, struct form *form)
{
    uint32_t kind = a->kind, level = a->level;
    form_u32(form, &kind);
    form_i32(form, &a->observed.code);
    form_u32(form, &level);
    form_i64(form, &a->first.us);
    form_i32(form, &a->effective.days);
    form_u32(form, &a->recipients);
    form_u32(form, &a->notices);
    if (kind >= ALERT_KINDS || level > REGION_PROVINCE) {
        form->failed = true;
        return;
    }
    a->kind = (enum alert_kind)kind;
    a->level = (enum region_level)level;
}

void alerts_told_form(struct alerts_told *told, struct form *form, struct room *room)
{
    uint32_t n = told->list.n;
    form_count(form, &n, TOLD_BYTES);
    if (!form->out) LIST_FREE(room, &told->list);
    for (uint32_t i = 0; i < n && !form->failed; i++) {
        struct alert_told *a = form->out ? &told->list.at[i] : LIST_ADD(room, &told->list);
        if (!a) return;
        one_form(a, form);
    }
}

void alerts_told_free(struct alerts_told *told, struct room *room)
{
    LIST_FREE(room, &told->list);
}
