/* Which partition a key belongs to, and where reading begins. */
#include "check.h"

#include "bus/bus.h"

/* The vectors of Kafka's own tests of the Java client (hash as a signed number). */
static void a_key_hashes_as_javas_client_does_so_that_both_find_the_same_partition(void **state)
{
    static const struct {
        const char *key;
        int32_t hash;
    } rows[] = {
        { "21", -973932308 },
        { "foobar", -790332482 },
        { "a-little-bit-long-string", -985981536 },
        { "a-little-bit-longer-string", -1486304829 },
        { "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971 },
        { "abc", 479470107 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct slice key = slice_str(rows[i].key);
        int32_t positive = (int32_t)((uint32_t)rows[i].hash & 0x7fffffff);
        assert_int_equal(bus_partition_of(key, INT32_MAX), positive % INT32_MAX);
        assert_int_equal(bus_partition_of(key, 12), positive % 12);
    }
}

static void expired_records_are_counted_and_a_log_that_shrank_stops_the_reader(void **state)
{
    static const struct {
        int64_t place, low, high, start, expired;
        enum rc rc;
    } rows[] = {
        { -1, 0, 0, 0, 0, RC_OK },
        { -1, 7, 9, 7, 0, RC_OK },
        { 5, 0, 9, 5, 0, RC_OK },
        { 9, 0, 9, 9, 0, RC_OK },
        { 5, 8, 9, 8, 3, RC_OK },
        { 0, 8, 9, 8, 8, RC_OK },
        { 10, 0, 9, -7, -7, RC_BROKEN },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t start = -7, expired = -7;
        struct why why = { "" };
        struct bus_span log = { rows[i].low, rows[i].high };
        assert_int_equal(bus_begin(rows[i].place, log, &start, &expired, &why), rows[i].rc);
        assert_int_equal(start, rows[i].start);
        assert_int_equal(expired, rows[i].expired);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_hashes_as_javas_client_does_so_that_both_find_the_same_partition),
        cmocka_unit_test(expired_records_are_counted_and_a_log_that_shrank_stops_the_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
