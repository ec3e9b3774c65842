/* What the door says to a line: the first failing check, in its stated order, and never what stood
 * there. */
#include "check.h"

#include "codec/json_event.h"

static struct arena *arena;

static struct json_event told_of(const char *line)
{
    struct json_event_way way = { .has_last = true };
    struct json_event e = { 0 };
    struct why why;
    assert_true(instant_parse(slice_str("2026-05-01T08:00:00+08:00"), &way.last));
    arena_reset(arena);
    assert_int_equal(json_event_read(slice_str(line), &way, arena, &e, &why), RC_OK);
    return e;
}

#define ENVELOPE                                                                                   \
    "\"id\":\"e1\",\"source\":\"health\",\"type\":\"health.mmt.dose\",\"pid\":\"p1\","             \
    "\"event_time\":\"2026-05-02T08:00:00+08:00\",\"ingested_at\":\"2026-05-02T08:01:00+08:00\""
#define DOSE "\"site\":\"s1\",\"site_kind\":\"clinic\",\"region\":\"460108\",\"observed\":true"
#define LINE(envelope, data) "{" ENVELOPE envelope ",\"data\":{" data "}}"

static void a_good_line_becomes_the_fact_it_tells(void **state)
{
    (void)state;
    struct json_event e = told_of(LINE(",\"hotel\":1", DOSE ",\"lat\":19.9,\"lon\":110.3"));
    assert_int_equal(e.kind, JSON_EVENT_FACT);
    assert_int_equal(e.fact.type, EVENT_HEALTH_MMT_DOSE);
    assert_int_equal(e.dropped, 3);
    assert_int_equal(e.fact.version, 1);
    assert_int_equal(e.fact.recorded_at.us, e.fact.event_time.us);
    assert_int_equal(e.fact.stamp.us, e.fact.arrival.us);
    assert_true(slice_is(e.fact.values[0].text, "s1"));
    assert_int_equal(e.fact.values[3].number, 1);
    assert_int_equal(told_of(" \t").kind, JSON_EVENT_BLANK);
}

static void the_first_failing_check_is_named_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *line, *reason;
    } rows[] = {
        { "{", "json" },
        { "[]", "json" },
        { "{}", "ingested_at" },
        { "{\"ingested_at\":\"2026-05-01T07:59:59+08:00\"}", "ingested_at" },
        { "{\"ingested_at\":\"2026-05-02T08:00:00+08:00\"}", "id" },
        { LINE(",\"id\":\"\"", DOSE), "id" },
        { LINE(",\"id\":\"a460108189001010010\"", DOSE), "id" },
        { LINE(",\"pid\":7", DOSE), "pid" },
        { LINE(",\"source\":\"post\"", DOSE), "source" },
        { LINE(",\"source\":\"hr\"", DOSE), "type" },
        { LINE(",\"type\":\"health.mmt.nothing\"", DOSE), "type" },
        { LINE(",\"version\":0", DOSE), "version" },
        { LINE(",\"version\":1.0", DOSE), "version" },
        { LINE(",\"version\":99999999999999999999", DOSE), "version" },
        { LINE(",\"legal_basis\":\"habit\"", DOSE), "legal_basis" },
        { LINE(",\"event_time\":\"2026-05-02T08:00:60+08:00\"", DOSE), "event_time" },
        { LINE(",\"recorded_at\":5", DOSE), "recorded_at" },
        { LINE(",\"stamped_at\":\"2026-05-02T08:01:01+08:00\"", DOSE), "stamped_at" },
        { LINE(",\"event_time\":\"2026-05-02T08:06:01+08:00\"", DOSE), "time_future" },
        { LINE(",\"event_time\":\"1989-12-31T23:59:59+08:00\"", DOSE), "time_old" },
        { LINE(",\"subject\":{\"doc_type\":\"card\",\"doc_no\":\"1\"}", DOSE), "subject" },
        { LINE(",\"subject\":{\"doc_type\":\"cn_id\"}", DOSE), "subject" },
        { LINE(",\"subject\":{\"doc_type\":\"cn_id\",\"doc_no\":\"1\"}", DOSE), "doc_no_form" },
        { LINE(",\"subject\":{\"doc_type\":\"cn_id\",\"doc_no\":\"460108189001010011\"}", DOSE),
            "doc_no_check" },
        { LINE(",\"subject\":{\"doc_type\":\"cn_id\",\"doc_no\":\"460105189302290061\"}", DOSE),
            "doc_no_date" },
        { LINE(",\"supersedes\":\"\"", DOSE), "supersedes" },
        { LINE(",\"retracts\":\"e0\"", DOSE), "retracts" },
        { LINE(",\"actor\":\"46020318960301002x\"", DOSE), "actor" },
        { LINE(",\"type\":\"health.mmt.dose.retracted\"", ""), "retracts" },
        { LINE(",\"type\":\"health.retracted\",\"retracts\":\"e0\",\"supersedes\":\"e0\"", ""),
            "supersedes" },
        { "{" ENVELOPE ",\"data\":[]}", "data" },
        { "{" ENVELOPE "}", "data" },
        { LINE("", "\"site\":\"s1\""), "field:site_kind" },
        { LINE("", DOSE ",\"site\":null"), "field:site" },
        { LINE("", DOSE ",\"site\":\"460108189001010010\""), "field:site" },
        { LINE("", DOSE ",\"site_kind\":\"home\""), "field:site_kind" },
        { LINE("", DOSE ",\"region\":\"46010\""), "field:region" },
        { LINE("", DOSE ",\"region\":\"469004\""), "region:region" },
        { LINE("", DOSE ",\"observed\":1"), "field:observed" },
        { LINE(",\"region\":\"460108004\",\"town\":\"460108\"", DOSE), "town" },
        { LINE(",\"region\":\"46\"", DOSE), "region" },
        { LINE(",\"region\":\"460000\"", DOSE), "region:region" },
        { LINE(",\"town\":\"469004100\"", DOSE), "region:town" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct json_event e = told_of(rows[i].line);
        assert_int_equal(e.kind, JSON_EVENT_REFUSED);
        assert_string_equal(e.reason.at, rows[i].reason);
    }
}

