/* The door's reading by hand, against librdkafka's own mock of a broker: each partition by itself,
 * ends that are asked for, and places that come back with their word after a restart. */
#include "check.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "bus/feed.h"

struct world {
    rd_kafka_t *owner; /* also the producer */
    rd_kafka_mock_cluster_t *cluster;
    struct feed_conf conf;
};

static const char *const topics[] = { "police.events.v1", "hub.decisions.v1" };

static int world_make(void **state)
{
    static struct world w;
    char text[200];
    w.owner = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), text, sizeof text);
    w.cluster = rd_kafka_mock_cluster_new(w.owner, 1);
    const char *brokers = rd_kafka_mock_cluster_bootstraps(w.cluster);
    if (rd_kafka_brokers_add(w.owner, brokers) != 1) return -1;
    for (size_t i = 0; i < COUNT(topics); i++)
        if (rd_kafka_mock_topic_create(w.cluster, topics[i], 2, 1)) return -1;
    w.conf = (struct feed_conf){ .brokers = brokers,
        .group = "coastline-door-places",
        .topics = topics,
        .n_topics = COUNT(topics),
        .wait_ms = 10000 };
    *state = &w;
    return 0;
}

static int world_drop(void **state)
{
    struct world *w = *state;
    rd_kafka_mock_cluster_destroy(w->cluster);
    rd_kafka_destroy(w->owner);
    return 0;
}

static void put(struct world *w, const char *topic, int32_t partition, const char *value)
{
    assert_int_equal(
        rd_kafka_producev(w->owner, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_VALUE((void *)(uintptr_t)value, strlen(value)),
            RD_KAFKA_V_HEADER("ce_id", "a", 1), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_END),
        0);
    assert_int_equal(rd_kafka_flush(w->owner, 10000), 0);
}

static size_t source_of(const struct feed *f, const char *topic, int32_t partition)
{
    for (size_t i = 0; i < feed_count(f); i++) {
        struct feed_source s = feed_source(f, i);
        if (slice_is(s.topic, topic) && s.partition == partition) return i;
    }
    fail_msg("no such source");
    return 0;
}

static struct feed_record take_soon(struct feed *f, size_t source)
{
    struct feed_record r = { 0 };
    int64_t read_to = 0;
    struct why why;
    for (int i = 0; i < 2000; i++) {
        enum rc rc = feed_take(f, source, &r, &read_to, &why);
        if (rc == RC_OK) return r;
        assert_int_equal(rc, RC_AGAIN);
        feed_wait(f, 5);
    }
    fail_msg("nothing came: %s", why.text);
    return r;
}

static void a_source_is_read_by_itself_and_from_its_place_after_a_restart(void **state)
{
    struct world *w = *state;
    struct feed *f = NULL;
    struct why why = { "" };
    struct text beside = { "" };
    put(w, topics[0], 1, "first");
    put(w, topics[0], 1, "second");
    put(w, topics[1], 0, "decision");
    assert_int_equal(feed_open(&f, &w->conf, &why), RC_OK);
    assert_int_equal(feed_count(f), 4);
    assert_int_equal(feed_beside(f, &beside, &why), RC_OK);
    assert_string_equal(beside.at, "");
    size_t police = source_of(f, topics[0], 1), decisions = source_of(f, topics[1], 0);
    assert_int_equal(feed_source(f, decisions).topic_index, 1);
    assert_true(slice_is(take_soon(f, decisions).value, "decision"));
    struct feed_record first = take_soon(f, police);
    assert_true(slice_is(first.value, "first"));
    assert_null(first.key.at);
    struct feed_header header;
    assert_int_equal(feed_headers(f, police, &header, 1), 1);
    assert_true(slice_is(header.name, "ce_id") && slice_is(header.value, "a"));
    int64_t places[4] = { 0 }, ends[4] = { -1, -1, -1, -1 };
    assert_int_equal(feed_ends(f, ends, &why), RC_OK);
    assert_int_equal(ends[police], 2);
    assert_int_equal(ends[decisions], 1);
    assert_int_equal(ends[source_of(f, topics[0], 0)], 0);
    places[police] = 1;
    places[decisions] = 1;
    struct text hour = { "1 1772332200000000" };
    assert_int_equal(feed_commit(f, places, &hour, &why), RC_OK);
    f = feed_close(f);
    assert_int_equal(feed_open(&f, &w->conf, &why), RC_OK);
    assert_int_equal(feed_beside(f, &beside, &why), RC_OK);
    assert_string_equal(beside.at, hour.at);
    assert_int_equal(feed_source(f, police).place, 1);
    assert_true(slice_is(take_soon(f, police).value, "second"));
    feed_close(f);
}

static void an_end_of_partition_says_how_far_we_read(void **state)
{
    struct world *w = *state;
    struct feed *f = NULL;
    struct feed_record r;
    struct why why;
    int64_t read_to = 0;
    assert_int_equal(feed_open(&f, &w->conf, &why), RC_OK);
    size_t decisions = source_of(f, topics[1], 0);
    for (int i = 0; i < 2000 && read_to == 0; i++) {
        assert_int_equal(feed_take(f, decisions, &r, &read_to, &why), RC_AGAIN);
        feed_wait(f, 5);
    }
    assert_int_equal(read_to, 1);
    feed_close(f);
}

static void brokers_that_do_not_answer_are_asked_again_later(void **state)
{
    struct world *w = *state;
    static const char *const missing[] = { "hr.events.v1" };
    struct feed_conf conf = w->conf;
    struct feed *f = NULL;
    struct why why = { "" };
    conf.brokers = "127.0.0.1:1";
    conf.wait_ms = 300;
    conf.topics = missing;
    conf.n_topics = 1;
    assert_int_equal(feed_open(&f, &conf, &why), RC_AGAIN);
    assert_null(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_source_is_read_by_itself_and_from_its_place_after_a_restart),
        cmocka_unit_test(an_end_of_partition_says_how_far_we_read),
        cmocka_unit_test(brokers_that_do_not_answer_are_asked_again_later),
    };
    return cmocka_run_group_tests(tests, world_make, world_drop);
}
