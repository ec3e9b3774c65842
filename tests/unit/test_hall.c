/* The door dies at any moment and starts again: nothing is lost, and no hour passes in a partition
 * of hub.facts before everything of that hour is there. Kafka is arrays; what was not acknowledged
 * at the moment of death is lost from some point on in each partition. */
#include "check.h"

#include <stdio.h>

#include "base/random.h"
#include "hall.h"

enum { SOURCES_N = 4, RECORDS = 150, FACTS = 3, LOG_MAX = 40000, HOURS_N = 12 };

/* Of hub.facts: what was written, in order. A tick has source SOURCES_N. */
struct entry {
    size_t source;
    int64_t offset; /* of a tick: its time */
};

struct partition {
    struct entry at[LOG_MAX];
    size_t n, acked;
};

struct kafka {
    instant stamps[SOURCES_N][RECORDS]; /* source 0 is hub.decisions; its first record opens */
    int64_t next[SOURCES_N];            /* of the running door */
    int64_t places[SOURCES_N];
    struct text beside;
    struct bounds bounds;
    struct partition facts[FACTS];
    struct random random;
    int64_t until_death; /* calls of ports that still succeed */
};

static struct kafka the_kafka;

static enum rc breath(struct kafka *k, struct why *why)
{
    return k->until_death-- > 0 ? RC_OK : why_set(why, RC_BROKEN, "killed");
}

static enum rc take(
    void *self, size_t source, struct hall_record *ret, int64_t *read_to, struct why *why)
{
    struct kafka *k = self;
    (void)read_to;
    if (breath(k, why) != RC_OK) return RC_BROKEN;
    if (k->next[source] == RECORDS || random_chance(&k->random, 200)) return RC_AGAIN;
    *ret = (struct hall_record){ .original = { .offset = k->next[source] },
        .stamp = k->stamps[source][k->next[source]] };
    k->next[source]++;
    return RC_OK;
}

static enum rc ends(void *self, int64_t *ret, struct why *why)
{
    struct kafka *k = self;
    if (breath(k, why) != RC_OK) return RC_BROKEN;
    for (size_t i = 0; i < SOURCES_N; i++)
        if (!random_chance(&k->random, 100)) ret[i] = RECORDS;
    return RC_OK;
}

static enum rc commit(void *self, const int64_t *places, const struct text *beside, struct why *why)
{
    struct kafka *k = self;
    if (breath(k, why) != RC_OK) return RC_BROKEN;
    memcpy(k->places, places, sizeof k->places);
    k->beside = *beside;
    return RC_OK;
}

static enum gate_record peek(void *self, size_t source, const struct hall_record *record)
{
    (void)self, (void)source;
    return record->original.offset == 0 ? GATE_OPENED : GATE_PLAIN;
}

static void write_to(struct partition *p, struct entry entry)
{
    assert_true(p->n < LOG_MAX);
    p->at[p->n++] = entry;
}

static int32_t partition_for(size_t source, int64_t offset)
{
    return (int32_t)((source * 7 + (size_t)offset * 5) % FACTS);
}

static enum rc file(
    void *self, size_t source, const struct hall_record *record, instant arrival, struct why *why)
{
    struct kafka *k = self;
    (void)arrival;
    if (breath(k, why) != RC_OK) return RC_BROKEN;
    struct entry entry = { source, record->original.offset };
    for (size_t i = 0; i < FACTS; i++)
        for (size_t e = k->facts[i].acked; e < k->facts[i].n; e++) /* no hour is half passed */
            assert_int_not_equal(k->facts[i].at[e].source, SOURCES_N);
    write_to(&k->facts[partition_for(source, entry.offset)], entry);
    return RC_OK;
}

static enum rc tick(void *self, instant at, struct why *why)
{
    struct kafka *k = self;
    for (size_t i = 0; i < FACTS; i++) {
        if (breath(k, why) != RC_OK) return RC_BROKEN;
        write_to(&k->facts[i], (struct entry){ SOURCES_N, at.us });
    }
    return RC_OK;
}

static enum rc settle(void *self, struct why *why)
{
    struct kafka *k = self;
    if (breath(k, why) != RC_OK) return RC_BROKEN;
    for (size_t i = 0; i < FACTS; i++) k->facts[i].acked = k->facts[i].n;
    return RC_OK;
}

static const instant first_hour = { 1772328600000000 }; /* 2026-03-01T09:30+08:00 */

static void kafka_fill(struct kafka *k, uint64_t seed)
{
    memset(k, 0, sizeof *k);
    k->random = random_seeded(seed);
    for (size_t s = 0; s < SOURCES_N; s++) {
        instant t = instant_plus(first_hour, SECONDS(s == 0 ? 1800 : 0));
        for (size_t i = 0; i < RECORDS; i++) {
            k->stamps[s][i] = t;
            t = instant_plus(t, SECONDS((int64_t)random_below(&k->random, 500)));
        }
    }
}

