/* A rule set that was mistyped must not grade anybody: whoever writes one is told which line and
 * key is wrong, at the desk and at the door alike. */
#include "check.h"

#include <stdio.h>

#include "domain/rules.h"

static struct rules read_good(const char *text)
{
    struct rules r = { .name = { "" } };
    struct why why = { "" };
    enum rc rc = rules_read(slice_str(text), &r, &why);
    if (rc != RC_OK) print_error("%s\n", why.text);
    assert_int_equal(rc, RC_OK);
    return r;
}

static void a_mistyped_rule_set_is_refused_with_its_line_and_key(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        { "", "no line says: ruleset NAME" },
        { "P1.year1 = 20\n", "no line says: ruleset NAME" },
        { "ruleset\n", "line 1: ruleset wants a name of 1 to 64" },
        { "ruleset a b\n", "line 1: ruleset wants a name" },
        { "ruleset \"a\"\n", "line 1: ruleset wants a name" },
        { "ruleset a\n# new\nruleset b\n", "line 3: the rule set is named in line 1 already" },
        { "ruleset a\nP1.year9 = 20\n", "line 2: no rule has a number P1.year9" },
        { "ruleset a\nP1\033[2J = 20\n", "line 2: no rule has a number of that key" },
        { "ruleset a\nP1.year1 20\n", "line 2: ruleset NAME or KEY = NUMBER is wanted" },
        { "ruleset a\nP1.year1 = 101\n", "line 2: P1.year1 wants a number from 0 to 100" },
        { "ruleset a\nP1.year1 = -1\n", "line 2: P1.year1 wants a number from 0 to 100" },
        { "ruleset a\nP1.year1 =\n", "line 2: P1.year1 wants a number from 0 to 100" },
        { "ruleset a\nG-H5.run = 1\n", "line 2: G-H5.run wants a number from 2 to 366" },
        { "ruleset a\nP1.year1 = 20\n\nP1.year1 = 20\n", "line 4: P1.year1 stands in line 2" },
        { "level.high = 20\nruleset a\n",
            "line 1: level.medium = 30 must be less than level.high" },
        { "ruleset a\ndown.medium = 30\n", "line 2: down.medium = 30 must be less than level.med" },
        { "ruleset a\nP2.full_days = 200\n",
            "line 2: P2.full_days = 200 must not be more than P2" },
        { "ruleset hn-care-1.0\nP1.year1 = 20\n", "line 1: hn-care-1.0 is built in" },
        { "ruleset a\nP1.en = \xff\n", "line 2: P1.en wants 1 to 512 bytes of UTF-8" },
        { "ruleset a\nP2.ends.zh =\n", "line 2: P2.ends.zh wants 1 to 512 bytes of UTF-8" },
        { "ruleset a\nG-H3.class = care\n", "line 2: G-H3.class is not what the hub says" },
        { "ruleset a\nP1.fr = la phase\n", "line 2: no rule has a number P1.fr" },
        { "ruleset a\nP1.class = care\nP1.class = care\n", "line 3: P1.class stands in line 2" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct rules untouched = { .name = { "before" } };
        struct why why = { "" };
        enum rc rc = rules_read(slice_str(rows[i].text), &untouched, &why);
        if (rc != RC_REFUSED || strncmp(why.text, rows[i].says, strlen(rows[i].says)) != 0)
            fail_msg("row %zu: %s", i, why.text);
        assert_string_equal(untouched.name.at, "before");
    }
}

/* At the desk what people would read of a rule is what they will be told; in a log a rule set of an
 * older hub, which said it in other words, still holds. */
static void a_sentence_that_the_hub_does_not_say_is_refused_at_the_desk_only(void **state)
{
    static const char text[] = "ruleset a\nP1.en = the year of recovery\nP1.year1 = 25\n";
    struct rules r = read_good(text), untouched = { .name = { "before" } };
    struct why why = { "" };
    (void)state;
    assert_int_equal(r.at[P1_YEAR1], 25);
    assert_int_equal(rules_read_at_desk(slice_str(text), &untouched, &why), RC_REFUSED);
    assert_string_equal(untouched.name.at, "before");
    assert_non_null(strstr(why.text, "line 2: P1.en is not what the hub says"));
}

static void a_rule_set_changes_what_it_names_and_nothing_else(void **state)
{
    (void)state;
    struct rules r = read_good("# from spring\r\nruleset\thn-care-1.1 \r\n"
                               "P1.year1=25 # was 30\n  level.high = 65\ndown.high = 60");
    struct rules want = *rules_built_in();
    assert_string_equal(r.name.at, "hn-care-1.1");
    want.at[P1_YEAR1] = 25;
    want.at[LEVEL_HIGH] = 65;
    want.at[DOWN_HIGH] = 60;
    assert_memory_equal(r.at, want.at, sizeof want.at);
    r = read_good("ruleset hn-care-1.0\nP1.year1 = 30\n");
    assert_memory_equal(r.at, rules_built_in()->at, sizeof r.at);
}

static void a_rule_set_of_any_size_is_bounded(void **state)
{
    static char text[RULES_FILE_MAX + 1] = "ruleset a\n#";
    struct rules r;
    struct why why = { "" };
    (void)state;
    memset(text + strlen(text), 'x', sizeof text - strlen(text));
    assert_int_equal(rules_read(slice_of(text, RULES_FILE_MAX), &r, &why), RC_OK);
    assert_int_equal(rules_read(slice_of(text, RULES_FILE_MAX + 1), &r, &why), RC_REFUSED);
    assert_string_equal(why.text, "a rule set is larger than 65536 bytes");
}

/* What is shipped is what grades: who reads schemas/rules/ reads every number by which people are
 * graded, and every sentence that they are told. */
static void the_shipped_rule_set_is_the_built_in_one_word_for_word(void **state)
{
    static uint8_t text[RULES_FILE_MAX + 1];
    struct buffer want = buffer_new(RULES_FILE_MAX);
    struct why why = { "" };
    struct rules r = { .name = { "" } };
    FILE *in = fopen(SHIPPED_RULES, "rb");
    (void)state;
    assert_non_null(in);
    size_t n = fread(text, 1, sizeof text, in);
    fclose(in);
    assert_int_equal(rules_read_at_desk(slice_of(text, n), &r, &why), RC_OK);
    assert_string_equal(r.name.at, rules_built_in()->name.at);
    assert_memory_equal(r.at, rules_built_in()->at, sizeof r.at);
    rules_write(rules_built_in(), &want); /* every rule, number and sentence, none left out */
    assert_true(buffer_whole(&want) && slice_equal(buffer_slice(&want), slice_of(text, n)));
    buffer_deinit(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistyped_rule_set_is_refused_with_its_line_and_key),
        cmocka_unit_test(a_sentence_that_the_hub_does_not_say_is_refused_at_the_desk_only),
        cmocka_unit_test(a_rule_set_changes_what_it_names_and_nothing_else),
        cmocka_unit_test(a_rule_set_of_any_size_is_bounded),
        cmocka_unit_test(the_shipped_rule_set_is_the_built_in_one_word_for_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
