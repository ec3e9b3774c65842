/* The store against a real Redis, which the test starts for itself on a free port of loopback:
 * whether a batch and its place go in together, and what is done when Redis is not well. */
#include "redis.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "store/pack.h"

/* A batch of n counts, one more each. */
static enum rc batch(
    struct store *s, const char *expected, const char *next, int n, struct text *ret_there)
{
    struct writes w = writes_new();
    struct why why;
    struct store_step step = { slice_str("place"), slice_str(expected), slice_str(next) };
    for (int i = 0; i < n; i++) {
        writes_begin(&w, "HINCRBY");
        writes_word(&w, slice_str("counts"));
        writes_number(&w, i);
        writes_number(&w, 1);
        writes_end(&w);
    }
    enum rc rc = store_apply(s, &step, &w, &why);
    if (rc == RC_OK) rc = store_applied(s, ret_there, &why);
    writes_deinit(&w);
    return rc;
}

static void a_batch_and_its_place_go_in_together_or_not_at_all(void **state)
{
    const struct redis *r = *state;
    struct store *s = store_at(r->where, 0);
    struct text there = { "" };
    struct answer a;
    struct why why;
    assert_int_equal(ask1(s, &a, "FLUSHALL", &why), RC_OK);
    assert_int_equal(batch(s, "", "7", 1000, &there), RC_OK);
    assert_int_equal(batch(s, "", "7", 1000, &there), RC_REFUSED); /* the same once more */
    assert_string_equal(there.at, "7");
    assert_int_equal(batch(s, "6", "9", 1000, &there), RC_REFUSED); /* somebody who lags */
    expect_text(s, "HGET counts 0", "1");
    expect_text(s, "HGET counts 999", "1");
    assert_int_equal(batch(s, "7", "12", 1000, &there), RC_OK);
    expect_text(s, "HGET counts 999", "2");
    expect_text(s, "HGET place next", "12");
    assert_int_equal(batch(s, "12", "13", WRITES_MAX + 1, &there), RC_BROKEN);
    expect_text(s, "HGET place next", "12");
    store_close(s);
}

static void batches_in_one_pipeline_are_judged_one_after_the_other(void **state)
{
    static const char *const places[][2] = { { "", "1" }, { "1", "2" }, { "1", "3" },
        { "2", "4" } };
    static const enum rc wants[] = { RC_OK, RC_OK, RC_REFUSED, RC_OK };
    const struct redis *r = *state;
    struct store *s = store_at(r->socket, 0);
    struct writes none = writes_new();
    struct text there = { "" };
    struct answer a;
    struct why why;
    assert_int_equal(ask1(s, &a, "FLUSHALL", &why), RC_OK);
    for (size_t i = 0; i < COUNT(places); i++) {
        struct store_step step = { slice_str("place"), slice_str(places[i][0]),
            slice_str(places[i][1]) };
        assert_int_equal(store_apply(s, &step, &none, &why), RC_OK);
    }
    for (size_t i = 0; i < COUNT(places); i++)
        assert_int_equal(store_applied(s, &there, &why), wants[i]);
    expect_text(s, "HGET place next", "4");
    store_close(s);
}

static void bytes_of_any_kind_arrive_as_they_were(void **state)
{
    static const uint8_t bytes[] = { 0, '\r', '\n', '%', 's', 0xff, '$', '1', 0 };
    const struct redis *r = *state;
    struct store *s = store_at(r->where, 0);
    struct writes w = writes_new();
    struct text there = { "" };
    struct answer a;
    struct why why;
    writes_begin(&w, "SET");
    writes_word(&w, slice_str("bytes"));
    writes_word(&w, slice_of(bytes, sizeof bytes));
    writes_end(&w);
    writes_begin(&w, "SET");
    writes_word(&w, slice_str("least"));
    writes_number(&w, INT64_MIN);
    writes_end(&w);
    struct store_step step = { slice_str("other"), slice_str(""), slice_str("1") };
    assert_int_equal(store_apply(s, &step, &w, &why), RC_OK);
    assert_int_equal(store_applied(s, &there, &why), RC_OK);
    writes_deinit(&w);
    assert_int_equal(ask1(s, &a, "GET bytes", &why), RC_OK);
    assert_true(slice_equal(a.text, slice_of(bytes, sizeof bytes)));
    expect_text(s, "GET least", "-9223372036854775808");
    store_close(s);
}