/* What was written and not acknowledged is there up to some point, in order. */
static void kafka_after_death(struct kafka *k)
{
    for (size_t i = 0; i < FACTS; i++) {
        struct partition *p = &k->facts[i];
        p->n = p->acked + random_below(&k->random, p->n - p->acked + 1);
        p->acked = p->n;
    }
}

/* A life of the door; true if it ended because there was nothing left to do. */
static bool door_live(struct kafka *k)
{
    const struct hall_ports ports = { k, { "thelog" }, &k->bounds, take, ends, commit, peek, file,
        tick, settle };
    struct gate *gate = NULL;
    CLEANUP(hall_freep) struct hall *h = NULL;
    struct why why;
    struct beside kept = { .tick = { 0 } };
    instant now = instant_plus(first_hour, HOURS(HOURS_N));
    assert_int_equal(gate_new(&gate, GATE_CLOCK_WALL, SOURCES_N, &why), RC_OK);
    gate->sources[0].decides = true;
    if (k->beside.at[0]) assert_true(beside_parse(slice_text(&k->beside), &kept));
    if (kept.tick.us) gate_resume(gate, kept.tick);
    memcpy(k->next, k->places, sizeof k->next);
    assert_int_equal(hall_new(&h, &ports, gate, k->places, &why), RC_OK);
    enum rc rc = RC_OK;
    for (int idle = 0; rc == RC_OK && idle < 60;) {
        bool busy = false;
        now = instant_plus(now, SECONDS(1));
        rc = hall_turn(h, now, &busy, &why);
        idle = busy ? 0 : idle + 1;
    }
    if (rc == RC_OK) rc = hall_commit(h, now, &why);
    return rc == RC_OK;
}

static size_t first_of(const struct partition *p, struct entry entry)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->at[i].source == entry.source && p->at[i].offset == entry.offset) return i;
    return SIZE_MAX;
}

/* Readers drop a tick that is not after the last one, so the first of each is what counts. */
static void assert_every_hour_is_whole(const struct kafka *k)
{
    for (size_t s = 0; s < SOURCES_N; s++)
        for (int64_t i = 0; i < RECORDS; i++) {
            const struct partition *p = &k->facts[partition_for(s, i)];
            size_t filed = first_of(p, (struct entry){ s, i });
            assert_true(filed != SIZE_MAX); /* nothing is lost */
            instant end = tick_at_or_after((instant){ k->stamps[s][i].us + 1 });
            assert_true(filed < first_of(p, (struct entry){ SOURCES_N, end.us }));
        }
}

static size_t ticks_of(const struct partition *p)
{
    int64_t last = 0;
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (p->at[i].source != SOURCES_N || p->at[i].offset <= last) continue;
        if (last) assert_int_equal(p->at[i].offset - last, HOURS(1).us); /* none is skipped */
        last = p->at[i].offset;
        n++;
    }
    return n;
}

static void a_door_that_is_killed_again_and_again_loses_nothing(void **state)
{
    (void)state;
    struct kafka *k = &the_kafka;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        kafka_fill(k, seed);
        for (int life = 0; life < 25; life++) {
            k->until_death = (int64_t)random_below(&k->random, 400);
            door_live(k);
            kafka_after_death(k);
        }
        k->until_death = INT64_MAX;
        assert_true(door_live(k));
        assert_every_hour_is_whole(k);
        assert_true(ticks_of(&k->facts[0]) >= 11);
    }
}

static void what_stands_beside_the_places_is_ours_or_refused(void **state)
{
    (void)state;
    struct beside b = { .tick = { -1 } };
    assert_true(beside_parse(slice_str("1 0 alog"), &b));
    assert_int_equal(b.tick.us, 0);
    assert_true(beside_parse(slice_str("1 1772332200000000 alog"), &b));
    assert_string_equal(b.log.at, "alog");
    assert_int_equal(b.bounds.rulesets + b.bounds.linked, 0);
    assert_true(beside_parse(slice_str("1 0 alog 63 80000"), &b));
    assert_int_equal(b.bounds.rulesets, 63);
    assert_int_equal(b.bounds.linked, 80000);
    struct text same = beside_text(&b);
    assert_string_equal(same.at, "1 0 alog 63 80000");
    assert_true(beside_parse(slice_str("1 1772332200000000 alog"), &b));
    static const char *const wrong[] = { "", "1", "1 ", "2 0 alog", "1 0", "1 0 ", "1  alog",
        "1 1772332200000001 alog", "1 0 alog 1", "1 0 alog 1 ", "1 0 alog 1 -1", "1 0 alog 1 2 3",
        "1 -1 alog", "1 99999999999999999999 alog" };
    for (size_t i = 0; i < COUNT(wrong); i++) assert_false(beside_parse(slice_str(wrong[i]), &b));
    assert_int_equal(b.tick.us, 1772332200000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_door_that_is_killed_again_and_again_loses_nothing),
        cmocka_unit_test(what_stands_beside_the_places_is_ours_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
