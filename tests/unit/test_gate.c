/* Stories of the gate (design.md 3): what was seen, what may be filed, when the hour has passed.
 * Source 0 is a partition of hub.decisions, 1 and 2 are partitions of agencies. */
#include "check.h"

#include "gate.h"

enum { DECISIONS, POLICE, HEALTH, SOURCES_OF_STORY };

enum act {
    DONE,    /* end of the story */
    LOOK,    /* time passes, to `at` */
    SHOW,    /* a record stamped `at` comes in front of the source, at offset n */
    OPENER,  /* the same, and it is hub.opened */
    NOBODY,  /* the same, and it decides about somebody of whom nothing was filed */
    FILED,   /* what stands in front may be filed, and is */
    WAITS,   /* what stands in front must wait */
    ASK,     /* the gate wants ends and is heard */
    CONTENT, /* the gate wants no ends */
    ENDS,    /* the source's end is n */
    READ_TO, /* the source has been read up to n */
    TICK,    /* the tick `at` is due, is written and acknowledged */
    NO_TICK, /* none is due */
    LEFT,    /* n sources have been left behind */
    BEGINS,  /* a restart: the next tick is `at` */
};

struct step {
    enum act act;
    size_t source;
    const char *at; /* hh:mm:ss of one day, UTC+8 */
    int64_t n;
};

struct story {
    const char *name;
    enum gate_clock clock;
    struct step steps[40];
};

static instant at(const char *clock)
{
    char text[64] = "2026-03-01T";
    instant t = { 0 };
    strncat(text, clock, 20);
    strcat(text, "+08:00");
    assert_true(instant_parse(slice_str(text), &t));
    return t;
}

static void show(struct gate *g, const struct step *s, enum gate_record record, instant now)
{
    gate_show(g, s->source,
        &(struct gate_sight){ .record = record, .stamp = at(s->at), .offset = s->n, .now = now });
}

static bool step_holds(struct gate *g, const struct step *s, instant *now)
{
    bool holds = true;
    switch (s->act) {
    case DONE: break;
    case LOOK: *now = at(s->at); break;
    case SHOW: show(g, s, GATE_PLAIN, *now); break;
    case OPENER: show(g, s, GATE_OPENED, *now); break;
    case NOBODY: show(g, s, GATE_NOBODY, *now); break;
    case FILED:
        holds = gate_may_file(g, s->source);
        if (holds) gate_filed(g, s->source);
        break;
    case WAITS: holds = !gate_may_file(g, s->source); break;
    case ASK:
        holds = gate_wants_ends(g, *now);
        gate_ask(g, *now);
        break;
    case CONTENT: holds = !gate_wants_ends(g, *now); break;
    case ENDS: gate_end(g, s->source, s->n, *now); break;
    case READ_TO: gate_read_to(g, s->source, s->n); break;
    case TICK:
        holds = gate_tick_due(g) && g->tick.us == at(s->at).us;
        if (holds) gate_ticked(g);
        break;
    case NO_TICK: holds = !gate_tick_due(g); break;
    case LEFT: holds = gate_passed_over(g) == (size_t)s->n; break;
    case BEGINS: gate_resume(g, at(s->at)); break;
    }
    gate_look(g, *now);
    return holds;
}

