/* For each thing that looks at an age or at a day to come: the day on which its answer may turn.
 * One that is left out here would be told late; tests/laws compares with looking every day. */
#include "domain/quiet.h"

enum { FAR_AWAY = INT32_MAX - 4000, FEW = 32, CHECKIN_DAYS = 14 };

struct quiet {
    date today, until;
    const int32_t *rules;
};

static void turns_on(struct quiet *q, date day)
{
    if (day.days > q->today.days && day.days < q->until.days) q->until = day;
}

/* "Within n days" ends the day after. */
static void ages(struct quiet *q, bool there, date day, int32_t n)
{
    if (there) turns_on(q, date_plus(day, n + 1));
}

static void tomorrow_if(struct quiet *q, bool holds)
{
    if (holds) turns_on(q, date_plus(q->today, 1));
}

static void quiet_orders(struct quiet *q, const struct walk *w)
{
    const struct order *o = order_open(&w->orders);
    if (!o) return;
    if (o->served_known && !o->reported_in) {
        date until = order_report_until(o, q->rules[H1_DAYS]);
        turns_on(q, date_plus(until, -q->rules[H1_OUTREACH]));
        turns_on(q, date_plus(until, 1));
    }
    date due;
    bool waits = alerts_transfer_due(w, &due);
    if (waits) turns_on(q, due);
    tomorrow_if(q, waits && due.days <= q->today.days);
    if (o->coming.n > 0) turns_on(q, o->coming.at[0].effective);
}

static void quiet_custody(struct quiet *q, const struct walk *w)
{
    const struct custody *c = &w->custody;
    const struct spans *past = &c->past;
    if (c->departed) turns_on(q, c->departed_from);
    tomorrow_if(q, past->list.n > 0 && past->list.at[past->list.n - 1].to.days >= q->today.days);
    date last;
    if (days_last_until(&c->releases, q->today, &last)) ages(q, true, last, q->rules[M1_LASTS]);
    if (c->releases.list.n > 0) turns_on(q, c->releases.list.at[c->releases.list.n - 1]);
    tomorrow_if(q, c->releases.list.n > FEW);
    for (uint32_t i = 0; i < c->releases.list.n && i < FEW; i++)
        turns_on(q, c->releases.list.at[i]);
}

/* Silence grows by at most a day a day. */
static void quiet_contact(struct quiet *q, const struct walk *w)
{
    int32_t silent = walk_silence(w, q->today);
    if (silent >= 0 && silent < q->rules[M2_DAYS])
        turns_on(q, date_plus(q->today, q->rules[M2_DAYS] - silent));
    else if (silent >= 0 && silent < q->rules[H6_DAYS])
        turns_on(q, date_plus(q->today, q->rules[H6_DAYS] - silent));
    tomorrow_if(q, contact_missed(&w->contact, q->today, CHECKIN_DAYS) != 0);
}

static void quiet_uses(struct quiet *q, const struct tests *t)
{
    tomorrow_if(q, t->uses.n > FEW);
    for (uint32_t i = 0; i < t->uses.n && i < FEW; i++) {
        date day = t->uses.at[i].day;
        turns_on(q, day);
        ages(q, true, day, q->rules[H3_LASTS]);
        ages(q, true, day, q->rules[P9_AFTER]);
        ages(q, true, day, q->rules[N2_DAYS]);
        turns_on(q, date_plus(date_plus_years(day, q->rules[P9_YEARS]), 1));
    }
}

static void quiet_misses(struct quiet *q, const struct tests *t)
{
    tomorrow_if(q, t->misses.n > FEW);
    for (uint32_t i = 0; i < t->misses.n && i < FEW; i++) {
        ages(q, true, t->misses.at[i].day, q->rules[P2_FULL]);
        ages(q, true, t->misses.at[i].day, q->rules[P2_HALF]);
        ages(q, true, t->misses.at[i].day, q->rules[N2_DAYS]);
        ages(q, true, t->misses.at[i].day, q->rules[H2_LASTS]);
    }
}

static void quiet_tests(struct quiet *q, const struct walk *w)
{
    const struct tests *t = &w->tests;
    for (size_t i = 0; t->clock_known && i < COUNT(t->years); i++) turns_on(q, t->years[i]);
    if (t->clock_known) turns_on(q, date_plus_years(t->clock, q->rules[END_YEARS]));
    if (t->spots.n > 0) ages(q, true, t->spots.at[0].day, q->rules[H3_SPOT_DAYS]);
    ages(q, t->negative, t->last_negative, q->rules[N2_YEAR1]);
    ages(q, t->negative, t->last_negative, q->rules[N2_YEAR2]);
    ages(q, t->negative, t->last_negative, q->rules[N2_YEAR3]);
    if (w->orders.ever_reported)
        turns_on(q, date_plus(w->orders.last_reported, q->rules[N2_DAYS]));
    quiet_uses(q, t);
    quiet_misses(q, t);
}