static void no_memory_a_replica_and_a_stranger_change_nothing(void **state)
{
    static const struct {
        const char *before, *after;
        enum rc want;
    } rows[] = {
        { "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", RC_AGAIN },
        { "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", RC_AGAIN },
        { "ACL SETUSER default -hincrby", "ACL SETUSER default +hincrby", RC_BROKEN },
    };
    const struct redis *r = *state;
    struct store *s = store_at(r->where, 0);
    struct text there = { "" };
    struct answer a;
    struct why why;
    assert_int_equal(ask1(s, &a, "FLUSHALL", &why), RC_OK);
    assert_int_equal(batch(s, "", "5", 3, &there), RC_OK);
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(ask1(s, &a, rows[i].before, &why), RC_OK);
        assert_int_equal(batch(s, "5", "8", 3, &there), rows[i].want);
        assert_int_equal(ask1(s, &a, rows[i].after, &why), RC_OK);
        expect_text(s, "HGET counts 2", "1");
        expect_text(s, "HGET place next", "5");
    }
    assert_int_equal(batch(s, "5", "8", 3, &there), RC_OK);
    store_close(s);
}

static void a_late_answer_is_never_taken_for_the_next_one(void **state)
{
    const struct redis *r = *state;
    struct store *s = store_at(r->where, 200), *other = store_at(r->where, 0);
    struct answer a;
    struct why why;
    assert_int_equal(ask1(other, &a, "CLIENT PAUSE 600 ALL", &why), RC_OK);
    assert_int_equal(ask1(s, &a, "ECHO late", &why), RC_AGAIN); /* in time it was not */
    usleep(700000);
    expect_text(s, "ECHO next", "next");
    store_close(s);
    store_close(other);
}

static void redis_dies_and_comes_back_and_the_place_is_asked_for(void **state)
{
    struct redis *r = *state;
    struct store *s = store_at(r->where, 0);
    struct text there = { "" };
    struct answer a;
    struct why why;
    assert_int_equal(ask1(s, &a, "FLUSHALL", &why), RC_OK);
    assert_int_equal(batch(s, "", "5", 3, &there), RC_OK);
    redis_end(r, SIGKILL);
    assert_int_equal(batch(s, "5", "8", 3, &there), RC_AGAIN); /* the connection is dead */
    assert_int_equal(batch(s, "5", "8", 3, &there), RC_AGAIN); /* nobody listens */
    redis_start(r);
    redis_await(r);
    assert_int_equal(batch(s, "5", "8", 3, &there), RC_REFUSED); /* it kept nothing */
    assert_string_equal(there.at, "");
    assert_int_equal(batch(s, "", "8", 3, &there), RC_OK);
    store_close(s);
}

/* Names "0", "1" … with values of every length around the borders of the form, and numbers. */
static void pack_make(struct pack *p, size_t n)
{
    static const int64_t numbers[] = { 0, 7, 127, 128, 32767, 32768, 8388607, 8388608, 2147483647,
        2147483648, 999999999999999999 };
    static const size_t lengths[] = { 0, 1, 62, 63, 64, 65, 120, 127, 128, 4094, 4095, 4096,
        20000 };
    static uint8_t bytes[20000];
    char name[24], value[24];
    memset(bytes, 0xfe, sizeof bytes);
    pack_begin(p);
    for (size_t i = 0; i < n; i++) {
        size_t at = i % (COUNT(numbers) + COUNT(lengths));
        (void)snprintf(name, sizeof name, "%zu", i);
        pack_word(p, slice_str(name));
        if (at < COUNT(numbers))
            (void)snprintf(value, sizeof value, "%lld", (long long)numbers[at]);
        pack_word(p,
            at < COUNT(numbers) ? slice_str(value) : slice_of(bytes, lengths[at - COUNT(numbers)]));
    }
}

