/* What was done about a letter must not be believed of another one. */
#include "check.h"

#include <stdlib.h>

#include "base/random.h"
#include "dlq/marks.h"

enum { PLACES = 20000, SPREAD = 3 };

static struct origin origin_of(size_t i, int64_t gap)
{
    return (struct origin){ .source = (enum event_source)(i % SOURCES),
        .partition = (int32_t)(i / SOURCES % 7) * 149796,
        .offset = (int64_t)(i / SOURCES / 7) * gap };
}

/* Neighbours, far apart, and at the far end of what an offset may be. */
static void a_mark_is_of_one_letter_and_no_other(void **state)
{
    static const int64_t gaps[SPREAD] = { 1, 61, ((int64_t)1 << 46) / (PLACES / SOURCES / 7 + 1) };
    (void)state;
    for (size_t g = 0; g < SPREAD; g++) {
        struct marks m = { .at = NULL };
        struct random r = random_seeded(g);
        bool *put = calloc(PLACES, sizeof *put);
        assert_non_null(put);
        for (size_t n = 0; n < 2 * (size_t)PLACES; n++) {
            size_t i = (size_t)random_below(&r, PLACES);
            const struct origin o = origin_of(i, gaps[g]);
            bool drop = random_chance(&r, 300);
            assert_int_equal(marks_has(&m, &o), put[i]);
            if (drop) marks_drop(&m, &o);
            if (!drop) assert_int_equal(marks_put(&m, &o, NULL), RC_OK);
            put[i] = !drop;
        }
        for (size_t i = 0; i < PLACES; i++) {
            const struct origin o = origin_of(i, gaps[g]);
            assert_int_equal(marks_has(&m, &o), put[i]);
        }
        free(put);
        marks_deinit(&m);
    }
}

static const char *const no_names[] = { "", "/", "//", "police.events.v1", "police.events.v1/0",
    "police.events.v1/0/", "police.events.v1//5", "police.events.v1/-1/5", "police.events.v1/0/5 ",
    "police.events.v1/1048576/5", "police.events.v1/0/70368744177664", "hub.facts.v1/0/5",
    "police.events.v1/0/99999999999999999999", "x/police.events.v1/0/5" };

static void a_letter_is_named_as_it_is_listed_and_in_no_other_way(void **state)
{
    const struct origin far = { SOURCE_HUB, (1 << 20) - 1, ((int64_t)1 << 46) - 1 };
    struct text name = origin_text(&far);
    struct origin got;
    (void)state;
    assert_true(origin_parse(slice_text(&name), &got));
    assert_string_equal(name.at, "hub.decisions.v1/1048575/70368744177663");
    assert_true(got.source == far.source && got.partition == far.partition);
    assert_true(got.offset == far.offset);
    for (size_t i = 0; i < COUNT(no_names); i++)
        if (origin_parse(slice_str(no_names[i]), &got)) fail_msg("%s is a name", no_names[i]);
    assert_false(origin_parse((struct slice){ NULL, 0 }, &got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_is_of_one_letter_and_no_other),
        cmocka_unit_test(a_letter_is_named_as_it_is_listed_and_in_no_other_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
