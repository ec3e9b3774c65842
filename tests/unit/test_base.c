/* What every rule above stands on: days, hours, text, and bytes that do not outgrow their bounds.
 */
#include "check.h"

#include "base/arena.h"
#include "base/base32.h"
#include "base/buffer.h"
#include "base/instant.h"
#include "base/random.h"
#include "base/rc.h"

static instant at(const char *text)
{
    instant t = { 0 };
    assert_true(instant_parse(slice_str(text), &t));
    return t;
}

static void a_deadline_falls_on_the_day_people_expect(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *want;
    } rows[] = {
        { "2024-02-29", 12, "2025-02-28" },
        { "2024-02-29", 48, "2028-02-29" },
        { "2026-01-31", 1, "2026-02-28" },
        { "2026-03-31", -1, "2026-02-28" },
        { "1900-03-01", -12, "1899-03-01" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        date from;
        assert_true(date_parse(slice_str(rows[i].from), &from));
        assert_string_equal(date_text(date_plus_months(from, rows[i].months)).at, rows[i].want);
    }
}

static void every_day_from_1600_to_2400_survives_the_way_there_and_back(void **state)
{
    (void)state;
    int weekday = date_weekday(date_of(1600, 1, 1));
    for (date d = date_of(1600, 1, 1); d.days < date_of(2400, 1, 1).days; d.days++) {
        struct civil c = date_civil(d);
        assert_true(civil_exists(c.year, c.month, c.day));
        assert_int_equal(date_of(c.year, c.month, c.day).days, d.days);
        assert_int_equal(date_weekday(d), weekday);
        weekday = weekday % 7 + 1;
    }
    assert_int_equal(date_weekday(date_of(2026, 11, 24)), 2);
}

static void a_date_that_never_was_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "2023-02-29", "2026-13-01", "2026-00-10", "2026-1-01",
        "2026-01-0a", "2026/01/01", "", "2026-01-011" };
    date d = { 77 };
    for (size_t i = 0; i < COUNT(bad); i++) assert_false(date_parse(slice_str(bad[i]), &d));
    assert_int_equal(d.days, 77);
}

static void the_clinic_s_local_day_is_the_day_of_the_dose(void **state)
{
    (void)state;
    assert_string_equal(
        date_text(instant_date(at("2026-06-30T15:59:59.999999Z"))).at, "2026-06-30");
    assert_string_equal(date_text(instant_date(at("2026-06-30T16:00:00Z"))).at, "2026-07-01");
    assert_string_equal(date_text(instant_date(at("1969-12-31T15:59:59Z"))).at, "1969-12-31");
    assert_string_equal(
        instant_text(at("2026-06-30T10:00:00.9-05:30")).at, "2026-06-30T23:30:00+08:00");
}

static void a_time_that_a_clock_cannot_show_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "2026-06-30T24:00:00Z", "2026-06-30T10:60:00Z",
        "2026-06-30T10:00:60Z", "2026-06-30 10:00:00Z", "2026-06-30T10:00:00",
        "2026-06-30T10:00:00.Z", "2026-06-30T10:00:00+24:00", "2026-06-31T10:00:00Z",
        "2026-06-30T10:00:00Z ", "" };
    instant t;
    for (size_t i = 0; i < COUNT(bad); i++) assert_false(instant_parse(slice_str(bad[i]), &t));
}

static void an_hour_passes_at_half_past(void **state)
{
    (void)state;
    instant half = at("2026-06-30T00:30:00+08:00");
    assert_int_equal(tick_at_or_after(half).us, half.us);
    assert_int_equal(tick_at_or_after((instant){ half.us - 1 }).us, half.us);
    assert_int_equal(tick_at_or_after((instant){ half.us + 1 }).us, half.us + HOURS(1).us);
    assert_true(is_daily_tick(half));
    assert_false(is_daily_tick(instant_plus(half, HOURS(1))));
    assert_int_equal(tick_at_or_after((instant){ -1 }).us, MINUTES(30).us);
}

static void a_timer_does_not_stand_still_when_the_clock_is_set_back(void **state)
{
    const instant since = { 1772323200000000 };
    (void)state;
    assert_false(has_passed(since, SECONDS(2), instant_plus(since, (span){ 1999999 })));
    assert_true(has_passed(since, SECONDS(2), instant_plus(since, SECONDS(2))));
    assert_true(has_passed(since, SECONDS(2), instant_minus(since, HOURS(1))));
}

static void text_that_is_no_utf8_is_seen(void **state)
{
    (void)state;
    static const char *const good[] = { "", "海岸线", "a\xf0\x9f\x98\x80" };
    static const char *const bad[] = { "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\xb5",
        "\x80", "\xf0\x80\x80\x80" };
    for (size_t i = 0; i < COUNT(good); i++) assert_true(slice_is_utf8(slice_str(good[i])));
    for (size_t i = 0; i < COUNT(bad); i++) assert_false(slice_is_utf8(slice_str(bad[i])));
    char text[25] = "aaaaaaaaaaaaaaaaaaaaaaaa"; /* a bad byte is seen wherever it stands */
    for (size_t n = 1; n <= 24; n++) {
        assert_true(slice_is_utf8(slice_of(text, n)));
        for (size_t i = 0; i < n; i++) {
            text[i] = '\xc3';
            assert_false(slice_is_utf8(slice_of(text, n)));
            text[i] = 'a';
        }
    }
}