static void a_place_that_expired_is_let_in_to_be_looked_at_by_a_person(void **state)
{
    (void)state;
    assert_int_equal(told_of(LINE("", DOSE ",\"region\":\"469003\"")).kind, JSON_EVENT_FACT);
}

static void days_that_run_backwards_are_refused_by_name(void **state)
{
    (void)state;
    struct json_event e =
        told_of("{" ENVELOPE ",\"type\":\"health.mmt.hold\",\"data\":{"
                "\"from\":\"2026-05-03\",\"to\":\"2026-05-02\",\"why\":\"medical\"}}");
    assert_string_equal(e.reason.at, "field:to");
    e = told_of("{" ENVELOPE ",\"type\":\"health.mmt.urine\",\"data\":{"
                "\"result\":\"negative\",\"sampled\":\"2026-05-03\"}}");
    assert_string_equal(e.reason.at, "field:sampled");
}

static void words_about_nobody_move_time_and_need_no_person(void **state)
{
    (void)state;
    struct json_event e = told_of("{\"source\":\"hub\",\"type\":\"hub.heartbeat\","
                                  "\"ingested_at\":\"2026-05-02T08:00:00+08:00\"}");
    assert_int_equal(e.kind, JSON_EVENT_BEAT);
    assert_true(e.has_arrival);
    e = told_of("{\"source\":\"hub\",\"type\":\"hub.ruleset.activated\",\"data\":{"
                "\"ruleset\":\"hn-care-1.0\"},\"ingested_at\":\"2026-05-02T08:00:00+08:00\"}");
    assert_string_equal(e.reason.at, "field:sha256");
}

static void a_deep_or_long_line_is_no_line(void **state)
{
    (void)state;
    static char line[JSON_EVENT_MAX + 2];
    assert_string_equal(
        told_of(LINE(",\"x\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", DOSE)).reason.at, "json");
    assert_int_equal(
        told_of(LINE(",\"x\":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]", DOSE)).kind, JSON_EVENT_FACT);
    memset(line, ' ', sizeof line - 1);
    memcpy(line, "{}", 2);
    assert_string_equal(told_of(line).reason.at, "json");
    line[JSON_EVENT_MAX] = 0;
    assert_string_equal(told_of(line).reason.at, "ingested_at");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_line_becomes_the_fact_it_tells),
        cmocka_unit_test(the_first_failing_check_is_named_and_nothing_else),
        cmocka_unit_test(a_place_that_expired_is_let_in_to_be_looked_at_by_a_person),
        cmocka_unit_test(days_that_run_backwards_are_refused_by_name),
        cmocka_unit_test(words_about_nobody_move_time_and_need_no_person),
        cmocka_unit_test(a_deep_or_long_line_is_no_line),
    };
    arena = arena_new(16 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena = arena_free(arena);
    return failed;
}
