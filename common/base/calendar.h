/* Days without hours: the programme counts in local days of UTC+8, which has no summer time. */
#ifndef COASTLINE_BASE_CALENDAR_H
#define COASTLINE_BASE_CALENDAR_H

#include "base/slice.h"

/* Days since 1970-01-01, proleptic Gregorian. A struct, so that a number of days is no date. */
typedef struct {
    int32_t days;
} date;

struct civil {
    int32_t year;
    int32_t month; /* 1-12 */
    int32_t day;   /* 1-31 */
};

date date_of(int32_t year, int32_t month, int32_t day);
struct civil date_civil(date d);
bool civil_exists(int32_t year, int32_t month, int32_t day);

static inline date date_plus(date d, int32_t days) { return (date){ d.days + days }; }
static inline int32_t date_minus(date later, date earlier) { return later.days - earlier.days; }
/* The day is clipped to the length of the month: 31 Jan + 1 month is the last of February. */
date date_plus_months(date d, int32_t months);
static inline date date_plus_years(date d, int32_t years)
{
    return date_plus_months(d, 12 * years);
}
/* 1 Monday ... 7 Sunday. */
int date_weekday(date d);

/* YYYY-MM-DD and nothing else; the day must exist. */
MUST_CHECK bool date_parse(struct slice text, date *ret);
struct text date_text(date d);

#endif
