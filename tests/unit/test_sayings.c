/* Whatever a verdict can name has a sentence in both languages. */
#include "check.h"

#include "domain/alerts.h"
#include "domain/needs.h"
#include "domain/sayings.h"
#include "domain/tasks.h"

static void expect_said(enum saying_group group, const char *name)
{
    struct slice zh = saying_of(group, slice_str(name), TONGUE_ZH);
    struct slice en = saying_of(group, slice_str(name), TONGUE_EN);
    if (slice_is(zh, name) || zh.n == 0 || en.n == 0) fail_msg("nothing is said of %s", name);
}

static void every_name_in_a_verdict_is_said_in_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < HUB_GRADES; i++)
        expect_said(SAYING_GRADE, hub_grade_name((enum hub_grade)i));
    for (int i = 0; i < HUB_GRADE_CLASSES; i++)
        expect_said(SAYING_CLASS, hub_grade_class_name((enum hub_grade_class)i));
    for (int i = 0; i < HUB_FILE_STATUSES; i++)
        expect_said(SAYING_STATUS, hub_file_status_name((enum hub_file_status)i));
    for (int i = 0; i < HUB_ROLES; i++) expect_said(SAYING_ROLE, hub_role_name((enum hub_role)i));
    for (int i = 0; i < NEED_KINDS; i++) expect_said(SAYING_NEED, need_rows[i].name);
    for (int i = 0; i < TASK_KINDS; i++) expect_said(SAYING_TASK, task_rows[i].name);
    for (int i = CAUSE_DISPUTE; i < NEED_CAUSES; i++)
        expect_said(SAYING_CAUSE, need_cause_name((enum need_cause)i));
    for (int i = 0; i < ALERT_KINDS; i++)
        expect_said(SAYING_ALERT, alert_name((enum alert_kind)i));
    for (int i = REGION_COUNTY; i <= REGION_PROVINCE; i++)
        expect_said(SAYING_LEVEL, region_level_name((enum region_level)i));
}

static void every_rule_says_how_it_ends_with_its_own_numbers(void **state)
{
    (void)state;
    for (int i = 0; i < RULES; i++) {
        for (int k = 0; k < TONGUES; k++) {
            CLEANUP(buffer_deinit) struct buffer out = buffer_new(4096);
            saying_put_end(&out, (enum rule)i, (enum tongue_of_people)k, rules_built_in());
            assert_true(out.n > 0);
            buffer_byte(&out, 0);
            if (strpbrk((const char *)out.at, "{}")) fail_msg("%s: %s", rule_rows[i].id, out.at);
            if (strstr((const char *)out.at, "  ")) fail_msg("%s: %s", rule_rows[i].id, out.at);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_in_a_verdict_is_said_in_both_languages),
        cmocka_unit_test(every_rule_says_how_it_ends_with_its_own_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