static void a_packed_hash_is_read_as_if_it_had_been_set(void **state)
{
    static const char *const texts[] = { "007", "-1", "1a", "9999999999999999999" };
    const struct redis *r = *state;
    struct store *s = store_at(r->where, 0);
    struct pack p = pack_new();
    struct answer a;
    struct why why = { "" };
    bool packs = false;
    assert_int_equal(ask1(s, &a, "CONFIG SET sanitize-dump-payload yes", &why), RC_OK);
    assert_int_equal(pack_is_read(s, slice_str("probe"), &packs, &why), RC_OK);
    assert_true(packs);
    for (size_t n = 1; n <= 600; n += n < 30 ? 1 : 190) { /* beyond 512 Redis unpacks it */
        pack_make(&p, n);
        const struct slice words[] = { slice_str("RESTORE"), slice_str("packed"), slice_str("0"),
            pack_end(&p), slice_str("REPLACE") };
        assert_int_equal(store_ask(s, words, COUNT(words), &why), RC_OK);
        assert_int_equal(store_answer(s, &a, &why), RC_OK);
        assert_int_equal(ask1(s, &a, "HGETALL packed", &why), RC_OK);
        assert_int_equal(a.n, 2 * n);
    }
    expect_text(s, "HGET packed 10", "999999999999999999");
    expect_text(s, "HGET packed 7", "8388608");
    assert_int_equal(ask1(s, &a, "HSTRLEN packed 23", &why), RC_OK);
    assert_int_equal(a.number, 20000);
    pack_begin(&p);
    for (size_t i = 0; i < COUNT(texts); i++) {
        pack_word(&p, slice_str(texts[i]));
        pack_word(&p, slice_str(texts[i]));
    }
    const struct slice words[] = { slice_str("RESTORE"), slice_str("packed"), slice_str("0"),
        pack_end(&p), slice_str("REPLACE") };
    assert_int_equal(store_ask(s, words, COUNT(words), &why), RC_OK);
    assert_int_equal(store_answer(s, &a, &why), RC_OK);
    for (size_t i = 0; i < COUNT(texts); i++) {
        char command[64];
        (void)snprintf(command, sizeof command, "HGET packed %s", texts[i]);
        expect_text(s, command, texts[i]);
    }
    assert_int_equal(ask1(s, &a, "ACL SETUSER default -restore", &why), RC_OK);
    assert_int_equal(pack_is_read(s, slice_str("probe"), &packs, &why), RC_OK);
    assert_false(packs); /* HSET it is */
    assert_int_equal(ask1(s, &a, "ACL SETUSER default +restore", &why), RC_OK);
    pack_deinit(&p);
    store_close(s);
}

static void what_is_no_address_is_said_at_once(void **state)
{
    static const char *const bad[] = { "localhost", "localhost:", ":6379", "h:0", "h:65536", "h:x1",
        "" };
    struct store *s = NULL;
    struct why why;
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct store_conf conf = { .where = bad[i] };
        assert_int_equal(store_open(&s, &conf, &why), RC_BROKEN);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_batch_and_its_place_go_in_together_or_not_at_all),
        cmocka_unit_test(batches_in_one_pipeline_are_judged_one_after_the_other),
        cmocka_unit_test(bytes_of_any_kind_arrive_as_they_were),
        cmocka_unit_test(no_memory_a_replica_and_a_stranger_change_nothing),
        cmocka_unit_test(a_late_answer_is_never_taken_for_the_next_one),
        cmocka_unit_test(redis_dies_and_comes_back_and_the_place_is_asked_for),
        cmocka_unit_test(a_packed_hash_is_read_as_if_it_had_been_set),
        cmocka_unit_test(what_is_no_address_is_said_at_once),
    };
    return cmocka_run_group_tests(tests, redis_setup, redis_teardown);
}
