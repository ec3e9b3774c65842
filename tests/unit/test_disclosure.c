/* What a partner could learn that it must not (domain.md B7). */
#include "check.h"

#include "domain/disclosure.h"

static struct arena *arena;

static struct hub_rule_reason rules[] = {
    { .rule = { (const uint8_t *)"P1", 2 }, .points = 30 },
    { .rule = { (const uint8_t *)"P2", 2 }, .points = 15 },
    { .rule = { (const uint8_t *)"P8", 2 }, .points = 5 },
    { .rule = { (const uint8_t *)"P11", 3 }, .points = 5 },
};

static struct hub_signal grade(enum hub_grade_class class)
{
    static enum hub_role all[] = { HUB_ROLE_TOWN, HUB_ROLE_POLICE, HUB_ROLE_HEALTH };
    return (struct hub_signal){ .kind = HUB_SIGNAL_KIND_GRADE_CHANGED,
        .recipients = { 3, all },
        .has_from = true,
        .from = HUB_GRADE_LOW,
        .has_to = true,
        .to = HUB_GRADE_MEDIUM,
        .has_grade_class = true,
        .grade_class = class,
        .has_score = true,
        .score = 55,
        .rules = { COUNT(rules), rules },
        .by = slice_str("r1"),
        .contested = true };
}

static struct hub_signal cut(struct hub_signal s, enum hub_role role)
{
    struct hub_signal out = { 0 };
    struct why why;
    arena_reset(arena);
    assert_int_equal(disclosure_cut(&s, role, arena, &out, &why), RC_OK);
    return out;
}

static void police_learn_no_hardship_and_no_illness(void **state)
{
    (void)state;
    struct hub_signal s = cut(grade(HUB_GRADE_CLASS_CONTROL), HUB_ROLE_POLICE);
    assert_true(s.has_to && s.contested);
    assert_false(s.has_score || s.has_from || s.by.at);
    assert_int_equal(s.rules.n, 1);
    assert_true(slice_is(s.rules.at[0].rule, "P2"));
    assert_int_equal(s.recipients.n, 0);
}

static void police_hear_of_care_only_that_a_plan_changed(void **state)
{
    (void)state;
    struct hub_signal s = grade(HUB_GRADE_CLASS_CARE);
    assert_int_equal(disclosure_of(&s, HUB_ROLE_POLICE).extent, DISCLOSURE_NOTICE);
    s = cut(s, HUB_ROLE_POLICE);
    assert_false(s.has_to || s.has_grade_class || s.contested);
    assert_int_equal(s.rules.n, 0);
}

static void the_clinic_s_helpers_learn_nothing_that_police_wrote(void **state)
{
    (void)state;
    struct hub_signal s = cut(grade(HUB_GRADE_CLASS_CARE), HUB_ROLE_HEALTH);
    assert_int_equal(s.rules.n, 1);
    assert_true(slice_is(s.rules.at[0].rule, "P8"));
    assert_false(cut(grade(HUB_GRADE_CLASS_CONTROL), HUB_ROLE_HEALTH).has_grade_class);
}

static void the_town_that_helps_knows_the_reasons(void **state)
{
    (void)state;
    struct hub_signal s = cut(grade(HUB_GRADE_CLASS_CARE), HUB_ROLE_TOWN);
    assert_int_equal(s.rules.n, COUNT(rules));
    assert_true(s.has_score && s.has_from && s.by.at);
}

static void who_was_not_told_learns_nothing(void **state)
{
    (void)state;
    struct hub_signal s = grade(HUB_GRADE_CLASS_CARE);
    for (enum hub_role r = 0; r < HUB_ROLES; r++) {
        if (r == HUB_ROLE_TOWN || r == HUB_ROLE_POLICE || r == HUB_ROLE_HEALTH) continue;
        assert_int_equal(disclosure_of(&s, r).extent, DISCLOSURE_NOTHING);
        assert_false(cut(s, r).has_to);
    }
}

static void a_need_reaches_its_helper_and_no_employer_s_office_learns_of_an_illness(void **state)
{
    (void)state;
    static enum hub_role told[] = { HUB_ROLE_TOWN, HUB_ROLE_HR, HUB_ROLE_HEALTH };
    static struct slice causes[] = { { (const uint8_t *)"overdose", 8 } };
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_NEED_OPENED,
        .recipients = { 3, told },
        .need = slice_str("treatment"),
        .causes = { 1, causes } };
    assert_int_equal(disclosure_of(&s, HUB_ROLE_HR).extent, DISCLOSURE_NOTHING);
    assert_int_equal(cut(s, HUB_ROLE_HEALTH).causes.n, 1);
    s.need = slice_str("employment");
    assert_true(slice_is(cut(s, HUB_ROLE_HR).need, "employment"));
    assert_int_equal(cut(s, HUB_ROLE_HR).causes.n, 0);
}

static void the_other_county_s_office_hears_where_and_how_far_but_not_why(void **state)
{
    (void)state;
    static enum hub_role told[] = { HUB_ROLE_TOWN }, noted[] = { HUB_ROLE_COUNTY_OFFICE_HOST };
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_ALERT_RAISED,
        .recipients = { 1, told },
        .notices = { 1, noted },
        .alert = slice_str("X2"),
        .observed = slice_str("469027"),
        .level = slice_str("prefecture"),
        .leave_mismatch = true };
    struct hub_signal seen = cut(s, HUB_ROLE_COUNTY_OFFICE_HOST);
    assert_int_equal(disclosure_of(&s, HUB_ROLE_COUNTY_OFFICE_HOST).extent, DISCLOSURE_NOTICE);
    assert_true(slice_is(seen.observed, "469027"));
    assert_null(seen.alert.at);
    assert_false(seen.leave_mismatch);
    s.alert = slice_str("X1");
    assert_null(cut(s, HUB_ROLE_TOWN).observed.at); /* a summary */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(police_learn_no_hardship_and_no_illness),
        cmocka_unit_test(police_hear_of_care_only_that_a_plan_changed),
        cmocka_unit_test(the_clinic_s_helpers_learn_nothing_that_police_wrote),
        cmocka_unit_test(the_town_that_helps_knows_the_reasons),
        cmocka_unit_test(who_was_not_told_learns_nothing),
        cmocka_unit_test(a_need_reaches_its_helper_and_no_employer_s_office_learns_of_an_illness),
        cmocka_unit_test(the_other_county_s_office_hears_where_and_how_far_but_not_why),
    };
    arena = arena_new(1 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena = arena_free(arena);
    return failed;
}
