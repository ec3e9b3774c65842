/* If readers of the log disagreed about what a record is and when it arrives, the offline fold would
 * say something else than the hub. */
#include "check.h"

#include "base/buffer.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/logged.h"

struct log {
    struct logtime time;
    struct arena *arena;
    struct buffer bytes;
};

static struct log log_new(void)
{
    return (struct log){ .time = logtime_start(),
        .arena = arena_new(1 << 20),
        .bytes = buffer_new(1 << 16) };
}

static void log_drop(struct log *l)
{
    arena_free(l->arena);
    buffer_deinit(&l->bytes);
}

static struct logged pass(struct log *l, const struct record_row *row, const void *body)
{
    struct why why = { "" };
    struct logged logged;
    buffer_reset(&l->bytes);
    frame_write(row->fingerprint, &l->bytes);
    assert_int_equal(record_write(row, body, &l->bytes, &why), RC_OK);
    const struct record r = { .value = buffer_slice(&l->bytes) };
    assert_int_equal(logged_read(&l->time, &r, l->arena, &logged, &why), RC_OK);
    l->time = logged.after;
    return logged;
}

static struct logged fact(struct log *l, int64_t us)
{
    const struct hub_sealed_fact f = { .arrival = { us },
        .stamp = { us },
        .origin.topic = slice_str("police.events.v1"),
        .sealed = slice_str("x") };
    return pass(l, &hub_sealed_fact_row, &f);
}

static enum logged_kind tick(struct log *l, int64_t us)
{
    const struct hub_tick t = { { us } };
    return pass(l, &hub_tick_row, &t).kind;
}

static struct logged moment(struct log *l, enum hub_moment_kind kind, int64_t us, int64_t offset)
{
    const struct hub_moment m = { .kind = kind,
        .arrival = { us },
        .stamp = { us },
        .origin = { slice_str("hub.decisions.v1"), 0, offset } };
    return pass(l, &hub_moment_row, &m);
}

static void records_of_one_stamp_arrive_one_after_the_other(void **unused)
{
    (void)unused;
    struct log l = log_new();
    assert_int_equal(fact(&l, 1000).at.us, 1000);
    assert_int_equal(fact(&l, 1000).at.us, 1001);
    assert_int_equal(fact(&l, 900).at.us, 1002); /* of an agency that was late */
    assert_int_equal(fact(&l, 5000).at.us, 5000);
    log_drop(&l);
}

static void an_hour_that_is_written_twice_passes_once(void **unused)
{
    (void)unused;
    struct log l = log_new();
    assert_int_equal(tick(&l, 1000), LOGGED_REPEAT); /* before the opening there are none */
    assert_int_equal(moment(&l, HUB_MOMENT_KIND_OPENED, 2000, 7).kind, LOGGED_OPENED);
    assert_int_equal(tick(&l, 3000), LOGGED_TICK);
    assert_int_equal(tick(&l, 3000), LOGGED_REPEAT);
    assert_int_equal(tick(&l, 4000), LOGGED_TICK);
    assert_int_equal(tick(&l, 3000), LOGGED_REPEAT);
    assert_int_equal(fact(&l, 4000).at.us, 4001); /* behind the tick of its own moment */
    log_drop(&l);
}

static void a_moment_that_the_door_files_again_is_known(void **unused)
{
    (void)unused;
    struct log l = log_new();
    assert_int_equal(moment(&l, HUB_MOMENT_KIND_OPENED, 2000, 7).kind, LOGGED_OPENED);
    assert_int_equal(moment(&l, HUB_MOMENT_KIND_OPENED, 2000, 7).kind, LOGGED_REPEAT);
    assert_int_equal(moment(&l, HUB_MOMENT_KIND_HEARTBEAT, 2500, 8).kind, LOGGED_HEARTBEAT);
    assert_int_equal(moment(&l, HUB_MOMENT_KIND_OPENED, 2000, 7).kind, LOGGED_REPEAT);
    /* Opened by hand a second time: a hub opens once, and its history stays one batch. */
    assert_int_equal(moment(&l, HUB_MOMENT_KIND_OPENED, 3000, 9).kind, LOGGED_REPEAT);
    assert_int_equal(moment(&l, HUB_MOMENT_KIND_HEARTBEAT, 3000, 10).kind, LOGGED_HEARTBEAT);
    assert_int_equal(fact(&l, 2600).at.us, 3001); /* repeats have not moved time */
    log_drop(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_one_stamp_arrive_one_after_the_other),
        cmocka_unit_test(an_hour_that_is_written_twice_passes_once),
        cmocka_unit_test(a_moment_that_the_door_files_again_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
