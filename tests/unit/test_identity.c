/* Whom the door takes a document for. The keys of partition_of come from Kafka's own test of its
 * murmur2, so that a Java consumer finds a person in the partition where we put it. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "identity.h"
#include "park.h"
#include "vault/wrap.h"

struct world {
    char folder[64];
    struct secrets *secrets;
    struct identities *ids;
};

static int world_make(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct why why;
    snprintf(w->folder, sizeof w->folder, "/tmp/coastline-identity-XXXXXX");
    if (!mkdtemp(w->folder) || secrets_init(w->folder, &why) != RC_OK) return -1;
    if (secrets_open(&w->secrets, w->folder, (1u << SECRETS) - 1, &why) != RC_OK) return -1;
    struct identities_conf conf = {
        .secrets = w->secrets, .partitions = 12, .people_max = 5000, .cached = 64
    };
    if (identities_new(&w->ids, &conf, &why) != RC_OK) return -1;
    *state = w;
    return 0;
}

static int world_drop(void **state)
{
    struct world *w = *state;
    identities_free(w->ids);
    secrets_free(w->secrets);
    for (unsigned i = 0; i < SECRETS; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", w->folder, secret_file((enum secret)i));
        (void)unlink(path);
    }
    (void)rmdir(w->folder);
    free(w);
    return 0;
}

static void a_java_client_finds_a_person_where_we_put_it(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        int32_t murmur2;
    } rows[] = {
        { "21", -973932308 },
        { "foobar", -790332482 },
        { "a-little-bit-long-string", -985981536 },
        { "a-little-bit-longer-string", -1486304829 },
        { "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971 },
        { "abc", 479470107 },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(partition_of(slice_str(rows[i].key), 12),
            (int32_t)((uint32_t)rows[i].murmur2 & 0x7fffffff) % 12);
}

static struct subject passport(char number[16], int n)
{
    snprintf(number, 16, "P%07d", n);
    return (struct subject){ DOC_PASSPORT, slice_str(number) };
}

static void everybody_keeps_the_first_key_over_growth_and_cache_misses(void **state)
{
    struct world *w = *state;
    enum { PEOPLE = 4000 };
    static int64_t key_ids[PEOPLE];
    char number[16];
    struct why why;
    for (int i = 0; i < PEOPLE; i++) {
        struct subject subject = passport(number, i);
        const struct person *p = NULL;
        struct identity_new made;
        assert_int_equal(identity_find(w->ids, &subject, &p), RC_AGAIN);
        assert_int_equal(identity_make(w->ids, &subject, &made, &why), RC_OK);
        key_ids[i] = made.key_id;
    }
    assert_int_equal(identities_count(w->ids), PEOPLE);
    for (int i = 0; i < 2 * PEOPLE; i++) {
        struct subject subject = passport(number, i % PEOPLE);
        const struct person *p = NULL;
        assert_int_equal(identity_find(w->ids, &subject, &p), RC_OK);
        assert_int_equal(p->key_id, key_ids[i % PEOPLE]);
        assert_ptr_equal(identity_of_pid(w->ids, slice_str(p->pid)), p);
    }
}

static void after_a_restart_people_have_the_keys_of_the_log(void **state)
{
    struct world *w = *state;
    char number[16];
    struct why why;
    struct identity_new made;
    struct subject subject = passport(number, 9000);
    assert_int_equal(identity_make(w->ids, &subject, &made, &why), RC_OK);
    struct key key;
    assert_true(
        unwrap_person_key(w->secrets, slice_str(made.pid), made.key_id, made.wrapped_key, &key));
    struct document d;
    assert_true(document_open(w->secrets, made.document, &d));
    assert_string_equal(d.at, "passport:P0009000");
    struct identities *again = NULL;
    struct identities_conf conf = {
        .secrets = w->secrets, .partitions = 12, .people_max = 2, .cached = 1
    };
    assert_int_equal(identities_new(&again, &conf, &why), RC_OK);
    struct identity_key said = { slice_str(made.pid), made.key_id, made.wrapped_key, false };
    assert_int_equal(identity_learn(again, &said, &why), RC_OK);
    const struct person *p = NULL;
    assert_int_equal(identity_find(again, &subject, &p), RC_OK);
    assert_memory_equal(p->key.at, key.at, sizeof key.at);
    said.retired = true;
    assert_int_equal(identity_learn(again, &said, &why), RC_OK);
    assert_int_equal(identity_find(again, &subject, &p), RC_AGAIN);
    said.key_id++;
    assert_int_equal(identity_learn(again, &said, &why), RC_BROKEN);
    identities_free(again);
}

static void too_many_people_are_said_and_not_suffered(void **state)
{
    struct world *w = *state;
    struct why why = { "" };
    struct identities *few = NULL;
    struct identities_conf conf = {
        .secrets = w->secrets, .partitions = 1, .people_max = 1, .cached = 1
    };
    struct identity_new made;
    char number[16];
    struct subject subject = passport(number, 1);
    assert_int_equal(identities_new(&few, &conf, &why), RC_OK);
    assert_int_equal(identity_make(few, &subject, &made, &why), RC_OK);
    subject = passport(number, 2);
    assert_int_equal(identity_make(few, &subject, &made, &why), RC_BROKEN);
    assert_non_null(strstr(why.text, "--people-max"));
    identities_free(few);
}

static enum rc sent(
    void *self, int32_t partition, struct slice pid, struct slice value, struct why *why)
{
    struct buffer *out = self;
    (void)why;
    buffer_printf(out, "%d:%.*s=%.*s ", partition, (int)pid.n, (const char *)pid.at, (int)value.n,
        (const char *)value.at);
    return RC_OK;
}

static void facts_of_new_people_wait_in_order_and_a_full_park_loses_none(void **state)
{
    (void)state;
    struct why why;
    struct park p = park_new(3, 80);
    struct buffer out = buffer_new(200);
    assert_true(park_add(&p, 1, slice_str("a"), slice_str("one")));
    assert_true(park_add(&p, 2, slice_str("b"), slice_str("")));
    assert_false(park_add(&p, 3, slice_str("c"), slice_of((const uint8_t[99]){ 0 }, 99)));
    assert_true(park_add(&p, 1, slice_str("a"), slice_str("two")));
    assert_false(park_add(&p, 1, slice_str("a"), slice_str("x")));
    assert_int_equal(park_empty(&p, sent, &out, &why), RC_OK);
    assert_true(slice_is(buffer_slice(&out), "1:a=one 2:b= 1:a=two "));
    assert_int_equal(park_empty(&p, sent, &out, &why), RC_OK);
    assert_true(slice_is(buffer_slice(&out), "1:a=one 2:b= 1:a=two "));
    assert_true(park_add(&p, 0, slice_str("d"), slice_str("three")));
    park_deinit(&p);
    buffer_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_java_client_finds_a_person_where_we_put_it),
        cmocka_unit_test(everybody_keeps_the_first_key_over_growth_and_cache_misses),
        cmocka_unit_test(after_a_restart_people_have_the_keys_of_the_log),
        cmocka_unit_test(facts_of_new_people_wait_in_order_and_a_full_park_loses_none),
        cmocka_unit_test(too_many_people_are_said_and_not_suffered),
    };
    return cmocka_run_group_tests(tests, world_make, world_drop);
}