static void quiet_absences(struct quiet *q, const struct walk *w)
{
    const struct absences *a = &w->absences;
    tomorrow_if(q, a->list.n > FEW);
    for (uint32_t i = 0; i < a->list.n && i < FEW; i++) {
        ages(q, true, a->list.at[i].day, q->rules[P3_FULL]);
        ages(q, true, a->list.at[i].day, q->rules[P3_HALF]);
        ages(q, true, a->list.at[i].day, q->rules[H2_LASTS]);
    }
}

static void quiet_work(struct quiet *q, const struct walk *w)
{
    const struct work *k = &w->work;
    if (k->sought) turns_on(q, date_plus(k->sought_on, q->rules[P6_DAYS]));
    if (k->ended) turns_on(q, date_plus(k->ended_on, q->rules[P6_DAYS]));
    if (k->jobs.n > 0) turns_on(q, date_plus(k->jobs.at[0].since, q->rules[N1_DAYS]));
    ages(q, k->trained, k->trained_on, q->rules[N4_DAYS]);
    for (int i = 0; i < CIVIL_ALLOWANCE_KINDS; i++) {
        if (k->stopped[i]) turns_on(q, k->stopped_from[i]);
        ages(q, k->stopped[i], k->stopped_from[i], q->rules[P7_DAYS]);
    }
}

static void quiet_mind(struct quiet *q, const struct walk *w)
{
    const struct mind *m = &w->mind;
    uint32_t n = (uint32_t)q->rules[N5_COUNT];
    ages(q, m->assessed, m->assessed_on, q->rules[P8_LEVEL_DAYS]);
    ages(q, m->mooded, m->mood_on, q->rules[P8_MOOD_DAYS]);
    ages(q, m->crisis, m->crisis_on, q->rules[H4_LASTS]);
    ages(q, m->overdosed, m->overdose_on, 30);
    ages(q, m->listed, m->listed_on, q->rules[P11_DAYS]);
    ages(q, m->listed, m->listed_on, 180);
    if (m->n_activities >= n)
        ages(q, true, m->activities[(m->n_activities - n) % ACTIVITIES], q->rules[N5_DAYS]);
    tomorrow_if(q, m->drives.n > FEW);
    for (uint32_t i = 0; i < m->drives.n && i < FEW; i++)
        ages(q, true, m->drives.at[i].day, q->rules[P10_DAYS]);
}

/* Leave and residence act on alerts that are open; those are few. */
static void quiet_places(struct quiet *q, const struct walk *w)
{
    for (uint32_t i = 0; i < w->alerts.list.n; i++) tomorrow_if(q, w->alerts.list.at[i].open);
    for (uint32_t i = 0; i < w->home.rows.n; i++) turns_on(q, w->home.rows.at[i].from);
}

static void quiet_grade(struct quiet *q, const struct walk *w)
{
    const struct grade *g = &w->grade;
    bool dwells = g->grade == HUB_GRADE_MEDIUM || g->grade == HUB_GRADE_HIGH;
    tomorrow_if(q, grade_ends_next(w));
    tomorrow_if(q, dwells && (g->dwell > 0 || grade_dwells(w))); /* each tick counts, and shows */
    if (!g->since_known) return;
    date since = instant_date(g->since);
    turns_on(q, date_plus(since, 31)); /* control_end */
    for (int32_t term = 30; term <= 180; term += term == 30 ? 60 : 90) {
        turns_on(q, date_plus(since, term)); /* grade_review */
        if (w->proposals.reviewed) turns_on(q, date_plus(w->proposals.reviewed_on, term));
    }
}

static void quiet_life(struct quiet *q, const struct walk *w)
{
    const struct life *l = &w->life;
    bool over = l->control_ended && l->control_decided.days + 30 <= q->today.days;
    tomorrow_if(q, over || (l->deceased && l->death.days + 90 <= q->today.days));
    if (l->control_ended) turns_on(q, date_plus(l->control_decided, 30));
    if (l->deceased) turns_on(q, date_plus(l->death, 90));
}

date walk_quiet_until(const struct walk *w)
{
    struct quiet q = { .today = w->today, .until = { FAR_AWAY }, .rules = w->rules->at };
    quiet_life(&q, w);
    tomorrow_if(&q, w->treatment.dosed);
    quiet_orders(&q, w);
    quiet_custody(&q, w);
    quiet_contact(&q, w);
    quiet_tests(&q, w);
    quiet_absences(&q, w);
    quiet_work(&q, w);
    quiet_mind(&q, w);
    quiet_places(&q, w);
    quiet_grade(&q, w);
    return q.until;
}
