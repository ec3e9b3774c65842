/* The courier's scheduler on a virtual clock: who is sent when, whatever partners answer. */
#include "check.h"

#include <stdlib.h>

#include "delivery.h"
#include "places.h"

static const instant start = { 1000000000 };

static void drop(struct delivery *d) { free(d); }

static struct schedule *scheduler(size_t lanes, int per_minute)
{
    struct schedule *s = NULL;
    size_t lane = 0;
    assert_int_equal(schedule_new(&s, 1000, 7, NULL), RC_OK);
    for (size_t i = 0; i < lanes; i++)
        assert_int_equal(schedule_lane_add(s, 64, per_minute, &lane, NULL), RC_OK);
    return s;
}

static struct delivery *add(struct schedule *s, size_t lane, const char *pid, int64_t cause)
{
    struct delivery *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->lane = lane;
    d->cause = cause;
    assert_true(text_from(slice_str(pid), &d->pid));
    assert_int_equal(schedule_add(s, d, NULL), RC_OK);
    return d;
}

static enum course settle(struct schedule *s, struct delivery *d, enum outcome o, instant now)
{
    return schedule_settle(s, d, o, now, SECONDS(0));
}

static void a_person_is_told_in_order_and_one_at_a_time(void **state)
{
    (void)state;
    struct schedule *s = scheduler(1, 0);
    add(s, 0, "ann", 7);
    add(s, 0, "ann", 5); /* met later on restart, but caused earlier */
    add(s, 0, "ann", 9);
    int64_t causes[] = { 5, 7, 9 };
    for (size_t i = 0; i < COUNT(causes); i++) {
        struct delivery *d = schedule_take(s, start);
        assert_non_null(d);
        assert_int_equal(d->cause, causes[i]);
        assert_null(schedule_take(s, start));
        assert_int_equal(settle(s, d, OUTCOME_DELIVERED, start), COURSE_DONE);
        free(d);
    }
    assert_int_equal(schedule_waiting(s), 0);
    schedule_free(s, drop);
}

static void an_earlier_word_does_not_overtake_the_one_on_its_way(void **state)
{
    (void)state;
    struct schedule *s = scheduler(1, 0);
    struct delivery *flying = add(s, 0, "ann", 7);
    assert_ptr_equal(schedule_take(s, start), flying);
    struct delivery *early = add(s, 0, "ann", 5);
    assert_int_equal(settle(s, flying, OUTCOME_DELIVERED, start), COURSE_DONE);
    free(flying);
    assert_ptr_equal(schedule_take(s, start), early);
    schedule_free(s, drop);
}

static void a_failing_person_delays_nobody_else(void **state)
{
    (void)state;
    struct schedule *s = scheduler(2, 0);
    struct delivery *bad = add(s, 0, "ann", 1);
    assert_ptr_equal(schedule_take(s, start), bad);
    assert_int_equal(settle(s, bad, OUTCOME_FAILED, start), COURSE_RETRY);
    add(s, 0, "ann", 2);
    struct delivery *same = add(s, 0, "ben", 3), *other = add(s, 1, "ann", 1);
    struct delivery *a = schedule_take(s, start), *b = schedule_take(s, start);
    assert_true((a == same && b == other) || (a == other && b == same));
    assert_null(schedule_take(s, start));
    schedule_free(s, drop);
}

static void a_webhook_is_tried_ten_times_over_three_days_then_given_up(void **state)
{
    (void)state;
    static const int64_t delays_s[] = { 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400 };
    struct schedule *s = scheduler(1, 0);
    struct delivery *d = add(s, 0, "ann", 1);
    instant now = start;
    for (size_t i = 0; i < COUNT(delays_s); i++) {
        assert_ptr_equal(schedule_take(s, now), d);
        assert_int_equal(settle(s, d, OUTCOME_FAILED, now), COURSE_RETRY);
        int64_t delay = between(now, d->next_try).us, least = SECONDS(delays_s[i]).us;
        assert_true(delay >= least && delay < least + least / 10);
        assert_null(schedule_take(s, instant_minus(d->next_try, (span){ 1 })));
        now = schedule_when(s);
    }
    assert_ptr_equal(schedule_take(s, now), d);
    assert_int_equal(settle(s, d, OUTCOME_FAILED, now), COURSE_GIVEN_UP);
    free(d);
    assert_int_equal(schedule_waiting(s), 0);
    schedule_free(s, drop);
}

