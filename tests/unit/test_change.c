/* What boards and readers of hub.changes would see wrong if a change were built wrong. */
#include "check.h"

#include "base/buffer.h"
#include "codec/record.h"
#include "domain/change.h"

struct desk {
    struct arena *arena;
    struct change_said said;
    struct hub_change_body body;
    bool needed;
};

static struct desk desk_new(void) { return (struct desk){ .arena = arena_new(1 << 20) }; }

static struct hub_file_state state_of(const char *region, enum hub_grade grade)
{
    return (struct hub_file_state){ .grade = grade,
        .region = region ? slice_str(region) : (struct slice){ NULL, 0 } };
}

static void step(struct desk *d, const struct hub_file_state *state)
{
    struct why why = { "" };
    struct change_step s = { .token = slice_str("t"),
        .ruleset = slice_str("hn-care-1.0"),
        .facts = state ? 3 : 0,
        .state = state };
    struct change_said after;
    assert_int_equal(
        change_build(&s, &d->said, d->arena, &d->body, &after, &why), RC_OK);
    d->needed = change_needed(&s, &d->said, &after);
    d->said = after;
}

static int32_t delta(const struct desk *d, const char *region, const char *counter)
{
    int32_t by = 0;
    for (size_t i = 0; i < d->body.deltas.n; i++) {
        const struct hub_board_delta *x = &d->body.deltas.at[i];
        assert_true(x->by != 0); /* nothing is said of a counter that stays */
        if (slice_is(x->region, region) && slice_is(x->counter, counter)) by += x->by;
    }
    return by;
}

static void a_state_that_was_said_is_not_said_again(void **unused)
{
    (void)unused;
    struct desk d = desk_new();
    struct hub_file_state state = state_of("460106", HUB_GRADE_LOW);
    step(&d, &state);
    assert_true(d.needed && d.body.has_state);
    step(&d, &state);
    assert_false(d.needed);
    assert_false(d.body.has_state);
    assert_int_equal(d.body.deltas.n, 0);
    state.dwell = 1;
    step(&d, &state);
    assert_true(d.needed && d.body.has_state);
    assert_int_equal(d.body.deltas.n, 0); /* the boards do not know how long */
    arena_free(d.arena);
}

static void who_moves_leaves_one_board_and_enters_another(void **unused)
{
    (void)unused;
    struct desk d = desk_new();
    struct hub_file_state here = state_of("460106", HUB_GRADE_HIGH);
    struct hub_file_state there = state_of("460204", HUB_GRADE_MEDIUM);
    step(&d, &here);
    step(&d, &there);
    assert_int_equal(delta(&d, "460106", "grade.high"), -1);
    assert_int_equal(delta(&d, "460106", "files"), -1);
    assert_int_equal(delta(&d, "460204", "grade.medium"), 1);
    assert_int_equal(delta(&d, "460204", "files"), 1);
    assert_int_equal(delta(&d, "460000", "grade.high"), -1);
    assert_int_equal(delta(&d, "460000", "grade.medium"), 1);
    assert_int_equal(delta(&d, "460000", "files"), 0);
    arena_free(d.arena);
}

static void a_file_without_a_region_counts_for_the_province_alone(void **unused)
{
    (void)unused;
    struct desk d = desk_new();
    struct hub_file_state nowhere = state_of(NULL, HUB_GRADE_LOW);
    step(&d, &nowhere);
    assert_int_equal(delta(&d, "460000", "files"), 1);
    for (size_t i = 0; i < d.body.deltas.n; i++)
        assert_true(slice_is(d.body.deltas.at[i].region, "460000"));
    arena_free(d.arena);
}

static void the_dead_and_the_sealed_need_nothing_on_a_board(void **unused)
{
    (void)unused;
    struct desk d = desk_new();
    struct hub_need_state need = { .kind = slice_str("child"), .urgent = true };
    struct hub_alert_state alert = { .alert = slice_str("X3") };
    struct hub_file_state state = state_of("460106", HUB_GRADE_HIGH);
    state.needs = (struct hub_file_state_needs_list){ 1, &need };
    state.alerts = (struct hub_file_state_alerts_list){ 1, &alert };
    step(&d, &state);
    assert_int_equal(delta(&d, "460106", "need.child"), 1);
    assert_int_equal(delta(&d, "460106", "needs.urgent"), 1);
    assert_int_equal(delta(&d, "460106", "alert.X3"), 1);
    state.file = HUB_FILE_STATUS_SEALED;
    step(&d, &state);
    assert_int_equal(delta(&d, "460106", "need.child"), -1);
    assert_int_equal(delta(&d, "460106", "grade.high"), -1);
    assert_int_equal(delta(&d, "460106", "alert.X3"), -1);
    assert_int_equal(delta(&d, "460106", "file.sealed"), 1);
    arena_free(d.arena);
}

static void a_file_that_lost_its_facts_is_taken_from_the_boards(void **unused)
{
    (void)unused;
    struct desk d = desk_new();
    struct hub_file_state state = state_of("460106", HUB_GRADE_LOW);
    step(&d, &state);
    step(&d, NULL);
    assert_true(d.needed);
    assert_false(d.body.has_state);
    assert_int_equal(d.body.facts, 0);
    assert_int_equal(delta(&d, "460106", "files"), -1);
    step(&d, NULL);
    assert_false(d.needed);
    arena_free(d.arena);
}

/* After a restart the assessor knows what was said from hub.changes alone. */
static void what_was_said_is_known_again_from_the_record(void **unused)
{
    (void)unused;
    struct desk d = desk_new();
    struct why why = { "" };
    struct slice ids[] = { slice_str("a-longer-id-1"), slice_str("") };
    struct hub_rule_reason rule = { .rule = slice_str("P2"), .points = -8, .facts = { 2, ids } };
    struct hub_file_state state = state_of("460106", HUB_GRADE_MEDIUM);
    state.rules = (struct hub_file_state_rules_list){ 1, &rule };
    step(&d, &state);
    struct buffer bytes = buffer_new(1 << 20);
    struct hub_change_body read;
    struct change_said heard = { 0 };
    assert_int_equal(record_write(&hub_change_body_row, &d.body, &bytes, &why), RC_OK);
    assert_int_equal(
        record_read(&hub_change_body_row, buffer_slice(&bytes), d.arena, &read, &why), RC_OK);
    change_heard(&heard, &read);
    assert_memory_equal(&heard.board, &d.said.board, sizeof heard.board);
    assert_true(heard.digest == d.said.digest);
    rule.points = -7;
    assert_true(state_digest(&state) != heard.digest);
    buffer_deinit(&bytes);
    arena_free(d.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_that_was_said_is_not_said_again),
        cmocka_unit_test(who_moves_leaves_one_board_and_enters_another),
        cmocka_unit_test(a_file_without_a_region_counts_for_the_province_alone),
        cmocka_unit_test(the_dead_and_the_sealed_need_nothing_on_a_board),
        cmocka_unit_test(a_file_that_lost_its_facts_is_taken_from_the_boards),
        cmocka_unit_test(what_was_said_is_known_again_from_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
