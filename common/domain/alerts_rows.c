/* Alerts as rows: names, windows, and who is told at which level. */
#include "domain/alerts.h"
#include "domain/tongue.h"

static const struct alert_row {
    const char *id;
    enum hub_grade_class class;
    int32_t hours;
    uint32_t roles;
} rows[ALERT_KINDS] = {
#define ALERT(id, class, hours, roles)                                                             \
    [ALERT_##id] = { #id, HUB_GRADE_CLASS_##class, hours, roles },
#include "domain/alerts.def"
#undef ALERT
};

static const char *const ends[ALERT_ENDS] = {
    [ALERT_CLOSED] = "closed",
    [ALERT_TRANSFER] = "transfer",
    [ALERT_LEAVE] = "leave",
    [ALERT_AUTHORISED] = "authorised",
    [ALERT_HOME] = "home",
    [ALERT_HUMAN] = "human",
};

const char *alert_name(enum alert_kind kind) { return rows[kind].id; }

const char *alert_end_name(enum alert_end end) { return ends[end]; }

bool alert_from(struct slice name, enum alert_kind *ret)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (!slice_is(name, rows[i].id)) continue;
        *ret = (enum alert_kind)i;
        return true;
    }
    return false;
}

enum hub_grade_class alert_class(enum alert_kind kind) { return rows[kind].class; }

int alert_compare(enum alert_kind a, county at_a, enum alert_kind b, county at_b)
{
    if (a != b) return a < b ? -1 : 1;
    return at_a.code < at_b.code ? -1 : at_a.code > at_b.code;
}

bool alert_renews(enum alert_kind kind, instant first, instant at)
{
    return !is_before(at, instant_plus(first, HOURS(rows[kind].hours)));
}

/* In another province nobody is told: the home side hears through its offices instead. */
static uint32_t across_provinces(enum alert_kind kind, uint32_t roles)
{
    const uint32_t hosts = ROLE(TOWN_HOST) | ROLE(HEALTH_HOST) | ROLE(CLINIC_HOST);
    if (roles & hosts) return (roles & ~hosts) | ROLE(COUNTY_OFFICE) | ROLE(PROVINCE_OFFICE);
    return kind == ALERT_X3 ? roles | ROLE(COUNTY_OFFICE) : roles;
}

void alert_roles(
    enum alert_kind kind, enum region_level level, uint32_t *ret_recipients, uint32_t *ret_notices)
{
    *ret_recipients = rows[kind].roles;
    *ret_notices = 0;
    switch (level) {
    case REGION_SAME:
    case REGION_COUNTY: return;
    case REGION_PREFECTURE:
        *ret_notices = ROLE(COUNTY_OFFICE) | ROLE(COUNTY_OFFICE_HOST);
        return;
    case REGION_PROVINCE: *ret_recipients = across_provinces(kind, *ret_recipients); return;
    }
}
