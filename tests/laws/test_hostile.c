/* What an agency could send to tire the hub out: it is answered, in time (the test has a limit) and
 * in memory that grows with what was sent and no faster. */
#include <stdio.h>

#include "check.h"
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
    play_free(&p);
}

static void the_end_of_time_is_reached(void **state)
{
    (void)state;
    struct play p = play_new();
    report_in(&p);
    struct hub_file_state s;
    int64_t facts;
    struct why why;
    instant end = date_start(date_of(9999, 12, 31));
    assert_int_equal(file_state(p.file, &p.rules, end, p.arena, &s, &facts, &why), RC_OK);
    assert_int_equal(facts, 1);
    play_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_orders_are_answered),
        cmocka_unit_test(a_hundred_thousand_absences_are_answered),
        cmocka_unit_test(the_end_of_time_is_reached),
    };
    return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
