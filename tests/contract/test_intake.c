/* The door against a real Kafka, through everything that befalls it: one long story of hours, told
 * to a door that is started, asked to leave, killed, and stood in for. */
#include "check.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/random.h"
#include "domain/rules.h"
#include "province.h"

enum { HISTORY = 400, AN_HOUR = 300, KILLS = 10, KILLED_HOUR = 1500 };

/* The opening: 00:10 of a first of March; so the first tick is 00:30. */
static const instant opening = { 1772295000000000 };

static struct province province;
static instant hour; /* the end of the last hour that was published */

static void pause_ms(int64_t ms)
{
    struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
    (void)nanosleep(&t, NULL);
}

static void hour_publish(int n)
{
    hour = instant_plus(hour, HOURS(1));
    province_hour(&province, hour, n);
}

static void events_become_facts_of_their_hour_and_the_rest_letters(void **state)
{
    struct province *p = &province;
    (void)state;
    for (int i = 0; i < HISTORY; i++)
        province_event(p, (enum event_source)(i % SOURCE_HUB),
            instant_minus(opening, HOURS(HISTORY - i)), i % 10 != 3);
    province_moment(p, EVENT_HUB_OPENED, opening);
    province_moment(p, EVENT_HUB_HEARTBEAT, hour = tick_at_or_after(opening));
    for (int i = 0; i < 5; i++) hour_publish(AN_HOUR);
    pid_t door = door_start(p, "a", "topics");
    province_await(p, hour);
    assert_int_equal(door_end(door, SIGTERM), 0);
    province_read(p);
    province_assert_whole(p);
    assert_int_equal(p->ticks, 6 * PARTS);
    assert_int_equal(p->repeats, 0);
}

static void a_door_that_left_in_order_goes_on_without_repeating(void **state)
{
    struct province *p = &province;
    (void)state;
    hour_publish(AN_HOUR);
    pid_t door = door_start(p, "a", "topics");
    province_await(p, hour);
    assert_int_equal(door_end(door, SIGTERM), 0);
    province_read(p);
    province_assert_whole(p);
    assert_int_equal(p->repeats, 0);
}

/* A shredded person may come back; what is told then must not open with the key that goes. */
static void a_retired_key_seals_no_new_facts(void **state)
{
    struct province *p = &province;
    enum { WHO = 7 };
    (void)state;
    assert_int_equal(province_keys(p, WHO), 1);
    pid_t door = door_start(p, "a", "topics");
    hour_publish(AN_HOUR);
    province_await(p, hour);
    province_retire(p, WHO);
    pause_ms(1500); /* the roll is looked at four times a second */
    province_event_of(p, SOURCE_HEALTH, hour, WHO);
    hour_publish(AN_HOUR);
    province_await(p, hour);
    assert_int_equal(door_end(door, SIGTERM), 0);
    province_read(p);
    province_assert_whole(p);
    assert_int_equal(province_keys(p, WHO), 2);
}

/* Killed some milliseconds after it began to write, again and again, with records waiting. */
static void a_killed_door_loses_nothing_and_its_repeats_are_known_by_origin(void **state)
{
    struct province *p = &province;
    struct random r = random_seeded(20260301);
    (void)state;
    for (int i = 0; i < KILLS; i++) {
        hour_publish(KILLED_HOUR);
        hour_publish(KILLED_HOUR);
        int64_t end = province_facts_end(p);
        pid_t door = door_start(p, "a", "topics");
        for (int k = 0; k < 3000 && province_facts_end(p) == end; k++) pause_ms(5);
        pause_ms((int64_t)random_below(&r, 60));
        assert_int_equal(door_end(door, SIGKILL), -SIGKILL);
    }
    pid_t door = door_start(p, "a", "topics");
    province_await(p, hour);
    assert_int_equal(door_end(door, SIGTERM), 0);
    province_read(p);
    province_assert_whole(p);
    print_message("%lld facts, %lld letters, %lld repeats\n", (long long)p->facts,
        (long long)p->letters, (long long)p->repeats);
    assert_true(p->repeats > 0);
}

static void a_standby_takes_over_when_the_open_door_dies(void **state)
{
    struct province *p = &province;
    (void)state;
    pid_t first = door_start(p, "b", "topics");
    for (int i = 0; i < 300 && !door_said(p, "b", "on duty"); i++) pause_ms(100);
    pid_t second = door_start(p, "c", "topics");
    hour_publish(AN_HOUR);
    province_await(p, hour);
    pid_t *dead =
        door_said(p, "c", "on duty") && !door_said(p, "b", "standing by") ? &second : &first;
    bool first_dies = dead == &first;
    assert_int_equal(door_end(*dead, SIGKILL), -SIGKILL);
    hour_publish(AN_HOUR);
    province_await(p, hour);
    assert_int_equal(door_end(first_dies ? second : first, SIGTERM), 0);
    province_read(p);
    province_assert_whole(p);
}

/* One rule set more than a log can hold would end every assessor at each of its starts. The count
 * outlives the door. */
static void a_log_full_of_rule_sets_refuses_the_next_at_the_door_and_at_the_desk(void **state)
{
    struct province *p = &province;
    static const char rules[] = "ruleset trial\nP1.year1 = 29\n";
    char command[512], path[128];
    (void)state;
    pid_t door = door_start(p, "e", "topics");
    for (int i = 0; i < RULESETS_MAX; i++)
        province_ruleset(p, rules, instant_plus(hour, SECONDS(1 + i)), true);
    hour_publish(AN_HOUR);
    province_await(p, hour);
    assert_int_equal(door_end(door, SIGTERM), 0);
    (void)snprintf(path, sizeof path, "%.63s/rules", p->folder);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(rules, out) >= 0 && fclose(out) == 0);
    (void)snprintf(command, sizeof command,
        "%.150s hub ruleset --file %s --clock topics --brokers %.60s 2>&1 | grep -q 'holds no "
        "more'",
        p->coastline, path, p->brokers);
    assert_int_equal(system(command), 0);
    province_ruleset(p, rules, instant_plus(hour, SECONDS(1)), false); /* past the desk */
    hour_publish(AN_HOUR);
    door = door_start(p, "e", "topics");
    province_await(p, hour);
    assert_int_equal(door_end(door, SIGTERM), 0);
    province_read(p);
    province_assert_whole(p);
}

static void a_door_told_the_wrong_clock_does_not_open(void **state)
{
    struct province *p = &province;
    (void)state;
    pid_t door = door_start(p, "d", "wall");
    assert_int_equal(door_end(door, 0), 1);
    assert_true(door_said(p, "d", "LogAppendTime"));
}

int main(int argc, char *argv[])
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_become_facts_of_their_hour_and_the_rest_letters),
        cmocka_unit_test(a_door_that_left_in_order_goes_on_without_repeating),
        cmocka_unit_test(a_retired_key_seals_no_new_facts),
        cmocka_unit_test(a_killed_door_loses_nothing_and_its_repeats_are_known_by_origin),
        cmocka_unit_test(a_standby_takes_over_when_the_open_door_dies),
        cmocka_unit_test(a_log_full_of_rule_sets_refuses_the_next_at_the_door_and_at_the_desk),
        cmocka_unit_test(a_door_told_the_wrong_clock_does_not_open),
    };
    if (argc != 3) return 2;
    province_make(&province, argv[1], argv[2]);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    if (!failed) province_drop(&province);
    return failed;
}