static void a_retry_survives_a_restart_with_its_count_and_time(void **state)
{
    (void)state;
    struct schedule *before = scheduler(1, 0), *after = scheduler(1, 0);
    struct delivery *d = add(before, 0, "ann", 1);
    assert_ptr_equal(schedule_take(before, start), d);
    assert_int_equal(settle(before, d, OUTCOME_FAILED, start), COURSE_RETRY);
    struct delivery *noted = calloc(1, sizeof *noted);
    *noted = *d;
    noted->next = NULL;
    assert_int_equal(schedule_add(after, noted, NULL), RC_OK);
    assert_null(schedule_take(after, start));
    assert_ptr_equal(schedule_take(after, noted->next_try), noted);
    assert_int_equal(settle(after, noted, OUTCOME_FAILED, noted->next_try), COURSE_RETRY);
    assert_int_equal(noted->tries, 2);
    schedule_free(before, drop);
    schedule_free(after, drop);
}

static void gone_closes_the_subscription_and_loses_nothing(void **state)
{
    (void)state;
    struct schedule *s = scheduler(1, 0);
    struct delivery *d = add(s, 0, "ann", 1);
    add(s, 0, "ben", 1);
    assert_ptr_equal(schedule_take(s, start), d);
    assert_int_equal(settle(s, d, OUTCOME_GONE, start), COURSE_DISABLED);
    assert_null(schedule_take(s, instant_plus(start, DAYS(9))));
    assert_int_equal(schedule_waiting(s), 2);
    schedule_lane_open(s, 0);
    assert_non_null(schedule_take(s, instant_plus(start, DAYS(9))));
    schedule_free(s, drop);
}

static void retry_after_holds_all_of_the_partner_but_no_other(void **state)
{
    (void)state;
    struct schedule *s = scheduler(2, 0);
    struct delivery *d = add(s, 0, "ann", 1);
    assert_ptr_equal(schedule_take(s, start), d);
    assert_int_equal(schedule_settle(s, d, OUTCOME_FAILED, start, SECONDS(60)), COURSE_RETRY);
    add(s, 0, "ben", 1);
    struct delivery *other = add(s, 1, "ann", 1);
    assert_ptr_equal(schedule_take(s, start), other);
    assert_null(schedule_take(s, instant_plus(start, SECONDS(59))));
    assert_non_null(schedule_take(s, instant_plus(start, SECONDS(60))));
    schedule_free(s, drop);
}

static void a_dead_partner_is_probed_and_not_hammered(void **state)
{
    (void)state;
    struct schedule *s = scheduler(1, 0);
    for (int i = 0; i < 20; i++) {
        char pid[8] = { 'p', (char)('a' + i), 0 };
        add(s, 0, pid, 1);
    }
    for (int i = 0; i < 5; i++)
        assert_int_equal(settle(s, schedule_take(s, start), OUTCOME_FAILED, start), COURSE_RETRY);
    assert_null(schedule_take(s, start));
    instant probe = instant_plus(start, SECONDS(30));
    struct delivery *d = schedule_take(s, probe);
    assert_non_null(d);
    assert_null(schedule_take(s, probe));
    assert_int_equal(settle(s, d, OUTCOME_DELIVERED, probe), COURSE_DONE);
    free(d);
    assert_non_null(schedule_take(s, probe));
    assert_non_null(schedule_take(s, probe));
    schedule_free(s, drop);
}

static void an_agreed_rate_is_kept(void **state)
{
    (void)state;
    struct schedule *s = scheduler(1, 60);
    for (int64_t i = 0; i < 200; i++) {
        char pid[8] = { 'p', (char)('a' + i / 16), (char)('a' + i % 16), 0 };
        add(s, 0, pid, 1);
    }
    int sent = 0;
    for (int second = 0; second < 60; second++)
        for (struct delivery *d; (d = schedule_take(s, instant_plus(start, SECONDS(second))));
             sent++) {
            assert_int_equal(
                settle(s, d, OUTCOME_DELIVERED, instant_plus(start, SECONDS(second))), COURSE_DONE);
            free(d);
        }
    assert_in_range(sent, 60, 71); /* a minute's worth and the burst of ten seconds */
    schedule_free(s, drop);
}

static void what_is_known_is_refused_and_what_does_not_fit_waits(void **state)
{
    (void)state;
    struct schedule *s = NULL;
    size_t lane = 0;
    assert_int_equal(schedule_new(&s, 1, 7, NULL), RC_OK);
    assert_int_equal(schedule_lane_add(s, 1, 0, &lane, NULL), RC_OK);
    add(s, 0, "ann", 1);
    struct delivery more = { .lane = 0, .cause = 1, .pid = { "ann" } };
    assert_int_equal(schedule_add(s, &more, NULL), RC_AGAIN);
    schedule_free(s, drop);
    s = scheduler(1, 0);
    add(s, 0, "ann", 1);
    assert_int_equal(schedule_add(s, &more, NULL), RC_REFUSED);
    schedule_free(s, drop);
}

