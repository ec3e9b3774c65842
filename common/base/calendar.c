#include "base/calendar.h"

enum { DAYS_PER_ERA = 146097, YEARS_PER_ERA = 400, EPOCH = 719468 /* 0000-03-01 to 1970-01-01 */ };

/* Both ways count years from March, so that the leap day is the last of its year (H. Hinnant,
 * "chrono-compatible low-level date algorithms"). */
date date_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = month <= 2 ? year - 1 : year;
    int32_t era = (y >= 0 ? y : y - (YEARS_PER_ERA - 1)) / YEARS_PER_ERA;
    int32_t year_of_era = y - era * YEARS_PER_ERA;
    int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (date){ era * DAYS_PER_ERA + day_of_era - EPOCH };
}

struct civil date_civil(date d)
{
    int32_t z = d.days + EPOCH;
    int32_t era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int32_t day_of_era = z - era * DAYS_PER_ERA;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct civil){
        .year = year_of_era + era * YEARS_PER_ERA + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * month_from_march + 2) / 5 + 1,
    };
}

static int32_t month_length(int32_t year, int32_t month)
{
    static const int8_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[month - 1];
}

bool civil_exists(int32_t year, int32_t month, int32_t day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= month_length(year, month);
}

date date_plus_months(date d, int32_t months)
{
    struct civil c = date_civil(d);
    int32_t from_zero = c.year * 12 + c.month - 1 + months;
    int32_t year = from_zero >= 0 ? from_zero / 12 : (from_zero - 11) / 12;
    int32_t month = from_zero - year * 12 + 1;
    return date_of(year, month, MIN(c.day, month_length(year, month)));
}

int date_weekday(date d)
{
    int32_t since_monday = (d.days + 3) % 7; /* 1970-01-01 was a Thursday */
    return (since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* n digits at p as a number, or -1. */
static int32_t digits(const uint8_t *p, int n)
{
    int32_t value = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9') return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

bool date_parse(struct slice text, date *ret)
{
    if (text.n != 10 || text.at[4] != '-' || text.at[7] != '-') return false;
    int32_t year = digits(text.at, 4), month = digits(text.at + 5, 2), day = digits(text.at + 8, 2);
    if (year < 0 || !civil_exists(year, month, day)) return false;
    *ret = date_of(year, month, day);
    return true;
}

static void two_digits(char *at, int32_t n)
{
    at[0] = (char)('0' + n / 10);
    at[1] = (char)('0' + n % 10);
}

/* Digit by digit: dates and times are printed a million times a rebuild. */
struct text date_text(date d)
{
    struct civil c = date_civil(d);
    struct text t = { 0 };
    if (c.year < 0 || c.year > 9999) {
        text_print(&t, "%04d-%02d-%02d", c.year, c.month, c.day);
        return t;
    }
    two_digits(t.at, c.year / 100);
    two_digits(t.at + 2, c.year % 100);
    t.at[4] = t.at[7] = '-';
    two_digits(t.at + 5, c.month);
    two_digits(t.at + 8, c.day);
    return t;
}
