/* Places and numbers as people meet them: codes that changed their meaning, counties that only look
 * like neighbours, and document numbers in wrong boxes. */
#include "check.h"

#include "domain/docno.h"
#include "domain/regions.h"

static county place(const char *code, int year)
{
    return region_today(slice_str(code), date_of(year, 5, 1));
}

static void help_goes_to_the_county_that_a_code_meant_when_it_was_written(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int year;
        int32_t today;
    } rows[] = {
        { "469003", 2014, 460400 },
        { "469003", 2015, 0 },
        { "469025", 2001, 469025 },
        { "469025", 2002, 469021 },
        { "469025", 2006, 469021 },
        { "469025", 2007, 469025 },
        { "469030", 2004, 469025 },
        { "469031", 2004, 469026 },
        { "469031", 2008, 0 },
        { "460102", 2026, 0 },
        { "460108004", 2026, 460108 },
        { "460400100", 2026, 460400 },
        { "440305", 1991, 440305 },
        { "469029", 2004, 469029 },
        { "460000", 2026, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(place(rows[i].code, rows[i].year).code, rows[i].today);
}

static void an_alert_travels_as_far_as_the_counties_are_apart(void **state)
{
    (void)state;
    static const struct {
        const char *here, *there, *level;
    } rows[] = {
        { "460105", "460108", "county" },
        { "469005", "469024", "prefecture" },
        { "460400", "460400", "none" },
        { "460106", "440305", "province" },
        { "469021", "469025", "prefecture" },
        { "460400", "460108", "prefecture" },
        { "110101", "110229", "county" },
        { "500101", "500243", "county" },
        { "419001", "419002", "prefecture" },
        { "440305", "440306", "county" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum region_level level =
            region_level(place(rows[i].here, 2026), place(rows[i].there, 2026));
        assert_string_equal(region_level_name(level), rows[i].level);
    }
}

static void a_code_that_never_was_a_place_is_told_from_one_that_expired(void **state)
{
    (void)state;
    static const char *const assigned[] = { "469003", "469031", "460036", "460102", "460108004",
        "46", "44", "4690", "4601", "440305", "820000", "460300", "469003100" };
    static const char *const never[] = { "460000", "469004", "460101", "460000100", "160101",
        "4605", "00", "47", "460401" };
    for (size_t i = 0; i < COUNT(assigned); i++)
        assert_true(region_assigned(slice_str(assigned[i])));
    for (size_t i = 0; i < COUNT(never); i++) assert_false(region_assigned(slice_str(never[i])));
    assert_false(region_formed(slice_str("46010"), 6));
    assert_false(region_formed(slice_str("46010a"), 6));
}

static void a_leave_covers_the_places_under_its_digits_and_no_others(void **state)
{
    (void)state;
    county meilan = place("460108", 2026);
    assert_true(county_within(meilan, slice_str("46")));
    assert_true(county_within(meilan, slice_str("4601")));
    assert_true(county_within(meilan, slice_str("460108")));
    assert_false(county_within(meilan, slice_str("460107")));
    assert_false(county_within((county){ 0 }, slice_str("46")));
}

static void an_invented_person_s_number_is_good_and_a_slip_of_the_pen_is_not(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        enum docno_fault want;
    } rows[] = {
        { "460108189001010010", DOCNO_GOOD },
        { "460108189001010029", DOCNO_GOOD },
        { "469005189912310034", DOCNO_GOOD },
        { "469024189506150046", DOCNO_GOOD },
        { "460400188808080053", DOCNO_GOOD },
        { "460105189202290064", DOCNO_GOOD },
        { "46020318960301002X", DOCNO_GOOD },
        { "46020318960301002x", DOCNO_GOOD },
        { "460108189001010011", DOCNO_CHECK },
        { "460105189302290061", DOCNO_DATE },
        { "46010818900101001", DOCNO_FORM },
        { "", DOCNO_FORM },
        { "４６0108189001010", DOCNO_FORM },
        { "X60108189001010010", DOCNO_FORM },
        { "999999010101001", DOCNO_GOOD },
        { "999999010229001", DOCNO_DATE },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(docno_check(slice_str(rows[i].number)), rows[i].want);
}

static void one_person_has_one_number_however_it_was_written(void **state)
{
    (void)state;
    struct text t = { "untouched" };
    assert_false(docno_normal(slice_str("460108189001010011"), &t));
    assert_string_equal(t.at, "untouched");
    assert_true(docno_normal(slice_str("46020318960301002x"), &t));
    assert_string_equal(t.at, "46020318960301002X");
    /* Old numbers are of the 1900s: region 999999 keeps this one nobody's. */
    assert_true(docno_normal(slice_str("999999000101001"), &t));
    assert_memory_equal(t.at, "99999919000101001", 17);
    assert_int_equal(docno_check(slice_text(&t)), DOCNO_GOOD);
}

static void a_number_in_the_wrong_box_is_seen_wherever_it_hides(void **state)
{
    (void)state;
    assert_true(docno_hides_in(slice_str("460108189001010010")));
    assert_true(docno_hides_in(slice_str("called 00460108189001010010 today")));
    assert_true(docno_hides_in(slice_str("身份证46020318960301002x。")));
    assert_false(docno_hides_in(slice_str("460108189001010011")));
    assert_false(docno_hides_in(slice_str("46010818900101001")));
    assert_false(docno_hides_in(slice_str("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_goes_to_the_county_that_a_code_meant_when_it_was_written),
        cmocka_unit_test(an_alert_travels_as_far_as_the_counties_are_apart),
        cmocka_unit_test(a_code_that_never_was_a_place_is_told_from_one_that_expired),
        cmocka_unit_test(a_leave_covers_the_places_under_its_digits_and_no_others),
        cmocka_unit_test(an_invented_person_s_number_is_good_and_a_slip_of_the_pen_is_not),
        cmocka_unit_test(one_person_has_one_number_however_it_was_written),
        cmocka_unit_test(a_number_in_the_wrong_box_is_seen_wherever_it_hides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
