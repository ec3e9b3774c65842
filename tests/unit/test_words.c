/* Lines that another implementation compares byte for byte: keys, their order, and what is empty.
 */
#include "check.h"

#include "codec/json_words.h"

static instant at(const char *text)
{
    instant t = { 0 };
    assert_true(instant_parse(slice_str(text), &t));
    return t;
}

static void assert_line(struct buffer *line, const char *want)
{
    assert_true(buffer_whole(line));
    assert_int_equal(line->n, strlen(want));
    assert_memory_equal(line->at, want, line->n);
    buffer_deinit(line);
}

static void a_correction_says_what_it_takes_back_and_rests_on(void **state)
{
    (void)state;
    struct buffer line = buffer_new(10000);
    struct slice facts[] = { slice_str("e\"1"), slice_str("e2") };
    struct hub_rule_reason rule = { .rule = slice_str("N1"), .points = -10 };
    struct hub_rule_reason floors[] = {
        { .rule = slice_str("G-H1"), .has_grade = true, .grade = HUB_GRADE_HIGH },
        { .rule = slice_str("G-H3"),
            .has_grade = true,
            .grade = HUB_GRADE_HIGH,
            .has_last = true,
            .last = date_of(2026, 12, 2) },
    };
    struct hub_rule_reason basis = { .rule = slice_str("P2"), .facts = { 2, facts } };
    enum hub_role told[] = { HUB_ROLE_POLICE, HUB_ROLE_TOWN };
    struct hub_word_place old[2] = { { 0 } };
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_GRADE_CORRECTED,
        .recipients = { 2, told },
        .has_from = true,
        .from = HUB_GRADE_HIGH,
        .has_to = true,
        .to = HUB_GRADE_LONG_TERM_LOW,
        .has_grade_class = true,
        .grade_class = HUB_GRADE_CLASS_CONTROL,
        .has_since = true,
        .since = at("2026-01-05T01:00:00.999999Z"),
        .has_score = true,
        .score = 30,
        .rules = { 1, &rule },
        .floors = { 2, floors },
        .basis = { 1, &basis },
        .contested = true,
        .supersedes = { 2, old } };
    int64_t numbers[] = { 3, 5 };
    struct words_place place = { 7, at("2026-05-10T09:00:00+08:00"), slice_str("p1"), numbers };
    words_put_signal(&line, &place, &s);
    assert_line(&line,
        "{\"n\":7,\"at\":\"2026-05-10T09:00:00+08:00\",\"pid\":\"p1\",\"signal\":\"grade."
        "corrected\","
        "\"from\":\"high\",\"to\":\"long_term_low\",\"class\":\"control\","
        "\"since\":\"2026-01-05T09:00:00+08:00\",\"score\":30,\"rules\":[[\"N1\",-10]],"
        "\"floors\":[[\"G-H1\",\"high\",null],[\"G-H3\",\"high\",\"2026-12-02\"]],"
        "\"basis\":[[\"P2\",[\"e\\\"1\",\"e2\"]]],\"by\":\"\",\"recipients\":[\"police\",\"town\"],"
        "\"notices\":[],\"contested\":true,\"supersedes\":[3,5]}\n");
}

static void every_kind_of_word_has_its_line(void **state)
{
    (void)state;
    static const char *const tails[HUB_SIGNAL_KINDS] = {
        [HUB_SIGNAL_KIND_QUARANTINED] =
            "quarantined\",\"event\":\"\",\"source\":\"\",\"reason\":\"\"}\n",
        [HUB_SIGNAL_KIND_FIELDS_DROPPED] =
            "fields.dropped\",\"event\":\"\",\"source\":\"\",\"count\":0}\n",
        [HUB_SIGNAL_KIND_NEED_CLOSED] = "need.closed\",\"need\":\"\",\"recipients\":[]}\n",
        [HUB_SIGNAL_KIND_TASK_OVERDUE] = "task.overdue\",\"task\":\"\",\"recipients\":[]}\n",
        [HUB_SIGNAL_KIND_CONTROL_END_DUE] = "control.end_due\",\"recipients\":[]}\n",
        [HUB_SIGNAL_KIND_FILE_SEALED] = "file.sealed\",\"recipients\":[]}\n",
        [HUB_SIGNAL_KIND_FILE_SHREDDED] = "file.shredded\",\"recipients\":[]}\n",
        [HUB_SIGNAL_KIND_GRADE_PROPOSAL_WITHDRAWN] =
            "grade.proposal_withdrawn\",\"reason\":\"\","
            "\"basis\":[],\"recipients\":[],\"contested\":false,\"supersedes\":[]}\n",
        [HUB_SIGNAL_KIND_ALERT_RESOLVED] = "alert.resolved\",\"reason\":\"\",\"alert\":\"\","
                                           "\"observed\":\"\",\"recipients\":[],\"notices\":[]}\n",
    };
    static const char head[] =
        "{\"n\":1,\"at\":\"1970-01-01T08:00:00+08:00\",\"pid\":\"p\",\"signal\":\"";
    struct words_place place = { .n = 1, .pid = slice_str("p") };
    for (enum hub_signal_kind kind = 0; kind < HUB_SIGNAL_KINDS; kind++) {
        struct buffer line = buffer_new(10000), want = buffer_new(10000);
        words_put_signal(&line, &place, &(struct hub_signal){ .kind = kind });
        buffer_printf(&want, "%s%s", head, tails[kind] ? tails[kind] : "");
        assert_true(slice_starts(buffer_slice(&line), buffer_slice(&want)));
        if (tails[kind]) assert_int_equal(line.n, want.n);
        buffer_deinit(&line);
        buffer_deinit(&want);
    }
}

static void a_file_stands_in_one_line(void **state)
{
    (void)state;
    struct buffer line = buffer_new(10000);
    struct slice cause = slice_str("P6"), task = slice_str("laboratory:e1");
    struct hub_need_state need = { .kind = slice_str("employment"), .causes = { 1, &cause } };
    struct hub_alert_state alert = { .alert = slice_str("X1"),
        .observed = slice_str("460105"),
        .level = slice_str("county"),
        .count = 2,
        .first = at("2026-05-10T09:00:00+08:00") };
    struct hub_file_state f = { .grade = HUB_GRADE_LOW,
        .grade_class = HUB_GRADE_CLASS_CARE,
        .dwell = 3,
        .has_clock_start = true,
        .clock_start = date_of(2024, 2, 29),
        .proposed = true,
        .needs = { 1, &need },
        .tasks = { 1, &task },
        .alerts = { 1, &alert } };
    const char *member[] = { "S1", "S11" };
    struct words_state more = { slice_str("p1"), 4, 2, member };
    words_put_state(&line, &more, &f);
    assert_line(&line,
        "{\"pid\":\"p1\",\"file\":\"active\",\"grade\":\"low\",\"class\":\"care\",\"since\":null,"
        "\"score\":0,\"rules\":[],\"floors\":[],\"dwell\":3,\"clock_start\":\"2024-02-29\","
        "\"region\":\"\",\"proposal\":[],\"muted\":[],\"basis\":[],\"by\":\"\","
        "\"needs\":[[\"employment\",false,[\"P6\"]]],\"tasks\":[\"laboratory:e1\"],"
        "\"alerts\":[[\"X1\",\"460105\",\"county\",2,\"2026-05-10T09:00:00+08:00\",false]],"
        "\"contested\":false,\"facts\":4,\"member\":[\"S1\",\"S11\"]}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_correction_says_what_it_takes_back_and_rests_on),
        cmocka_unit_test(every_kind_of_word_has_its_line),
        cmocka_unit_test(a_file_stands_in_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
