/* Moments and spans, in microseconds. A struct each, so that one does not pass for the other. */
#ifndef COASTLINE_BASE_INSTANT_H
#define COASTLINE_BASE_INSTANT_H

#include "base/calendar.h"

/* Microseconds since 1970-01-01T00:00:00Z. */
typedef struct {
    int64_t us;
} instant;

typedef struct {
    int64_t us;
} span;

#define SECONDS(n) ((span){ (int64_t)(n)*1000000 })
#define MINUTES(n) SECONDS((int64_t)(n)*60)
#define HOURS(n) MINUTES((int64_t)(n)*60)
#define DAYS(n) HOURS((int64_t)(n)*24)

static inline instant instant_plus(instant a, span s) { return (instant){ a.us + s.us }; }
static inline instant instant_minus(instant a, span s) { return (instant){ a.us - s.us }; }
static inline span between(instant from, instant to) { return (span){ to.us - from.us }; }
static inline bool is_before(instant a, instant b) { return a.us < b.us; }
/* So long has passed since then. True as well if the clock was set back behind it: a timer that
 * waits for the clock to catch up would stand still for as long. */
static inline bool has_passed(instant since, span s, instant now)
{
    return is_before(now, since) || between(since, now).us >= s.us;
}
static inline instant later_of(instant a, instant b) { return a.us > b.us ? a : b; }

/* The day in UTC+8, and its first moment. */
date instant_date(instant a);
instant date_start(date d);

/* The hub's hours end at half past (design.md 3): the first hh:30:00 at or after a; the daily one
 * is 00:30 in UTC+8. */
instant tick_at_or_after(instant a);
bool is_daily_tick(instant tick);

/* RFC 3339 with offset, seconds 00-59, up to nine digits of a second (cut to microseconds). */
MUST_CHECK bool instant_parse(struct slice text, instant *ret);
/* YYYY-MM-DDThh:mm:ss+08:00; fractions are cut off. */
struct text instant_text(instant a);

#endif