static const struct story stories[] = {
    { "a burst of one agency does not run into the next hour before the others are there",
        GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "12:00:00", 0 }, { SHOW, POLICE, "10:10:00", 0 },
            { FILED, POLICE, 0, 0 }, { SHOW, POLICE, "10:30:00", 1 }, { WAITS, POLICE, 0, 0 },
            { SHOW, HEALTH, "10:29:00", 0 }, { NO_TICK, 0, 0, 0 }, { FILED, HEALTH, 0, 0 },
            { SHOW, HEALTH, "10:40:00", 1 }, { NO_TICK, 0, 0, 0 },
            { SHOW, DECISIONS, "11:00:00", 0 }, { WAITS, HEALTH, 0, 0 }, { TICK, 0, "10:30:00", 0 },
            { FILED, HEALTH, 0, 0 }, { FILED, POLICE, 0, 0 }, { NO_TICK, 0, 0, 0 } } },
    { "silence passes an hour only by an end that was asked for after it", GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "10:29:58", 0 }, { CONTENT, 0, 0, 0 },
            { LOOK, 0, "10:30:00", 0 }, { NO_TICK, 0, 0, 0 }, { ASK, 0, 0, 0 },
            { ENDS, DECISIONS, 0, 0 }, { ENDS, POLICE, 0, 3 }, { ENDS, HEALTH, 0, 0 },
            { NO_TICK, 0, 0, 0 }, { SHOW, POLICE, "10:29:30", 2 }, { NO_TICK, 0, 0, 0 },
            { FILED, POLICE, 0, 0 }, { TICK, 0, "10:30:00", 0 }, { NO_TICK, 0, 0, 0 },
            { CONTENT, 0, 0, 0 }, { LOOK, 0, "11:30:00", 0 }, { NO_TICK, 0, 0, 0 } } },
    { "an end of offsets without records (compaction, transactions) is an end", GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "10:31:00", 0 }, { ASK, 0, 0, 0 },
            { ENDS, DECISIONS, 0, 0 }, { ENDS, POLICE, 0, 9 }, { ENDS, HEALTH, 0, 0 },
            { NO_TICK, 0, 0, 0 }, { READ_TO, POLICE, 0, 9 }, { TICK, 0, "10:30:00", 0 } } },
    { "three hours of backlog are filed hour by hour", GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "13:00:00", 0 }, { ASK, 0, 0, 0 },
            { ENDS, DECISIONS, 0, 0 }, { ENDS, POLICE, 0, 2 }, { ENDS, HEALTH, 0, 0 },
            { SHOW, POLICE, "11:45:00", 0 }, { WAITS, POLICE, 0, 0 }, { TICK, 0, "10:30:00", 0 },
            { WAITS, POLICE, 0, 0 }, { TICK, 0, "11:30:00", 0 }, { NO_TICK, 0, 0, 0 },
            { FILED, POLICE, 0, 0 }, { NO_TICK, 0, 0, 0 }, { SHOW, POLICE, "12:50:00", 1 },
            { TICK, 0, "12:30:00", 0 }, { FILED, POLICE, 0, 0 }, { NO_TICK, 0, 0, 0 } } },
    { "agencies cannot push time where their clocks are taken", GATE_CLOCK_TOPICS,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "23:00:00", 0 }, { SHOW, POLICE, "10:31:00", 0 },
            { SHOW, HEALTH, "10:31:00", 0 }, { CONTENT, 0, 0, 0 }, { NO_TICK, 0, 0, 0 },
            { SHOW, DECISIONS, "10:00:00", 0 }, { FILED, DECISIONS, 0, 0 }, { NO_TICK, 0, 0, 0 },
            { SHOW, DECISIONS, "10:30:00", 1 }, { WAITS, DECISIONS, 0, 0 },
            { TICK, 0, "10:30:00", 0 }, { FILED, DECISIONS, 0, 0 }, { FILED, POLICE, 0, 0 } } },
    { "an end asked for before the heartbeat proves nothing", GATE_CLOCK_TOPICS,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "23:00:00", 0 },
            { SHOW, DECISIONS, "10:30:00", 0 }, { ASK, 0, 0, 0 }, { ENDS, POLICE, 0, 0 },
            { ENDS, HEALTH, 0, 0 }, { TICK, 0, "10:30:00", 0 }, { FILED, DECISIONS, 0, 0 },
            { SHOW, DECISIONS, "11:30:00", 1 }, { NO_TICK, 0, 0, 0 }, { ASK, 0, 0, 0 },
            { ENDS, POLICE, 0, 1 }, { ENDS, HEALTH, 0, 0 }, { NO_TICK, 0, 0, 0 },
            { SHOW, POLICE, "11:29:00", 0 }, { FILED, POLICE, 0, 0 },
            { TICK, 0, "11:30:00", 0 } } },
    { "a partition that cannot be read holds the hour for ten minutes", GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "10:30:00", 0 }, { ASK, 0, 0, 0 },
            { ENDS, DECISIONS, 0, 0 }, { ENDS, POLICE, 0, 0 }, { NO_TICK, 0, 0, 0 },
            { LOOK, 0, "10:30:20", 0 }, { ASK, 0, 0, 0 }, { ENDS, POLICE, 0, 0 },
            { ENDS, DECISIONS, 0, 0 }, { LOOK, 0, "10:30:45", 0 }, { LEFT, 0, 0, 0 },
            { LOOK, 0, "10:40:00", 0 }, { NO_TICK, 0, 0, 0 }, { ASK, 0, 0, 0 },
            { ENDS, POLICE, 0, 0 }, { LOOK, 0, "10:40:10", 0 }, { NO_TICK, 0, 0, 0 } } },
    { "the opening waits for all history", GATE_CLOCK_TOPICS,
        { { LOOK, 0, "23:00:00", 0 }, { SHOW, POLICE, "08:00:00", 0 }, { WAITS, POLICE, 0, 0 },
            { ASK, 0, 0, 0 }, { ENDS, DECISIONS, 0, 1 }, { ENDS, POLICE, 0, 2 },
            { ENDS, HEALTH, 0, 0 }, { WAITS, POLICE, 0, 0 }, { OPENER, DECISIONS, "10:15:00", 0 },
            { FILED, POLICE, 0, 0 }, { WAITS, DECISIONS, 0, 0 }, { SHOW, POLICE, "10:16:00", 1 },
            { WAITS, POLICE, 0, 0 }, { WAITS, DECISIONS, 0, 0 }, { LOOK, 0, "23:00:01", 0 },
            { ASK, 0, 0, 0 }, { ENDS, HEALTH, 0, 0 }, { NO_TICK, 0, 0, 0 },
            { FILED, DECISIONS, 0, 0 }, { FILED, POLICE, 0, 0 }, { SHOW, DECISIONS, "10:30:00", 1 },
            { ASK, 0, 0, 0 }, { ENDS, POLICE, 0, 2 }, { ENDS, HEALTH, 0, 0 },
            { TICK, 0, "10:30:00", 0 } } },
    { "hours of life are not taken for history while hub.opened is on its way", GATE_CLOCK_TOPICS,
        { { LOOK, 0, "12:00:00", 0 }, { ASK, 0, 0, 0 }, { ENDS, DECISIONS, 0, 0 },
            { ENDS, POLICE, 0, 1 }, { ENDS, HEALTH, 0, 0 }, { SHOW, POLICE, "08:00:00", 0 },
            { WAITS, POLICE, 0, 0 }, { CONTENT, 0, 0, 0 }, { LOOK, 0, "12:00:01", 0 },
            { ASK, 0, 0, 0 }, { ENDS, DECISIONS, 0, 0 }, { ENDS, POLICE, 0, 2 },
            { ENDS, HEALTH, 0, 0 }, { FILED, POLICE, 0, 0 }, { SHOW, POLICE, "17:00:00", 1 },
            { WAITS, POLICE, 0, 0 }, { LOOK, 0, "12:00:02", 0 }, { ASK, 0, 0, 0 },
            { ENDS, DECISIONS, 0, 1 }, { ENDS, POLICE, 0, 2 }, { ENDS, HEALTH, 0, 0 },
            { WAITS, POLICE, 0, 0 }, { OPENER, DECISIONS, "10:10:00", 0 }, { WAITS, POLICE, 0, 0 },
            { LOOK, 0, "12:00:03", 0 }, { ASK, 0, 0, 0 }, { ENDS, HEALTH, 0, 0 },
            { FILED, DECISIONS, 0, 0 }, { WAITS, POLICE, 0, 0 } } },
    { "a decision of the history waits for the person it is about", GATE_CLOCK_TOPICS,
        { { LOOK, 0, "12:00:00", 0 }, { NOBODY, DECISIONS, "08:00:00", 0 },
            { SHOW, POLICE, "07:00:00", 0 }, { WAITS, DECISIONS, 0, 0 }, { FILED, POLICE, 0, 0 },
            { ASK, 0, 0, 0 }, { ENDS, POLICE, 0, 3 }, { ENDS, HEALTH, 0, 0 },
            { WAITS, DECISIONS, 0, 0 }, { SHOW, POLICE, "07:59:00", 1 }, { WAITS, DECISIONS, 0, 0 },
            { FILED, POLICE, 0, 0 }, { SHOW, POLICE, "08:00:00", 2 }, { WAITS, POLICE, 0, 0 },
            { CONTENT, 0, 0, 0 }, { FILED, DECISIONS, 0, 0 }, { WAITS, POLICE, 0, 0 } } },
    { "an end from before the decision was seen does not show that its person is unknown",
        GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "10:30:00", 0 }, { ASK, 0, 0, 0 },
            { ENDS, POLICE, 0, 0 }, { ENDS, HEALTH, 0, 0 }, { NOBODY, DECISIONS, "10:09:00", 0 },
            { WAITS, DECISIONS, 0, 0 }, { ASK, 0, 0, 0 }, { ENDS, POLICE, 0, 1 },
            { ENDS, HEALTH, 0, 0 }, { WAITS, DECISIONS, 0, 0 }, { SHOW, POLICE, "10:08:00", 0 },
            { FILED, POLICE, 0, 0 }, { FILED, DECISIONS, 0, 0 } } },
    { "a decision about nobody holds up no agency within the hour", GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "10:20:00", 0 },
            { NOBODY, DECISIONS, "10:09:00", 0 }, { SHOW, POLICE, "10:19:00", 0 },
            { FILED, POLICE, 0, 0 }, { WAITS, DECISIONS, 0, 0 } } },
    { "a decision about nobody of before the opening is filed before it", GATE_CLOCK_TOPICS,
        { { LOOK, 0, "12:00:00", 0 }, { NOBODY, DECISIONS, "08:00:00", 0 }, { ASK, 0, 0, 0 },
            { ENDS, POLICE, 0, 0 }, { ENDS, HEALTH, 0, 0 }, { FILED, DECISIONS, 0, 0 },
            { OPENER, DECISIONS, "10:10:00", 1 }, { WAITS, DECISIONS, 0, 0 }, { ASK, 0, 0, 0 },
            { ENDS, POLICE, 0, 0 }, { ENDS, HEALTH, 0, 0 }, { FILED, DECISIONS, 0, 0 },
            { NOBODY, DECISIONS, "10:40:00", 2 }, { WAITS, DECISIONS, 0, 0 }, { ASK, 0, 0, 0 },
            { ENDS, POLICE, 0, 0 }, { ENDS, HEALTH, 0, 0 }, { WAITS, DECISIONS, 0, 0 },
            { TICK, 0, "10:30:00", 0 }, { FILED, DECISIONS, 0, 0 } } },
    { "an opening at half past has its first tick an hour later", GATE_CLOCK_WALL,
        { { LOOK, 0, "12:00:00", 0 }, { OPENER, DECISIONS, "10:30:00", 0 }, { ASK, 0, 0, 0 },
            { ENDS, POLICE, 0, 0 }, { ENDS, HEALTH, 0, 0 }, { FILED, DECISIONS, 0, 0 },
            { SHOW, DECISIONS, "11:40:00", 1 }, { TICK, 0, "11:30:00", 0 } } },
    { "stamps far ahead of our clock stop the door", GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "10:00:00", 0 }, { SHOW, POLICE, "10:05:00", 0 },
            { FILED, POLICE, 0, 0 }, { SHOW, POLICE, "10:05:01", 1 }, { WAITS, POLICE, 0, 0 },
            { SHOW, HEALTH, "10:00:00", 0 }, { WAITS, HEALTH, 0, 0 }, { LOOK, 0, "10:00:01", 0 },
            { FILED, HEALTH, 0, 0 }, { FILED, POLICE, 0, 0 } } },
    { "the last second of an hour belongs to its beginning", GATE_CLOCK_WALL,
        { { BEGINS, 0, "10:30:00", 0 }, { LOOK, 0, "10:29:59", 0 },
            { SHOW, POLICE, "10:29:59.999999", 0 }, { FILED, POLICE, 0, 0 },
            { NO_TICK, 0, 0, 0 } } },
};

