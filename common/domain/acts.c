/* Lists are by day, so counting goes back from the latest and stops where it is enough, or at
 * report-in: a long list costs no more than a short one. */
#include "domain/acts.h"

static bool is_refusal(const struct miss *m)
{
    return m->kind == POLICE_MISS_KIND_EVADED || m->kind == POLICE_MISS_KIND_REFUSED;
}

bool breach_counts_miss(const struct walk *w, const struct miss *m)
{
    return is_refusal(m) && m->day.days >= w->orders.order.reported.days;
}

bool breach_counts_absence(const struct walk *w, const struct absence *a, const struct rules *r)
{
    return a->counts && a->days >= r->at[P3_LEAST] &&
           a->day.days >= w->orders.order.reported.days;
}

static void count_misses(const struct walk *w, const struct rules *r, struct breach *b)
{
    int32_t n = 0;
    for (uint32_t i = w->tests.misses.n; i > 0; i--) {
        const struct miss *m = &w->tests.misses.at[i - 1];
        if (m->day.days < w->orders.order.reported.days) return;
        if (!breach_counts_miss(w, m)) continue;
        if (n == 0) b->last = m->day;
        if (++n < r->at[H2_TESTS]) continue;
        b->tests = true;
        return;
    }
}

static void count_absences(const struct walk *w, const struct rules *r, struct breach *b)
{
    int64_t n = 0, days = 0;
    date last = { 0 };
    for (uint32_t i = w->absences.list.n; i > 0; i--) {
        const struct absence *a = &w->absences.list.at[i - 1];
        if (a->day.days < w->orders.order.reported.days) return;
        if (!breach_counts_absence(w, a, r)) continue;
        if (n == 0) last = a->day;
        n++;
        days += a->days;
        if (n < r->at[H2_ABSENCES] && days <= r->at[H2_ABSENT_DAYS]) continue;
        b->absences = true;
        if (!b->tests || last.days > b->last.days) b->last = last;
        return;
    }
}

struct breach breach_of(const struct walk *w, const struct rules *r)
{
    struct breach b = { 0 };
    const struct order *o = order_open(&w->orders);
    if (!o || !o->reported_in) return b;
    count_misses(w, r, &b);
    count_absences(w, r, &b);
    return b;
}
