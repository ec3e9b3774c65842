/* Silent days are counted as they pass, and again when what excuses them changes. */
#include "domain/readings/contact.h"

bool fact_is_contact(const struct fact *f)
{
    int64_t first = f->values[0].number, second = f->values[1].number;
    switch ((int)f->type) {
    case EVENT_POLICE_CHECKIN_APP:
        return first == POLICE_CHECKIN_RESULT_OK || first == POLICE_CHECKIN_RESULT_LATE;
    case EVENT_POLICE_COUNSELLING_VIDEO: return first == POLICE_COUNSELLING_RESULT_DONE;
    case EVENT_POLICE_VISIT_RECORDED: return second == POLICE_VISIT_RESULT_MET;
    case EVENT_POLICE_TEST_RECORDED:
    case EVENT_HEALTH_MMT_DOSE:
    case EVENT_POLICE_STATION_ACTIVITY:
    case EVENT_POLICE_EXECUTION_REPORTED:
    case EVENT_POLICE_LEAVE_CLOSED: return true;
    default: return false;
    }
}

_Static_assert(POLICE_CHECKIN_APP_RESULT == 0 && POLICE_COUNSELLING_VIDEO_RESULT == 0, "first");
_Static_assert(POLICE_VISIT_RECORDED_RESULT == 1, "second");

static bool is_excused(const struct excuses *e, date day)
{
    return treatment_held(e->treatment, day) || custody_contains(e->custody, day) ||
           leave_contains(e->leave, day);
}

/* How many of n days from this one on are alike. */
static int32_t days_alike(const struct excuses *e, date day, int32_t n)
{
    if (n <= 1) return n;
    int32_t held = treatment_alike(e->treatment, day), custody = custody_alike(e->custody, day);
    int32_t leave = leave_alike(e->leave, day);
    n = MIN(n, held);
    n = MIN(n, custody);
    return MIN(n, leave);
}

static void count_silence(struct contact *c, date today, const struct excuses *e)
{
    uint64_t seen = (uint64_t)e->leave->version + e->treatment->holds.version + e->custody->version;
    if (seen != c->seen) {
        c->counted = c->last;
        c->silent = 0;
        c->seen = seen;
    }
    while (c->counted.days < today.days - 1) {
        date day = date_plus(c->counted, 1);
        int32_t n = days_alike(e, day, date_minus(today, day));
        c->counted = date_plus(c->counted, n);
        if (!is_excused(e, day)) c->silent += n;
    }
}

static void take_checkin(struct contact *c, const struct item *item)
{
    int64_t result = item_value(item, POLICE_CHECKIN_APP_RESULT)->number;
    int32_t passed = date_minus(item->today, c->checked);
    c->missed = passed < 32 ? c->missed << passed : 0;
    c->met = passed < 32 ? c->met << passed : 0;
    c->checked = item->today;
    if (result == POLICE_CHECKIN_RESULT_MISSED) c->missed |= 1;
    if (result == POLICE_CHECKIN_RESULT_OK || result == POLICE_CHECKIN_RESULT_LATE) c->met |= 1;
}

void contact_take(struct contact *c, const struct item *item, const struct excuses *e)
{
    if (item_is(item, EVENT_POLICE_CHECKIN_APP)) take_checkin(c, item);
    if (item->fact && fact_is_contact(item->fact)) {
        c->any = true;
        c->last = c->counted = item->today;
        c->silent = 0;
    }
    if (c->any) count_silence(c, item->today, e);
}

uint32_t contact_missed(const struct contact *c, date today, int32_t n)
{
    int32_t passed = date_minus(today, c->checked);
    if (passed < 0 || passed >= n || passed >= 32) return 0;
    uint32_t window = n >= 32 ? UINT32_MAX : (1u << n) - 1;
    return (c->missed & ~c->met) << passed & window;
}
