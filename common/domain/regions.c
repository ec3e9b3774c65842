/* Three readings of one table (regions.def): what is in use, what moved in some years, what is
 * gone. A code is first tried as moved on its day, then as in use; gone codes have no meaning but
 * were assigned, which is all the door asks. */

#include "domain/regions.h"

static const struct region_row {
    int32_t code;
    const char *name;
} in_use[] = {
#define REGION(code, name) { code, name },
#define MOVED(code, from, to, today)
#define RETIRED(first, last)
#define PROVINCE(prefix, name)
#include "domain/regions.def"
#undef REGION
#undef MOVED
#undef RETIRED
#undef PROVINCE
};

static const struct moved_row {
    int32_t code, from, to, today;
} moved[] = {
#define REGION(code, name)
#define MOVED(code, from, to, today) { code, from, to, today },
#define RETIRED(first, last)
#define PROVINCE(prefix, name)
#include "domain/regions.def"
#undef REGION
#undef MOVED
#undef RETIRED
#undef PROVINCE
};

static const struct retired_row {
    int32_t first, last;
} retired[] = {
#define REGION(code, name)
#define MOVED(code, from, to, today)
#define RETIRED(first, last) { first, last },
#define PROVINCE(prefix, name)
#include "domain/regions.def"
#undef REGION
#undef MOVED
#undef RETIRED
#undef PROVINCE
};

static const struct region_row provinces[] = {
#define REGION(code, name)
#define MOVED(code, from, to, today)
#define RETIRED(first, last)
#define PROVINCE(prefix, name) { prefix, name },
#include "domain/regions.def"
#undef REGION
#undef MOVED
#undef RETIRED
#undef PROVINCE
};

enum { HAINAN = 46 };

static int32_t digits_number(struct slice digits, size_t n)
{
    int32_t number = 0;
    for (size_t i = 0; i < n; i++) number = number * 10 + (digits.at[i] - '0');
    return number;
}

bool region_formed(struct slice code, size_t n)
{
    if (!code.at || code.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (code.at[i] < '0' || code.at[i] > '9') return false;
    return true;
}

static bool province_known(int32_t prefix)
{
    for (size_t i = 0; i < COUNT(provinces); i++)
        if (provinces[i].code == prefix) return true;
    return false;
}

static const struct region_row *in_use_find(int32_t code)
{
    for (size_t i = 0; i < COUNT(in_use); i++)
        if (in_use[i].code == code) return &in_use[i];
    return NULL;
}

/* Does one of the codes first..last begin with the digits of `head`? `unit` is what one step of
 * the head's last digit is worth in six digits. */
static bool is_headed(int32_t first, int32_t last, int32_t head, int32_t unit)
{
    return first / unit <= head && head <= last / unit;
}

static bool hainan_assigned(int32_t head, int32_t unit)
{
    for (size_t i = 0; i < COUNT(in_use); i++)
        if (is_headed(in_use[i].code, in_use[i].code, head, unit)) return true;
    for (size_t i = 0; i < COUNT(retired); i++)
        if (is_headed(retired[i].first, retired[i].last, head, unit)) return true;
    return false;
}

bool region_assigned(struct slice code)
{
    size_t n = MIN(code.n, (size_t)6);
    int32_t unit = n == 2 ? 10000 : n == 4 ? 100 : 1;
    if (digits_number(code, 2) != HAINAN) return province_known(digits_number(code, 2));
    return hainan_assigned(digits_number(code, n), unit);
}

county region_today(struct slice code, date written)
{
    int32_t number = digits_number(code, 6);
    int32_t year = date_civil(written).year;
    if (number / 10000 != HAINAN)
        return province_known(number / 10000) ? (county){ number } : (county){ 0 };
    for (size_t i = 0; i < COUNT(moved); i++)
        if (moved[i].code == number && moved[i].from <= year && year <= moved[i].to)
            return (county){ moved[i].today };
    return in_use_find(number) ? (county){ number } : (county){ 0 };
}

struct text county_text(county c)
{
    struct text t = { 0 };
    if (county_known(c)) text_print(&t, "%06d", c.code);
    return t;
}

county county_from(struct slice text)
{
    return (county){ region_formed(text, 6) ? digits_number(text, 6) : 0 };
}

const char *county_name(county c)
{
    const struct region_row *row = in_use_find(c.code);
    return row ? row->name : NULL;
}

bool county_within(county c, struct slice place)
{
    struct text code = county_text(c);
    return place.at && place.n > 0 &&
           slice_starts(slice_text(&code), slice_of(place.at, MIN(place.n, (size_t)6)));
}

/* Units that answer to one prefecture share a key. */
static int32_t prefecture_key(county c)
{
    int32_t province = c.code / 10000, prefecture = c.code / 100;
    if (province == 11 || province == 12 || province == 31 || province == 50) return province;
    if (prefecture == 4190 || prefecture == 4290 || prefecture == 4690 || prefecture == 6590)
        return c.code;
    return prefecture;
}

enum region_level region_level(county a, county b)
{
    if (county_equal(a, b)) return REGION_SAME;
    if (a.code / 10000 != b.code / 10000) return REGION_PROVINCE;
    return prefecture_key(a) == prefecture_key(b) ? REGION_COUNTY : REGION_PREFECTURE;
}

static const char *const level_names[] = {
    [REGION_SAME] = "none",
    [REGION_COUNTY] = "county",
    [REGION_PREFECTURE] = "prefecture",
    [REGION_PROVINCE] = "province",
};

const char *region_level_name(enum region_level level) { return level_names[level]; }

bool region_level_from(struct slice name, enum region_level *ret)
{
    for (size_t i = 0; i < COUNT(level_names); i++) {
        if (!slice_is(name, level_names[i])) continue;
        *ret = (enum region_level)i;
        return true;
    }
    return false;
}