static void the_hour_passes_when_everything_of_it_was_filed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(stories); i++) {
        CLEANUP(gate_freep) struct gate *g = NULL;
        struct why why;
        instant now = { 0 };
        assert_int_equal(gate_new(&g, stories[i].clock, SOURCES_OF_STORY, &why), RC_OK);
        g->sources[DECISIONS].decides = true;
        for (size_t k = 0; stories[i].steps[k].act != DONE; k++)
            if (!step_holds(g, &stories[i].steps[k], &now))
                fail_msg("%s: step %zu", stories[i].name, k + 1);
    }
}

/* Every second for eleven minutes one agency answers and the other does not. */
static void a_dead_partition_is_left_behind_and_then_hurries_nobody(void **state)
{
    (void)state;
    CLEANUP(gate_freep) struct gate *g = NULL;
    struct why why;
    assert_int_equal(gate_new(&g, GATE_CLOCK_WALL, SOURCES_OF_STORY, &why), RC_OK);
    g->sources[DECISIONS].decides = true;
    gate_resume(g, at("10:30:00"));
    int64_t waited = -1;
    for (int64_t second = 0; second < 660 && waited < 0; second++) {
        instant now = instant_plus(at("10:30:00"), SECONDS(second));
        gate_look(g, now);
        if (gate_tick_due(g)) waited = second;
        if (!gate_wants_ends(g, now)) continue;
        gate_ask(g, now);
        gate_end(g, DECISIONS, 0, now);
        gate_end(g, POLICE, 0, now);
    }
    assert_in_range(waited, 599, 602);
    assert_int_equal(gate_passed_over(g), 1);
    gate_end(g, HEALTH, 0, at("10:45:00"));
    assert_int_equal(gate_passed_over(g), 0);
}

