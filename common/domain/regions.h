/* Places by code: what a code of GB/T 2260 means on a day, and how far two places are apart.
 * Pure; the tables are regions.def. Sources: domain.md A5 and D, fold.md R3, R35, R36. */
#ifndef COASTLINE_DOMAIN_REGIONS_H
#define COASTLINE_DOMAIN_REGIONS_H

#include "base/calendar.h"

/* A county (or a city without counties) by the six digits it has today; 0 is no place. A struct, so
 * that a number is no county. */
typedef struct {
    int32_t code;
} county;

/* How far two counties are apart (domain.md D). */
enum region_level { REGION_SAME, REGION_COUNTY, REGION_PREFECTURE, REGION_PROVINCE };

static inline bool county_known(county c) { return c.code != 0; }
static inline bool county_equal(county a, county b) { return a.code == b.code; }

/* Exactly n digits and nothing else; n of the programme: 2, 4, 6 (county), 9 (town). */
bool region_formed(struct slice code, size_t n);
/* A well-formed code of 2, 4, 6 or 9 digits that was a place at some time, expired or not: towns by
 * their county, 2 and 4 digits as the beginning of one; outside 46 only the province is looked at.
 */
bool region_assigned(struct slice code);
/* The county of a well-formed code of 6 or 9 digits as it is called today, if the code was written
 * on that day; no place (code 0) if it had no meaning then. */
county region_today(struct slice code, date written);

/* Today's six digits as text; "" for no place. */
struct text county_text(county c);
/* The county of such a text; no place for any other. */
county county_from(struct slice text);
/* The county's name in Chinese, static text; NULL outside Hainan and for no place. */
const char *county_name(county c);
/* Is this county inside `place`, a code of 2, 4, 6 or 9 digits cut to six (a leave's `dest`)? */
bool county_within(county c, struct slice place);

/* Both known, and of today. Members of 4190, 4290, 4690 and 6590 are prefectures of their own; in
 * the four municipalities (11, 12, 31, 50) all are one. */
enum region_level region_level(county a, county b);
/* "none", "county", "prefecture", "province". */
const char *region_level_name(enum region_level level);
/* The opposite; false, and *ret untouched, for any other word. */
MUST_CHECK bool region_level_from(struct slice name, enum region_level *ret);

#endif
