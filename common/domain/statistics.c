/* From one life to the sums of a province: each statistic of domain.md E is a function here, and
 * those about one person say whether she is in its numerator. */
#include "domain/account.h"
#include "domain/file.h"

static const char *const member_names[MEMBERS] = {
    [MEMBER_S1] = "S1",
    [MEMBER_S3] = "S3",
    [MEMBER_S5] = "S5",
    [MEMBER_S7] = "S7",
    [MEMBER_S9] = "S9",
    [MEMBER_S11] = "S11",
    [MEMBER_S15] = "S15",
    [MEMBER_S17] = "S17",
    [MEMBER_S18] = "S18",
};

enum {
    REPORT_DAYS = 15,   /* to report in after an order, or a release */
    TRANSFER_DAYS = 15, /* to arrive */
    ABSTINENT_YEARS = 3,
    HANDOVER_HOURS = 24
};

const char *member_name(enum member m) { return member_names[m]; }

struct period period_of(date on)
{
    return (struct period){
        .before = date_plus_years(on, -2), .from = date_plus_years(on, -1), .on = on
    };
}

void tally_begin(struct tally *t, file_memory *memory, date on)
{
    *t = (struct tally){ .room = { .memory = memory }, .period = period_of(on) };
}

void tally_end(struct tally *t)
{
    tags_free(&t->room, &t->aids);
    tags_free(&t->room, &t->stations);
    tags_free(&t->room, &t->towns);
    LIST_FREE(&t->room, &t->aid_list);
    LIST_FREE(&t->room, &t->town_list);
}

static void share_add(struct share *s, bool counts)
{
    s->den++;
    s->num += counts;
}

/* What is being added: the tally, the person's account, her walk at the end of the day. */
struct person_at_end {
    struct tally *t;
    struct account account;
    uint32_t members;
};

static bool member_if(struct person_at_end *p, enum member m, bool counts)
{
    if (counts) p->members |= 1u << m;
    return counts;
}

static bool used_within(const struct walk *w, date from, date to)
{
    for (uint32_t i = 0; i < w->tests.uses.n; i++) {
        date day = w->tests.uses.at[i].day;
        if (from.days <= day.days && day.days <= to.days) return true;
    }
    return false;
}

static bool used_in_period(const struct walk *w, const struct period *p)
{
    return used_within(w, date_plus(p->from, 1), p->on);
}

/* ---- S1, S3, S4, S5: people ---- */

static void add_people(struct person_at_end *p)
{
    struct tally *t = p->t;
    const struct account *a = &p->account;
    date on = t->period.on;
    t->s1 += member_if(p, MEMBER_S1, standing_current(&a->now, on));
    t->s3 += member_if(p, MEMBER_S3, standing_abstinent(&a->now, on));
    t->s3_from += standing_abstinent(&a->at_from, t->period.from);
    t->s5 += member_if(p, MEMBER_S5, a->first_found);
    t->s5_before += a->first_found_before;
}

/* ---- S6, S7, S8, S17: orders ---- */

static void add_reporting(struct tally *t, const struct order_entry *o, const struct walk *w)
{
    if (!o->served_known) return;
    date until = date_plus(o->served, REPORT_DAYS);
    if (!period_holds(&t->period, until)) return;
    if (!o->reported_in && (o->extended || custody_contains(&w->custody, until))) return;
    share_add(&t->s6, o->reported_in);
    share_add(&t->s6a, o->reported_in && o->reported.days <= until.days);
}

static void add_ending(struct tally *t, const struct order_entry *o, const struct walk *w)
{
    if (!o->over || o->by_death || !period_holds(&t->period, o->ended)) return;
    date since = o->reported_in ? o->reported : o->opened;
    share_add(&t->s8, o->discharged && !used_within(w, since, t->period.on));
}