static void a_buffer_stops_at_its_ceiling_and_says_so(void **state)
{
    (void)state;
    struct buffer b = buffer_new(10);
    buffer_printf(&b, "%d", 123456789);
    buffer_byte(&b, 'x'); /* takes the place of printf's terminator, which nobody counts */
    assert_true(buffer_whole(&b));
    assert_memory_equal(b.at, "123456789x", 10);
    buffer_reset(&b);
    buffer_add(&b, slice_str("0123456789"));
    assert_true(buffer_whole(&b));
    buffer_byte(&b, 'x');
    assert_false(buffer_whole(&b));
    assert_int_equal(b.n, 10);
    buffer_deinit(&b);
}

static void an_arena_hands_out_no_more_than_it_was_born_with(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new(200000);
    assert_non_null(a);
    for (int turn = 0; turn < 3; turn++) {
        assert_non_null(arena_take(a, 150000));
        assert_null(arena_take(a, 60000));
        arena_reset(a);
    }
}

static void base32_is_what_other_people_s_libraries_make_of_it(void **state)
{
    (void)state;
    static const uint8_t bytes[16] = { 0xff, 0, 0xff, 0, 0xff, 0, 0xff, 0, 1, 2, 3, 4, 5, 6, 7, 8 };
    assert_string_equal(base32_text(slice_of(bytes, 16)).at, "zw0fy07z03zg00820c20a1g710");
    assert_int_equal(strlen(base32_text(slice_of(bytes, 16)).at), 26);
}

static void words_gather_in_front_and_never_overflow(void **state)
{
    (void)state;
    struct why why;
    assert_int_equal(why_set(&why, RC_REFUSED, "no %s", "due"), RC_REFUSED);
    assert_int_equal(why_add(&why, RC_REFUSED, "topic %s", "x"), RC_REFUSED);
    assert_string_equal(why.text, "topic x: no due");
    for (int i = 0; i < 100; i++) (void)why_add(&why, RC_BROKEN, "%0100d", i);
    assert_true(strlen(why.text) < sizeof why.text);
}

static void a_seed_gives_the_same_province_everywhere(void **state)
{
    (void)state;
    struct random r = random_seeded(1), again = random_seeded(1);
    uint64_t sum = 0;
    for (int i = 0; i < 1000; i++) {
        uint64_t x = random_below(&r, 7);
        assert_int_equal(x, random_below(&again, 7));
        assert_true(x < 7);
        sum += x;
    }
    assert_in_range(sum, 2700, 3300);
}

static void a_text_with_zero_characters_is_whole_and_in_its_order(void **state)
{
    (void)state;
    char longest[TEXT_MAX + 1] = { 0 };
    struct text a = { "" }, b = { "" }, plain = { "" };
    assert_true(text_copy(slice_of("e\0001", 3), &a) && text_copy(slice_of("e\0002", 3), &b));
    assert_true(text_copy(slice_str("e"), &plain));
    assert_true(text_is(&a, slice_of("e\0001", 3)) && !text_is(&a, slice_text(&plain)));
    assert_true(text_compare(&plain, &a) < 0 && text_compare(&a, &b) < 0);
    assert_int_equal(text_compare(&a, &a), 0);
    assert_true(text_copy(slice_of(longest, TEXT_MAX), &a));
    assert_int_equal(slice_text(&a).n, TEXT_MAX);
    assert_false(text_copy(slice_of(longest, TEXT_MAX + 1), &a));
    assert_false(text_from(slice_of("e\0001", 3), &b)); /* names of ours have none */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_with_zero_characters_is_whole_and_in_its_order),
        cmocka_unit_test(a_deadline_falls_on_the_day_people_expect),
        cmocka_unit_test(every_day_from_1600_to_2400_survives_the_way_there_and_back),
        cmocka_unit_test(a_date_that_never_was_is_refused),
        cmocka_unit_test(the_clinic_s_local_day_is_the_day_of_the_dose),
        cmocka_unit_test(a_time_that_a_clock_cannot_show_is_refused),
        cmocka_unit_test(an_hour_passes_at_half_past),
        cmocka_unit_test(a_timer_does_not_stand_still_when_the_clock_is_set_back),
        cmocka_unit_test(text_that_is_no_utf8_is_seen),
        cmocka_unit_test(a_buffer_stops_at_its_ceiling_and_says_so),
        cmocka_unit_test(an_arena_hands_out_no_more_than_it_was_born_with),
        cmocka_unit_test(base32_is_what_other_people_s_libraries_make_of_it),
        cmocka_unit_test(words_gather_in_front_and_never_overflow),
        cmocka_unit_test(a_seed_gives_the_same_province_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
