#include "domain/disclosure.h"
#include "explain/sight.h"

enum rc sight_cut(const struct sight *sight, struct hub_signal *s, struct arena *a,
    enum sight_extent *ret, struct why *why)
{
    enum hub_role roles[] = { sight->role };
    struct hub_signal cut;
    *ret = SIGHT_SHOWS;
    if (sight->whole) return RC_OK;
    s->recipients.n = COUNT(roles);
    s->recipients.at = roles;
    s->notices.n = 0;
    enum disclosure_extent extent = disclosure_of(s, sight->role).extent;
    enum rc rc = disclosure_cut(s, sight->role, a, &cut, why);
    if (rc != RC_OK) return rc;
    *s = cut;
    switch (extent) {
    case DISCLOSURE_NOTHING: *ret = SIGHT_HIDES; break;
    case DISCLOSURE_NOTICE: *ret = SIGHT_NOTES; break;
    case DISCLOSURE_CONTENT: *ret = SIGHT_SHOWS; break;
    }
    return RC_OK;
}

bool sight_reads(const struct sight *sight, const char *reason)
{
    return sight->whole || disclosure_reads(sight->role, slice_str(reason));
}

static bool is_own(enum hub_role role, enum event_source source)
{
    switch ((int)role) {
    case HUB_ROLE_TOWN:
    case HUB_ROLE_COUNTY_OFFICE:
    case HUB_ROLE_PROVINCE_OFFICE: return source != SOURCE_HEALTH;
    case HUB_ROLE_POLICE: return source == SOURCE_POLICE;
    case HUB_ROLE_HEALTH:
    case HUB_ROLE_CLINIC: return source == SOURCE_HEALTH;
    case HUB_ROLE_JUSTICE: return source == SOURCE_JUSTICE;
    default: return false;
    }
}

bool sight_names(const struct sight *sight, enum event_source source)
{
    return sight->whole || is_own(sight->role, source);
}

bool sight_warns(const struct sight *sight, const struct hub_alert_state *alert)
{
    if (sight->whole) return true;
    if (sight->role == HUB_ROLE_POLICE) return slice_is(alert->level, "province");
    return sight->role != HUB_ROLE_CIVIL;
}

struct hub_signal sight_grade(const struct hub_file_state *state)
{
    return (struct hub_signal){ .kind = HUB_SIGNAL_KIND_GRADE_CHANGED,
        .has_to = true,
        .to = state->grade,
        .has_grade_class = true,
        .grade_class = state->grade_class,
        .has_since = state->has_since,
        .since = state->since,
        .has_score = true,
        .score = state->score,
        .rules = { state->rules.n, state->rules.at },
        .floors = { state->floors.n, state->floors.at },
        .basis = { state->basis.n, state->basis.at },
        .by = state->by,
        .contested = state->contested };
}
