/* What leaves the house, role by role (domain.md B7). */
#include "check.h"

#include "body.h"

#define PID "0123456789abcdefghjkmnpqrs"

static enum hub_role everyone[] = { HUB_ROLE_TOWN, HUB_ROLE_POLICE, HUB_ROLE_HEALTH, HUB_ROLE_HR };
static struct hub_rule_reason care_rules[] = { { .rule = { (const uint8_t *)"P8", 2 },
    .points = 5 } };
static struct hub_rule_reason care_floors[] = { { .rule = { (const uint8_t *)"G-H5", 4 } } };

/* A grade of class care, told to all four; only a mistake would name hr. */
static struct hub_signal care_grade(void)
{
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_GRADE_CHANGED };
    s.recipients.at = everyone;
    s.recipients.n = COUNT(everyone);
    s.has_from = s.has_to = s.has_grade_class = s.has_score = true;
    s.from = HUB_GRADE_MEDIUM;
    s.to = HUB_GRADE_HIGH;
    s.grade_class = HUB_GRADE_CLASS_CARE;
    s.score = 35;
    s.rules.at = care_rules;
    s.rules.n = COUNT(care_rules);
    s.floors.at = care_floors;
    s.floors.n = COUNT(care_floors);
    return s;
}

static void nobody_reads_more_than_the_agreement_allows(void **state)
{
    (void)state;
    static const struct {
        enum hub_role role;
        bool due;
        const char *has, *hasnt[4];
    } rows[] = {
        { HUB_ROLE_TOWN, true, "\"to\":\"high\"", { PID } },
        { HUB_ROLE_HEALTH, true, "\"rule\":\"G-H5\",\"zh\":\"维持治疗中断\"",
            { PID, "\"score\"" } },
        { HUB_ROLE_POLICE, true, "cn.coastline.plan.changed", { PID, "G-H5", "P8", "high" } },
        { HUB_ROLE_HR, false, NULL, { NULL } },
        { HUB_ROLE_CIVIL, false, NULL, { NULL } },
    };
    static const uint8_t token[TOKEN_BYTES] = { 1 }, alias_key[ALIAS_KEY_BYTES] = { 2 };
    struct hub_signal s = care_grade();
    struct hub_change_body change = { .token = slice_of(token, sizeof token),
        .ruleset = slice_str("hn-care-1.0") };
    change.signals.at = &s;
    change.signals.n = 1;
    struct told t = { slice_str("log"), slice_str(PID), 5, { 0 }, { 0 }, &change };
    struct arena *a = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct hub_subscription sub = {
            .name = slice_str("x"), .role = rows[i].role, .purpose = slice_str("care")
        };
        bool due = subscription_is_due(&sub, &t, 0);
        if (due != rows[i].due) fail_msg("row %zu: due %d", i, due);
        if (!due) continue;
        struct buffer out = buffer_new(1 << 14);
        assert_int_equal(body_write(&(struct due){ &sub, alias_key, &t, 0 }, a, &out, NULL), RC_OK);
        buffer_byte(&out, 0);
        const char *body = (const char *)out.at;
        if (!strstr(body, rows[i].has)) fail_msg("row %zu: %s", i, body);
        if (!strstr(body, "\"ruleset\":\"hn-care-1.0\"")) fail_msg("row %zu: %s", i, body);
        for (size_t j = 0; j < 4 && rows[i].hasnt[j]; j++)
            if (strstr(body, rows[i].hasnt[j])) fail_msg("row %zu: %s", i, body);
        buffer_deinit(&out);
    }
    arena_free(a);
}

static void a_partner_hears_of_its_own_region_only(void **state)
{
    (void)state;
    static const struct {
        enum hub_role role;
        const char *region;
        bool due;
    } rows[] = {
        { HUB_ROLE_TOWN, "460108", true },
        { HUB_ROLE_TOWN, "460108004", true },
        { HUB_ROLE_TOWN, "469027", false },
        { HUB_ROLE_TOWN_HOST, "469027", true },
        { HUB_ROLE_TOWN_HOST, "460108", false },
    };
    static enum hub_role told[] = { HUB_ROLE_TOWN, HUB_ROLE_TOWN_HOST };
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_ALERT_RAISED,
        .alert = slice_str("X5"),
        .observed = slice_str("469027"),
        .level = slice_str("county") };
    s.recipients.at = told;
    s.recipients.n = COUNT(told);
    struct hub_change_body change = { .town = slice_str("460108004") };
    change.signals.at = &s;
    change.signals.n = 1;
    struct told t = { .change = &change };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slice region = slice_str(rows[i].region);
        struct hub_subscription sub = { .role = rows[i].role, .regions = { 1, &region } };
        if (subscription_is_due(&sub, &t, 0) != rows[i].due) fail_msg("row %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_reads_more_than_the_agreement_allows),
        cmocka_unit_test(a_partner_hears_of_its_own_region_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