static void no_place_is_committed_past_an_open_webhook(void **state)
{
    (void)state;
    struct places p = { 0 };
    const struct vantage before = { .closed = { 7 } };
    static const int open[] = { 0, 2, 0, 1, 0 };
    for (size_t i = 0; i < COUNT(open); i++)
        assert_int_equal(places_pass(&p, (int64_t)(10 + i), open[i], &before, NULL), RC_OK);
    assert_int_equal(places_next(&p), 11);
    places_settle(&p, 13);
    places_settle(&p, 11);
    assert_int_equal(places_next(&p), 11);
    places_settle(&p, 11);
    assert_int_equal(places_next(&p), 15);
    for (int64_t i = 20; i < 300; i++)
        assert_int_equal(places_pass(&p, i, 1, &before, NULL), RC_OK);
    for (int64_t i = 299; i > 20; i--) places_settle(&p, i);
    assert_int_equal(places_next(&p), 20);
    places_settle(&p, 20);
    assert_int_equal(places_next(&p), 300);
    places_deinit(&p);
}

static void who_begins_at_a_kept_place_knows_what_had_been_heard_there(void **state)
{
    (void)state;
    struct places p = { 0 };
    const struct vantage early = { .closed = { 1 } }, late = { .closed = { 2 } };
    const struct vantage now = { .closed = { 3 } };
    assert_int_equal(places_pass(&p, 10, 1, &early, NULL), RC_OK);
    assert_int_equal(places_pass(&p, 11, 1, &late, NULL), RC_OK);
    assert_int_equal(places_beside(&p, &now)->closed.us, 1);
    places_settle(&p, 10);
    assert_int_equal(places_next(&p), 11);
    assert_int_equal(places_beside(&p, &now)->closed.us, 2);
    places_settle(&p, 11);
    assert_int_equal(places_next(&p), 12);
    assert_int_equal(places_beside(&p, &now)->closed.us, 3);
    places_deinit(&p);
}

struct sweep_of {
    size_t lane, met;
};

static bool is_of_lane(void *self, struct delivery *d)
{
    struct sweep_of *s = self;
    s->met++;
    return d->lane == s->lane;
}

static void drop_swept(void *self, struct delivery *d)
{
    (void)self;
    free(d);
}

/* A partition goes elsewhere: what waits of it goes too, and the rest is sent as before. */
static void what_is_swept_is_gone_and_nobody_else_is(void **state)
{
    (void)state;
    struct schedule *s = scheduler(2, 0);
    for (int64_t cause = 1; cause <= 3; cause++) {
        add(s, 0, "ann", cause);
        add(s, 0, "bob", cause);
        add(s, 1, "ann", cause);
    }
    struct delivery *flies = schedule_take(s, start);
    struct sweep_of gone = { .lane = flies->lane };
    size_t before = schedule_lane_waiting(s, flies->lane);
    schedule_sweep(s, is_of_lane, &gone, drop_swept);
    assert_int_equal(gone.met, 9);
    assert_int_equal(schedule_lane_waiting(s, flies->lane), 1);
    assert_int_equal(schedule_waiting(s), 9 - before + 1);
    assert_true(schedule_is_flying(s, flies));
    schedule_remove(s, flies);
    free(flies);
    size_t left = schedule_waiting(s), sent = 0;
    for (struct delivery *d; (d = schedule_take(s, start)); sent++) {
        assert_int_not_equal(d->lane, gone.lane);
        assert_int_equal(settle(s, d, OUTCOME_DELIVERED, start), COURSE_DONE);
        free(d);
    }
    assert_int_equal(sent, left);
    schedule_free(s, drop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_is_told_in_order_and_one_at_a_time),
        cmocka_unit_test(an_earlier_word_does_not_overtake_the_one_on_its_way),
        cmocka_unit_test(a_failing_person_delays_nobody_else),
        cmocka_unit_test(a_webhook_is_tried_ten_times_over_three_days_then_given_up),
        cmocka_unit_test(a_retry_survives_a_restart_with_its_count_and_time),
        cmocka_unit_test(gone_closes_the_subscription_and_loses_nothing),
        cmocka_unit_test(retry_after_holds_all_of_the_partner_but_no_other),
        cmocka_unit_test(a_dead_partner_is_probed_and_not_hammered),
        cmocka_unit_test(an_agreed_rate_is_kept),
        cmocka_unit_test(what_is_known_is_refused_and_what_does_not_fit_waits),
        cmocka_unit_test(no_place_is_committed_past_an_open_webhook),
        cmocka_unit_test(who_begins_at_a_kept_place_knows_what_had_been_heard_there),
        cmocka_unit_test(what_is_swept_is_gone_and_nobody_else_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
