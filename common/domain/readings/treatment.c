/* Full days are counted once, as they pass. When a hold or custody of earlier days becomes known,
 * they are counted again from the first dose. */
#include "domain/readings/treatment.h"

enum { FAR_AWAY = INT32_MAX };

/* ---- doses by day ---- */

static void dose_put(struct treatment *t, date day, struct room *room)
{
    uint32_t i = (uint32_t)date_minus(day, t->first_dose), words = i / 64 + 1;
    if (!list_reserve(room, (void **)&t->dose_days.at, &t->dose_days.capacity,
            (struct list_size){ words, sizeof *t->dose_days.at }))
        return;
    for (; t->dose_days.n < words; t->dose_days.n++) t->dose_days.at[t->dose_days.n] = 0;
    t->dose_days.at[i / 64] |= UINT64_C(1) << (i % 64);
}

bool treatment_dosed_on(const struct treatment *t, date day)
{
    if (!t->dosed || day.days < t->first_dose.days) return false;
    uint32_t i = (uint32_t)date_minus(day, t->first_dose);
    return i / 64 < t->dose_days.n && (t->dose_days.at[i / 64] >> (i % 64) & 1) != 0;
}

bool treatment_held(const struct treatment *t, date day)
{
    return t->holds.list.n > 0 && spans_contain(&t->holds, day);
}

int32_t treatment_alike(const struct treatment *t, date day) { return spans_alike(&t->holds, day); }

/* How many days there are from this one, which has no dose, to the next that has. */
static int32_t dose_alike(const struct treatment *t, date day)
{
    uint32_t i = (uint32_t)date_minus(day, t->first_dose), word = i / 64;
    if (word >= t->dose_days.n) return INT32_MAX;
    uint64_t left = t->dose_days.at[word] & UINT64_MAX << (i % 64);
    while (left == 0 && ++word < t->dose_days.n) left = t->dose_days.at[word];
    return left ? (int32_t)(word * 64 + (uint32_t)__builtin_ctzll(left) - i) : INT32_MAX;
}

/* ---- counting full days ---- */

enum { WINDOW = 128 }; /* days that are looked at again */

static void count_countable(struct treatment *t, date day, bool dosed)
{
    bool adjacent = t->countable > 0 && date_minus(day, t->last_countable) == 1;
    t->countable++;
    t->taken = t->taken << 1 | (dosed ? 1u : 0u);
    t->next_to = t->next_to << 1 | (adjacent ? 1u : 0u);
    t->last_countable = day;
}

/* Days in a row without a dose: of more than the window it is enough to know how many. */
static void count_missed(struct treatment *t, date day, int32_t n)
{
    int32_t skipped = MAX(0, n - WINDOW - 1);
    t->run += n;
    t->countable += skipped;
    if (skipped) t->last_countable = date_plus(day, skipped - 1);
    for (int32_t i = skipped; i < n; i++) count_countable(t, date_plus(day, i), false);
}

static void count_dose(struct treatment *t, date day, bool off)
{
    if (t->broke) {
        t->again = true;
        t->again_on = day;
        t->broke = false;
    }
    if (!off) count_countable(t, day, true);
    t->run = 0;
}

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }

/* Counts this day, and up to n of them if they are alike; returns how many. */
static int32_t count_alike(struct treatment *t, date day, int32_t n, const struct custody *c)
{
    bool off = treatment_held(t, day) || custody_contains(c, day);
    if (treatment_dosed_on(t, day)) {
        count_dose(t, day, off);
        return 1;
    }
    if (n > 1) n = least(n, dose_alike(t, day));
    if (n > 1) n = least(n, treatment_alike(t, day));
    if (n > 1) n = least(n, custody_alike(c, day));
    if (off)
        t->run = 0;
    else
        count_missed(t, day, n);
    return n;
}

static void count_anew(struct treatment *t)
{
    t->counted = date_plus(t->first_dose, -1);
    t->run = t->countable = 0;
    t->taken = t->next_to = 0;
    t->broke = t->again = false;
}

static void count_days(
    struct treatment *t, const struct custody *c, date today, const struct rules *rules)
{
    if (!t->dosed) return;
    uint64_t seen = (uint64_t)t->holds.version << 32 | c->version;
    if (seen != t->seen) count_anew(t);
    t->seen = seen;
    while (t->counted.days < today.days - 1) {
        int32_t n = date_minus(today, t->counted) - 1;
        n = count_alike(t, date_plus(t->counted, 1), n, c);
        t->counted = date_plus(t->counted, n);
        if (t->run >= rules->at[H5_RUN]) t->broke = true;
    }
}

