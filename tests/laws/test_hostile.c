/* What an agency could send to tire the hub out: it is answered, in time (the test has a limit) and
 * in memory that grows with what was sent and no faster. */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "domain/explain.h"
#include "laws/history.h"
#include "laws/play.h"

static struct fact fact_at(enum event_type type, instant at, char id[16], long n)
{
    int used = snprintf(id, 16, "e%07ld", n);
    return (struct fact){ .id = slice_of(id, (size_t)used),
        .pid = slice_str("p"),
        .source = event_rows[type].source,
        .type = type,
        .type_name = slice_str(event_rows[type].name),
        .version = 1,
        .event_time = at,
        .recorded_at = at,
        .arrival = at,
        .stamp = at };
}

static struct fact_value text_value(struct slice text)
{
    return (struct fact_value){ .there = true, .text = text };
}

static struct fact_value number_value(int64_t n)
{
    return (struct fact_value){ .there = true, .number = n };
}

static const instant start = { INT64_C(1736000000000000) };

static void report_in(struct play *p)
{
    char id[16];
    struct fact f = fact_at(EVENT_POLICE_EXECUTION_REPORTED, start, id, 0);
    f.values[0] = text_value(slice_str("o"));
    f.values[1] = text_value(slice_str("460108004"));
    assert_true(play_add(p, &f));
    play_step(p, start);
}

static void add_order(struct play *p, instant at, long n)
{
    char id[16];
    struct fact f = fact_at(EVENT_POLICE_ORDER_COMMUNITY_DETOX, at, id, n);
    f.values[0] = text_value(f.id);
    f.values[1] = number_value(instant_date(at).days);
    f.values[2] = text_value(slice_str("460108004"));
    assert_true(play_add(p, &f));
}

static void add_absence(struct play *p, instant at, long n)
{
    char id[16];
    struct fact f = fact_at(EVENT_POLICE_ABSENCE_RECORDED, at, id, n);
    f.values[POLICE_ABSENCE_RECORDED_START] = number_value(instant_date(at).days - 4);
    f.values[POLICE_ABSENCE_RECORDED_DAYS] = number_value(4);
    assert_true(play_add(p, &f));
}

static void ten_thousand_orders_are_answered(void **state)
{
    (void)state;
    struct play p = play_new();
    report_in(&p);
    for (long i = 1; i <= 10000; i++) {
        instant at = instant_plus(start, MINUTES(i));
        add_order(&p, at, i);
        play_step(&p, at);
    }
    assert_true(file_bytes(p.file) < 4 << 20);
    play_free(&p);
}

/* Whoever asks why hears it in seconds, of a hundred thousand acts too. */
static void explain_all(struct play *p, size_t absences)
{
    struct arena *a = arena_new(256 << 20);
    struct explanation why_so;
    struct why why;
    assert_non_null(a);
    instant until = instant_plus(start, MINUTES((int64_t)absences));
    assert_int_equal(file_explain(p->file, &p->rules, until, a, &why_so, &why), RC_OK);
    assert_int_equal(why_so.grounds[RULE_G_H2].n, absences);
    arena_free(a);
}

static void a_hundred_thousand_absences_are_answered(void **state)
{
    (void)state;
    struct play p = play_new();
    report_in(&p);
    for (long i = 1; i <= 100000; i++) {
        add_absence(&p, instant_plus(start, MINUTES(i)), i);
        if (i % 100 == 0) play_step(&p, instant_plus(start, MINUTES(i)));
    }
    play_until(&p, instant_plus(start, DAYS(120)));
    assert_true(file_bytes(p.file) < 64 << 20);
    explain_all(&p, 100000);
    play_free(&p);
}

/* ---- corrections ---- */

static struct fact checkin_at(instant at, char id[16], long n)
{
    struct fact f = fact_at(EVENT_POLICE_CHECKIN_APP, at, id, n);
    f.values[POLICE_CHECKIN_APP_RESULT] = number_value(POLICE_CHECKIN_RESULT_OK);
    return f;
}

static int64_t facts_at(struct play *p, instant at)
{
    struct hub_file_state s;
    struct why why;
    assert_int_equal(file_state(p->file, &p->rules, at, p->arena, &s, &why), RC_OK);
    return file_facts(p->file);
}

/* Of all that replace one event the latest written lives; they come in no good order. */
static void ten_thousand_replacements_of_one_event_are_answered(void **state)
{
    (void)state;
    struct play p = play_new();
    char id[16], first[16];
    struct fact f = checkin_at(start, first, 0);
    struct slice target = f.id;
    assert_true(play_add(&p, &f));
    for (long i = 1; i <= 10000; i++) {
        long n = i * 7 % 10001;
        f = checkin_at(start, id, n);
        f.supersedes = target;
        f.recorded_at = instant_plus(start, SECONDS(n));
        assert_true(play_add(&p, &f));
    }
    assert_int_equal(facts_at(&p, start), 1);
    assert_true(file_bytes(p.file) < 2 << 20);
    play_free(&p);
}

