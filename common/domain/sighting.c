#include "domain/sighting.h"

/* The field that names the place, plus one; 0: the event sees nobody anywhere. */
static const int8_t place_field[EVENT_TYPES] = {
    [EVENT_HEALTH_MMT_DOSE] = 1 + HEALTH_MMT_DOSE_REGION,
    [EVENT_HEALTH_EMERGENCY_OVERDOSE] = 1 + HEALTH_EMERGENCY_OVERDOSE_REGION,
    [EVENT_HEALTH_DETOX_ADMITTED] = 1 + HEALTH_DETOX_ADMITTED_REGION,
    [EVENT_CIVIL_RELIEF_PAID] = 1 + CIVIL_RELIEF_PAID_REGION,
    [EVENT_CIVIL_RESCUE_SHELTERED] = 1 + CIVIL_RESCUE_SHELTERED_REGION,
    [EVENT_HR_EMPLOYMENT_STARTED] = 1 + HR_EMPLOYMENT_STARTED_WORKPLACE,
    [EVENT_POLICE_CHECKIN_APP] = 1 + POLICE_CHECKIN_APP_REGION,
};

static bool has_checked_in(const struct item *item)
{
    return item_says(item, POLICE_CHECKIN_APP_RESULT, POLICE_CHECKIN_RESULT_OK) ||
           item_says(item, POLICE_CHECKIN_APP_RESULT, POLICE_CHECKIN_RESULT_LATE);
}

/* The code of the place: a field of the event, else of its envelope. */
static struct slice observed_code(const struct item *item)
{
    int field = place_field[item->fact->type] - 1;
    if (item_is(item, EVENT_POLICE_TEST_RECORDED)) return item->fact->region;
    if (field < 0 || (item_is(item, EVENT_POLICE_CHECKIN_APP) && !has_checked_in(item)))
        return (struct slice){ 0 };
    return item_value(item, field)->there ? item_text(item, field) : item->fact->region;
}

struct sighting sighting_of(const struct item *item)
{
    struct sighting s = { .kind = SIGHTING_NONE };
    if (!item->fact) return s;
    if (item_is(item, EVENT_POLICE_RESIDENCE_CHANGED)) {
        s.at = region_today(item_text(item, POLICE_RESIDENCE_CHANGED_RESIDENCE), item->today);
        s.kind = SIGHTING_RESIDENCE;
        return s;
    }
    struct slice code = observed_code(item);
    if (!code.at || code.n == 0) return s;
    s.at = region_today(code, item->today);
    s.kind = county_known(s.at) ? SIGHTING_PLACED : SIGHTING_UNPLACED;
    return s;
}
