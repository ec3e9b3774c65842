#include "domain/room.h"
#include "domain/tongue.h"

void *tongue_take(struct tongue *t, size_t bytes)
{
    void *at = arena_take(t->arena, bytes);
    if (!at) t->failed = true;
    return at;
}

struct slice tongue_text(struct tongue *t, struct slice text)
{
    struct slice copy = arena_copy(t->arena, text);
    if (!copy.at) t->failed = true;
    return copy;
}

/* The array grows by doubling; what it leaves behind stays in the arena until the step is over. */
static bool tongue_grow(struct tongue *t)
{
    size_t capacity = MAX((size_t)8, 2 * t->capacity);
    struct hub_signal *said = tongue_take(t, capacity * sizeof *said);
    if (!said) return false;
    if (t->n) memcpy(said, t->said, t->n * sizeof *said);
    t->said = said;
    t->capacity = capacity;
    return true;
}

struct hub_signal *tongue_say(struct tongue *t, enum hub_signal_kind kind)
{
    static _Thread_local struct hub_signal lost;
    if (t->n == t->capacity && !tongue_grow(t)) {
        lost = (struct hub_signal){ .kind = kind };
        return &lost;
    }
    t->said[t->n] = (struct hub_signal){ .kind = kind };
    return &t->said[t->n++];
}

/* All roles, by the bytes of their names. */
static const enum hub_role by_name[] = { HUB_ROLE_CIVIL, HUB_ROLE_CLINIC, HUB_ROLE_CLINIC_HOST,
    HUB_ROLE_COUNTY_OFFICE, HUB_ROLE_COUNTY_OFFICE_HOST, HUB_ROLE_DATA_STEWARD, HUB_ROLE_DPO,
    HUB_ROLE_HEALTH, HUB_ROLE_HEALTH_HOST, HUB_ROLE_HR, HUB_ROLE_JUSTICE, HUB_ROLE_POLICE,
    HUB_ROLE_PROVINCE_OFFICE, HUB_ROLE_TOWN, HUB_ROLE_TOWN_HOST };
_Static_assert(COUNT(by_name) == HUB_ROLES, "every role has its place");

static enum hub_role *roles_list(struct tongue *t, uint32_t roles, size_t *ret_n)
{
    enum hub_role *at = tongue_take(t, COUNT(by_name) * sizeof *at);
    *ret_n = 0;
    for (size_t i = 0; at && i < COUNT(by_name); i++)
        if (roles >> by_name[i] & 1) at[(*ret_n)++] = by_name[i];
    return at;
}

void tongue_recipients(struct tongue *t, struct hub_signal *s, uint32_t roles)
{
    s->recipients.at = roles_list(t, roles, &s->recipients.n);
}

void tongue_notices(struct tongue *t, struct hub_signal *s, uint32_t roles)
{
    s->notices.at = roles_list(t, roles, &s->notices.n);
}

uint32_t roles_of(size_t n, const enum hub_role *at)
{
    uint32_t roles = 0;
    for (size_t i = 0; i < n; i++) roles |= 1u << at[i];
    return roles;
}