/* ---- facts ---- */

static void episode_begin(struct treatment *t, date today, struct room *room)
{
    if (t->open) return;
    struct episode *e = LIST_ADD(room, &t->episodes);
    if (!e) return;
    *e = (struct episode){ today, { FAR_AWAY } };
    t->open = true;
    t->enrolled = t->dosed = false;
    t->clinic_at = (struct code){ "" };
    t->dose_days.n = 0;
}

static void take_clinic(struct treatment *t, const struct item *item, int field)
{
    if (code_from(item_text(item, field), &t->clinic_at)) t->clinic_written = item->today;
}

static void take_enrolled(struct treatment *t, const struct item *item, struct room *room)
{
    episode_begin(t, item->today, room);
    t->enrolled = true;
    take_clinic(t, item, HEALTH_MMT_ENROLLED_REGION);
}

static void take_dose(struct treatment *t, const struct item *item, struct room *room)
{
    episode_begin(t, item->today, room);
    if (!t->dosed) {
        t->dosed = true;
        t->first_dose = item->today;
        count_anew(t);
        if (!t->enrolled) take_clinic(t, item, HEALTH_MMT_DOSE_REGION);
    }
    t->last_dose = item->today;
    dose_put(t, item->today, room);
}

static void take_exit(struct treatment *t, date today)
{
    if (!t->open) return;
    t->open = t->dosed = t->enrolled = false;
    t->episodes.at[t->episodes.n - 1].to = date_plus(today, -1);
}

void treatment_take(struct treatment *t, const struct item *item, const struct custody *c,
    const struct rules *rules, struct room *room)
{
    if (item_is(item, EVENT_HEALTH_MMT_DOSE))
        take_dose(t, item, room);
    else if (item_is(item, EVENT_HEALTH_MMT_ENROLLED))
        take_enrolled(t, item, room);
    else if (item_is(item, EVENT_HEALTH_MMT_EXITED))
        take_exit(t, item->today);
    else if (item_is(item, EVENT_HEALTH_MMT_HOLD))
        spans_add(room, &t->holds, item_date(item, HEALTH_MMT_HOLD_FROM),
            item_date(item, HEALTH_MMT_HOLD_TO));
    count_days(t, c, item->today, rules);
}

void treatment_free(struct treatment *t, struct room *room)
{
    LIST_FREE(room, &t->dose_days);
    LIST_FREE(room, &t->holds.list);
    LIST_FREE(room, &t->episodes);
}

/* ---- questions ---- */

bool treatment_open_on(const struct treatment *t, date day)
{
    for (uint32_t i = t->episodes.n; i > 0; i--)
        if (t->episodes.at[i - 1].from.days <= day.days)
            if (day.days <= t->episodes.at[i - 1].to.days) return true;
    return false;
}

int32_t treatment_run(const struct treatment *t, const struct custody *c, date today)
{
    if (!t->dosed || t->run == 0) return 0;
    bool broken =
        t->last_dose.days == today.days || treatment_held(t, today) || custody_contains(c, today);
    return broken ? 0 : t->run;
}

bool treatment_again(const struct treatment *t, date today, date *ret)
{
    if (!t->dosed) return false;
    bool now = t->broke && t->last_dose.days == today.days;
    *ret = now ? today : t->again_on;
    return now || t->again;
}

static bits128 lowest(int32_t n) { return n >= 128 ? ~(bits128)0 : ((bits128)1 << n) - 1; }

static int32_t count_bits(bits128 b)
{
    return __builtin_popcountll((uint64_t)b) + __builtin_popcountll((uint64_t)(b >> 64));
}

int32_t treatment_doses(const struct treatment *t, int32_t n, int32_t *ret_days)
{
    *ret_days = t->dosed ? MIN(n, t->countable) : 0;
    return count_bits(t->taken & lowest(*ret_days));
}

bool treatment_gap_of_three(const struct treatment *t, int32_t n)
{
    bits128 missed = ~t->taken & lowest(t->dosed ? MIN(n, t->countable) : 0);
    return (missed & (missed >> 1) & (missed >> 2) & t->next_to & (t->next_to >> 1)) != 0;
}