/* Each takes back the one before it, so that with each all others change sides. */
static void a_long_chain_of_retractions_is_answered(void **state)
{
    (void)state;
    struct play p = play_new();
    char id[16], before[16];
    struct fact f = checkin_at(start, id, 0);
    assert_true(play_add(&p, &f));
    for (long i = 1; i <= 1001; i++) {
        memcpy(before, id, sizeof before);
        f = fact_at(EVENT_POLICE_RETRACTED, instant_plus(start, SECONDS(i)), id, i);
        f.retracts = slice_str(before);
        assert_true(play_add(&p, &f));
    }
    assert_int_equal(facts_at(&p, instant_plus(start, DAYS(1))), 0);
    f = fact_at(EVENT_POLICE_RETRACTED, instant_plus(start, HOURS(1)), before, 9999);
    f.retracts = slice_str(id);
    assert_true(play_add(&p, &f));
    assert_int_equal(facts_at(&p, instant_plus(start, DAYS(1))), 1);
    play_free(&p);
}

static void a_hundred_thousand_facts_from_the_last_to_the_first_are_answered(void **state)
{
    (void)state;
    struct play p = play_new();
    for (long i = 100000; i > 0; i--) {
        char id[16];
        struct fact f = checkin_at(instant_plus(start, MINUTES(i)), id, i);
        assert_true(play_add(&p, &f));
    }
    assert_int_equal(facts_at(&p, instant_plus(start, DAYS(70))), 100000);
    assert_true(file_bytes(p.file) < 8 << 20);
    play_free(&p);
}

static void the_end_of_time_is_reached(void **state)
{
    (void)state;
    struct play p = play_new();
    report_in(&p);
    assert_int_equal(facts_at(&p, date_start(date_of(9999, 12, 31))), 1);
    play_free(&p);
}

/* What is on hold is counted anew with each hold that becomes known: not day by day from the first
 * dose on, which was in the year 1. */
static void a_thousand_holds_after_a_thousand_years_are_answered(void **state)
{
    (void)state;
    struct play p = play_new();
    char id[16];
    struct fact f = fact_at(EVENT_HEALTH_MMT_DOSE, date_start(date_of(1, 1, 1)), id, 0);
    f.values[HEALTH_MMT_DOSE_REGION] = text_value(slice_str("460108"));
    assert_true(play_add(&p, &f));
    instant last = date_start(date_of(1001, 1, 1));
    for (long i = 1; i <= 1000; i++) {
        f = fact_at(EVENT_HEALTH_MMT_HOLD, instant_plus(last, MINUTES(i)), id, i);
        date from = date_plus(date_of(1, 6, 1), (int32_t)(i * 300));
        f.values[HEALTH_MMT_HOLD_FROM] = number_value(from.days);
        f.values[HEALTH_MMT_HOLD_TO] = number_value(date_plus(from, 20).days);
        assert_true(play_add(&p, &f));
        play_step(&p, f.event_time);
    }
    assert_int_equal(facts_at(&p, instant_plus(last, DAYS(1))), 1001);
    play_free(&p);
}

/* A snapshot's sum is no secret, so bytes can be changed and the sum mended: such a file is
 * refused, or loads as some file; it is never a way in. */
static void mend(struct buffer *b)
{
    uint64_t sum = tag_of(slice_of(b->at + 16, b->n - 16));
    for (int i = 0; i < 8; i++) b->at[8 + i] = (uint8_t)(sum >> (8 * i));
}

static void try_load(struct buffer *b)
{
    struct file *file = NULL;
    struct why why;
    enum rc rc = file_load(&file, realloc, buffer_slice(b), &why);
    assert_true(rc == RC_OK || rc == RC_REFUSED);
    if (rc != RC_OK) return;
    struct play p = play_new();
    p.file = file_free(p.file);
    p.file = file;
    play_step(&p, instant_plus(start, DAYS(400)));
    play_free(&p);
}

static void a_snapshot_with_changed_bytes_is_no_way_in(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct history h = history_make(seed);
        struct play p = play_new();
        for (size_t i = 0; i < h.n; i++) (void)play_add(&p, &h.at[i]->fact);
        play_step(&p, h.end);
        struct buffer b = buffer_new(16 << 20);
        struct why why;
        assert_int_equal(file_save(p.file, &b, &why), RC_OK);
        for (int i = 0; i < 400; i++) {
            uint8_t *at = &b.at[16 + random_below(&h.random, b.n - 16)], kept = *at;
            *at = (uint8_t)random_next(&h.random);
            mend(&b);
            try_load(&b);
            *at = kept;
        }
        buffer_deinit(&b);
        play_free(&p);
        history_free(&h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_orders_are_answered),
        cmocka_unit_test(a_hundred_thousand_absences_are_answered),
        cmocka_unit_test(ten_thousand_replacements_of_one_event_are_answered),
        cmocka_unit_test(a_long_chain_of_retractions_is_answered),
        cmocka_unit_test(a_hundred_thousand_facts_from_the_last_to_the_first_are_answered),
        cmocka_unit_test(the_end_of_time_is_reached),
        cmocka_unit_test(a_thousand_holds_after_a_thousand_years_are_answered),
        cmocka_unit_test(a_snapshot_with_changed_bytes_is_no_way_in),
    };
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
