/* One door is open, and another opens when it goes. Against librdkafka's mock of a broker. */
#include "check.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "bus/lease.h"

static bool held_soon(struct lease *l, struct lease *other)
{
    struct why why;
    for (int i = 0; i < 600; i++) {
        if (lease_look(l, 25, &why) == RC_OK) return true;
        if (other) (void)(lease_look(other, 25, &why) == RC_OK);
    }
    return false;
}

static void one_holds_the_lease_and_the_other_gets_it_when_it_is_given_back(void **state)
{
    (void)state;
    char text[200];
    rd_kafka_t *owner = rd_kafka_new(RD_KAFKA_PRODUCER, rd_kafka_conf_new(), text, sizeof text);
    rd_kafka_mock_cluster_t *cluster = rd_kafka_mock_cluster_new(owner, 1);
    assert_int_equal(rd_kafka_mock_topic_create(cluster, "hub.door.v1", 1, 1), 0);
    struct lease_conf conf = { .brokers = rd_kafka_mock_cluster_bootstraps(cluster),
        .group = "coastline-door",
        .topic = "hub.door.v1" };
    struct lease *first = NULL, *second = NULL;
    struct why why;
    assert_int_equal(lease_open(&first, &conf, &why), RC_OK);
    assert_true(held_soon(first, NULL));
    assert_int_equal(lease_open(&second, &conf, &why), RC_OK);
    for (int i = 0; i < 40; i++) {
        bool one = lease_look(first, 25, &why) == RC_OK;
        bool two = lease_look(second, 25, &why) == RC_OK;
        assert_false(one && two);
    }
    bool first_holds = held_soon(first, second);
    struct lease **holder = first_holds ? &first : &second;
    struct lease *heir = first_holds ? second : first;
    *holder = lease_close(*holder);
    assert_true(held_soon(heir, NULL));
    lease_close(heir);
    rd_kafka_mock_cluster_destroy(cluster);
    rd_kafka_destroy(owner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_holds_the_lease_and_the_other_gets_it_when_it_is_given_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