/* Kafka is away as a whole: nobody's silence counts, however long it takes. */
static void an_outage_of_kafka_is_not_the_silence_of_an_agency(void **state)
{
    (void)state;
    CLEANUP(gate_freep) struct gate *g = NULL;
    struct why why;
    assert_int_equal(gate_new(&g, GATE_CLOCK_WALL, SOURCES_OF_STORY, &why), RC_OK);
    gate_resume(g, at("10:30:00"));
    for (int64_t second = 0; second < 7200; second++) {
        instant now = instant_plus(at("10:30:00"), SECONDS(second));
        gate_look(g, now);
        if (gate_wants_ends(g, now)) gate_ask(g, now);
        assert_false(gate_tick_due(g));
    }
    assert_int_equal(gate_passed_over(g), 0);
}

static void a_late_record_does_not_arrive_before_the_hour_that_passed(void **state)
{
    (void)state;
    CLEANUP(gate_freep) struct gate *g = NULL;
    struct why why;
    assert_int_equal(gate_new(&g, GATE_CLOCK_WALL, 1, &why), RC_OK);
    gate_resume(g, at("11:30:00"));
    assert_int_equal(gate_arrival(g, at("10:10:00")).us, at("10:30:00").us);
    assert_int_equal(gate_arrival(g, at("10:40:00.5")).us, at("10:40:00.5").us);
    assert_int_equal(gate_arrival(g, at("11:29:59.7")).us, at("11:29:59").us);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hour_passes_when_everything_of_it_was_filed),
        cmocka_unit_test(a_dead_partition_is_left_behind_and_then_hurries_nobody),
        cmocka_unit_test(an_outage_of_kafka_is_not_the_silence_of_an_agency),
        cmocka_unit_test(a_late_record_does_not_arrive_before_the_hour_that_passed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