/* Is the open order being carried out, or lawfully at rest? */
static bool is_executed(const struct walk *w, const struct order_entry *entry, date on)
{
    const struct order *o = &w->orders.order;
    const struct floor *f = w->verdict.floors;
    if (o->paused) return true;
    if (o->out && on.days <= o->last_out.effective.days + TRANSFER_DAYS) return true;
    return entry->agreed && !f[RULE_G_H1].there && !f[RULE_G_H2].there && !f[RULE_G_H6].there;
}

static void add_orders(struct person_at_end *p, const struct walk *w)
{
    struct tally *t = p->t;
    const struct account *a = &p->account;
    for (uint32_t i = 0; i < a->orders.n; i++) {
        add_reporting(t, &a->orders.at[i], w);
        add_ending(t, &a->orders.at[i], w);
    }
    if (!a->now.alive || !a->now.order_open || !a->holds_order) return;
    const struct order_entry *last = &a->orders.at[a->orders.n - 1];
    share_add(&t->s7, member_if(p, MEMBER_S7, is_executed(w, last, t->period.on)));
    share_add(&t->s17, member_if(p, MEMBER_S17, w->verdict.floors[RULE_G_H6].there));
}

/* ---- S9, S10, S11, S18: people ---- */

static void add_relapse(struct person_at_end *p, const struct walk *w)
{
    if (!p->account.young) return;
    share_add(&p->t->s9, member_if(p, MEMBER_S9, used_in_period(w, &p->t->period)));
}

static void add_abstinence(struct person_at_end *p, const struct walk *w)
{
    const struct period *period = &p->t->period;
    for (uint32_t i = 0; i < p->account.report_ins.n; i++) {
        date day = p->account.report_ins.at[i];
        if (!period_holds(period, date_plus_years(day, ABSTINENT_YEARS))) continue;
        share_add(&p->t->s10, !used_within(w, day, period->on));
        return;
    }
}

static void add_work(struct person_at_end *p, const struct walk *w)
{
    const struct work *work = &w->work;
    const struct account *a = &p->account;
    bool unable = work->sought && !work->able;
    if (!a->now.alive || !a->now.order_open || !w->orders.order.reported_in || unable) return;
    share_add(&p->t->s11, member_if(p, MEMBER_S11, work->jobs.n > 0));
}

static void add_watch(struct person_at_end *p, const struct walk *w)
{
    p->t->s18_watched += p->account.watched;
    p->t->s18_at_risk += w->work.watch != 0;
    p->t->s18_fell_back += member_if(p, MEMBER_S18, w->work.watch_reopened != 0);
}

/* ---- S15, S16: treatment ---- */

static void add_retention(struct person_at_end *p)
{
    int32_t year = date_civil(p->t->period.on).year;
    bool in_year = false, in_december = false;
    for (uint32_t i = p->account.doses.n; i-- > 0;) {
        struct civil day = date_civil(p->account.doses.at[i]);
        if (day.year < year) break;
        in_year = true;
        in_december |= day.month == 12;
    }
    if (in_year) share_add(&p->t->s15, member_if(p, MEMBER_S15, in_december));
}

/* Countable days of an episode in the period, up to the day before `on`; *next: the dose at hand.
 */
static void add_episode(struct person_at_end *p, const struct walk *w,
    const struct span_of_days *episode, uint32_t *next)
{
    const struct account *a = &p->account;
    const struct period *period = &p->t->period;
    int32_t last = MIN(episode->to.days, period->on.days - 1);
    date d = { MAX(episode->from.days, period->from.days + 1) };
    for (; d.days <= last; d.days++) {
        while (*next < a->doses.n && a->doses.at[*next].days < d.days) ++*next;
        if (!walk_held(w, d))
            share_add(&p->t->s16, *next < a->doses.n && a->doses.at[*next].days == d.days);
    }
}

static void add_attendance(struct person_at_end *p, const struct walk *w)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < p->account.episodes.n; i++)
        add_episode(p, w, &p->account.episodes.at[i], &next);
}

/* ---- S12, S19: helps and towns ---- */

int64_t tally_aids(const struct tally *t, int category, int receiver)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < t->aid_list.n; i++)
        n += t->aid_list.at[i].category == category && t->aid_list.at[i].receiver == receiver;
    return n;
}

