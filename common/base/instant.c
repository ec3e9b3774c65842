#include "base/instant.h"

#include <stdio.h>

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY (INT64_C(86400) * US_PER_SECOND)
#define US_PER_HOUR (INT64_C(3600) * US_PER_SECOND)
#define OFFSET_US (8 * US_PER_HOUR) /* UTC+8 */
#define HALF_PAST_US (US_PER_HOUR / 2)

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

date instant_date(instant a) { return (date){ (int32_t)floor_div(a.us + OFFSET_US, US_PER_DAY) }; }

instant date_start(date d) { return (instant){ d.days * US_PER_DAY - OFFSET_US }; }

instant tick_at_or_after(instant a)
{
    int64_t hours = floor_div(a.us - HALF_PAST_US + US_PER_HOUR - 1, US_PER_HOUR);
    return (instant){ hours * US_PER_HOUR + HALF_PAST_US };
}

bool is_daily_tick(instant tick)
{
    return tick.us == date_start(instant_date(tick)).us + HALF_PAST_US;
}

/* A cursor over the text: each step takes what must come next or spoils the whole. */
struct reader {
    const uint8_t *at;
    size_t left;
    bool good;
};

static int32_t take_digits(struct reader *r, size_t n)
{
    int32_t value = 0;
    if (r->left < n) r->good = false;
    for (size_t i = 0; r->good && i < n; i++) {
        if (r->at[i] < '0' || r->at[i] > '9') r->good = false;
        value = value * 10 + (r->at[i] - '0');
    }
    if (!r->good) return 0;
    r->at += n;
    r->left -= n;
    return value;
}

/* Takes one byte out of `set`; returns it, or 0. */
static char take_one_of(struct reader *r, const char *set)
{
    if (!r->good || r->left == 0 || !r->at[0] || !strchr(set, r->at[0])) {
        r->good = false;
        return 0;
    }
    r->left--;
    return (char)*r->at++;
}

static int64_t take_fraction(struct reader *r)
{
    int64_t us = 0, unit = US_PER_SECOND / 10;
    if (!r->good || r->left == 0 || r->at[0] != '.') return 0;
    r->at++, r->left--;
    size_t n = 0;
    for (; n < r->left && r->at[n] >= '0' && r->at[n] <= '9'; n++, unit /= 10)
        us += unit * (r->at[n] - '0');
    if (n == 0 || n > 9) r->good = false;
    r->at += n, r->left -= n;
    return us;
}

static int64_t take_offset(struct reader *r)
{
    char sign = take_one_of(r, "Zz+-");
    if (sign == 'Z' || sign == 'z' || !r->good) return 0;
    int32_t hours = take_digits(r, 2);
    take_one_of(r, ":");
    int32_t minutes = take_digits(r, 2);
    if (hours > 23 || minutes > 59) r->good = false;
    int64_t us = hours * US_PER_HOUR + minutes * 60 * US_PER_SECOND;
    return sign == '-' ? -us : us;
}

bool instant_parse(struct slice text, instant *ret)
{
    struct reader r = { text.at, text.n, true };
    int32_t year = take_digits(&r, 4);
    take_one_of(&r, "-");
    int32_t month = take_digits(&r, 2);
    take_one_of(&r, "-");
    int32_t day = take_digits(&r, 2);
    take_one_of(&r, "Tt");
    int32_t hour = take_digits(&r, 2);
    take_one_of(&r, ":");
    int32_t minute = take_digits(&r, 2);
    take_one_of(&r, ":");
    int32_t second = take_digits(&r, 2);
    int64_t fraction = take_fraction(&r);
    int64_t offset = take_offset(&r);
    if (!r.good || r.left || !civil_exists(year, month, day)) return false;
    if (hour > 23 || minute > 59 || second > 59) return false;
    int64_t seconds = ((int64_t)hour * 60 + minute) * 60 + second;
    int64_t utc_day = date_of(year, month, day).days * US_PER_DAY;
    *ret = (instant){ utc_day + seconds * US_PER_SECOND + fraction - offset };
    return true;
}

struct text instant_text(instant a)
{
    static const char zone[] = "+08:00";
    date day = instant_date(a);
    int64_t seconds = floor_div(a.us - date_start(day).us, US_PER_SECOND);
    const int64_t parts[] = { seconds / 3600, seconds / 60 % 60, seconds % 60 };
    struct text t = date_text(day);
    char *at = t.at + strlen(t.at);
    for (size_t i = 0; i < COUNT(parts); i++) {
        *at++ = i ? ':' : 'T';
        *at++ = (char)('0' + parts[i] / 10);
        *at++ = (char)('0' + parts[i] % 10);
    }
    memcpy(at, zone, sizeof zone);
    return t;
}