static bool missed_in_period(const struct walk *w, const struct period *p)
{
    for (uint32_t i = 0; i < w->tests.misses.n; i++)
        if (period_holds(p, w->tests.misses.at[i].day)) return true;
    return false;
}

static const struct code *town_of(const struct walk *w, date on)
{
    const struct order *o = order_open(&w->orders);
    if (o) return &o->town;
    const struct home_row *row = home_residence(&w->home, on);
    return row ? &row->residence : NULL;
}

static void add_town(struct person_at_end *p, const struct walk *w)
{
    struct tally *t = p->t;
    const struct code *code = p->account.now.alive ? town_of(w, t->period.on) : NULL;
    bool fresh;
    if (!code || !code->at[0]) return;
    uint32_t *number =
        tags_put(&t->room, &t->towns, tag_of(code_slice(code)), t->town_list.n, &fresh);
    if (!number) return;
    struct town *town = fresh ? LIST_ADD(&t->room, &t->town_list) : &t->town_list.at[*number];
    if (!town) return;
    if (fresh) *town = (struct town){ *code, true };
    if (p->account.first_found || used_in_period(w, &t->period) || missed_in_period(w, &t->period))
        town->clean = false;
}

/* Few hundreds of towns: put in where they belong, one by one. */
void tally_sort_towns(struct tally *t)
{
    for (uint32_t i = 1; i < t->town_list.n; i++) {
        struct town town = t->town_list.at[i];
        uint32_t at = i;
        for (; at > 0 && strcmp(t->town_list.at[at - 1].code.at, town.code.at) > 0; at--)
            t->town_list.at[at] = t->town_list.at[at - 1];
        t->town_list.at[at] = town;
    }
    tags_free(&t->room, &t->towns); /* its numbers no longer hold */
}

/* ---- S21: releases ---- */

static bool was_handed_over(const struct account *a, const struct release_entry *r)
{
    instant until = instant_plus(r->at, HOURS(HANDOVER_HOURS));
    for (uint32_t i = 0; i < a->handovers.n; i++) {
        instant at = a->handovers.at[i];
        if (instant_date(at).days >= r->day.days && !is_before(until, at)) return true;
    }
    return false;
}

static bool reported_after(const struct account *a, const struct release_entry *r)
{
    for (uint32_t i = 0; i < a->report_ins.n; i++) {
        int32_t after = date_minus(a->report_ins.at[i], r->day);
        if (after >= 0 && after <= REPORT_DAYS) return true;
    }
    return false;
}

static void add_releases(struct person_at_end *p)
{
    const struct account *a = &p->account;
    for (uint32_t i = 0; i < a->releases.n; i++) {
        const struct release_entry *r = &a->releases.at[i];
        if (!period_holds(&p->t->period, r->day)) continue;
        share_add(&p->t->s21_handed, was_handed_over(a, r));
        share_add(&p->t->s21_reported, reported_after(a, r));
    }
}

/* ---- one file ---- */

static void watch(void *self, const struct walk *w, const struct item *item)
{
    struct person_at_end *p = self;
    if (item) {
        account_item(&p->account, w, item);
        return;
    }
    account_close(&p->account);
    add_people(p);
    add_orders(p, w);
    add_relapse(p, w);
    add_abstinence(p, w);
    add_work(p, w);
    add_watch(p, w);
    add_retention(p);
    add_attendance(p, w);
    add_town(p, w);
    add_releases(p);
}

enum rc tally_add(struct tally *t, const struct file *f, const struct rulebook *rules,
    uint32_t *ret_members, struct why *why)
{
    struct person_at_end p = { .t = t };
    instant end = instant_minus(date_start(date_plus(t->period.on, 1)), (span){ 1 });
    account_begin(&p.account, t);
    enum rc rc = file_tour(f, rules, end, &(struct file_tour){ watch, &p }, why);
    account_free(&p.account);
    if (rc == RC_OK && t->room.failed) rc = why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) *ret_members = p.members;
    return rc;
}
