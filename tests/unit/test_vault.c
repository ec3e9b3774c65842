/* What partners, agencies and the law rely on: the same names on every machine, and sealed texts
 * that open for their own place and key only. Expected bytes come from other implementations
 * (Python's hashlib, hmac and cryptography) over the layouts in the headers. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vault/letters.h"
#include "vault/wrap.h"

enum { EVERY = (1 << SECRETS) - 1 };

struct world {
    char folder[64];
    struct secrets *secrets;
    struct sealer *sealer;
};

static void path_in(const struct world *w, enum secret which, char ret[128])
{
    snprintf(ret, 128, "%s/%s", w->folder, secret_file(which));
}

static void secret_put(const struct world *w, enum secret which, mode_t mode)
{
    char path[128];
    path_in(w, which, path);
    (void)unlink(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (int i = 0; i < SECRET_BYTES; i++) fputc(i, file);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
}

static int world_make(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct why why = { "" };
    snprintf(w->folder, sizeof w->folder, "/tmp/coastline-vault-XXXXXX");
    if (!mkdtemp(w->folder) || secrets_init(w->folder, &why) != RC_OK) return -1;
    secret_put(w, SECRET_PID, 0400); /* known ones, for known answers */
    secret_put(w, SECRET_TOKEN, 0400);
    if (secrets_open(&w->secrets, w->folder, EVERY, &why) != RC_OK) return -1;
    if (sealer_new(&w->sealer, &why) != RC_OK) return -1;
    *state = w;
    return 0;
}

static int world_drop(void **state)
{
    struct world *w = *state;
    secrets_free(w->secrets);
    sealer_free(w->sealer);
    for (unsigned i = 0; i < SECRETS; i++) {
        char path[128];
        path_in(w, (enum secret)i, path);
        (void)unlink(path);
    }
    (void)rmdir(w->folder);
    free(w);
    return 0;
}

static struct document document_of(enum doc_type type, const char *number)
{
    struct subject subject = { type, slice_str(number) };
    struct document d = { .n = 0 };
    assert_true(document_from(&subject, &d));
    return d;
}

static void a_person_has_one_pseudonym_however_the_number_was_typed(void **state)
{
    struct world *w = *state;
    static const struct {
        enum doc_type type;
        const char *number, *pid;
    } rows[] = {
        { DOC_CN_ID, "460108189001010010", "hpptwaq1khe90wfqwq5d8hk9f4" },
        { DOC_PASSPORT, "E1234567", "rsap2hwmap0a833kv6v6f7cjyc" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct document d = document_of(rows[i].type, rows[i].number);
        assert_string_equal(pid_of(w->secrets, &d).at, rows[i].pid);
    }
    struct document large = document_of(DOC_CN_ID, "46020318960301002X");
    struct document small = document_of(DOC_CN_ID, "46020318960301002x");
    assert_string_equal(pid_of(w->secrets, &large).at, pid_of(w->secrets, &small).at);
}

static void a_wrong_number_makes_no_pseudonym(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "460108189001010011", "46010818900101001" };
    struct document d;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(document_from(&(struct subject){ DOC_CN_ID, slice_str(wrong[i]) }, &d));
    assert_false(document_from(&(struct subject){ DOC_PASSPORT, slice_str("") }, &d));
}

static void a_partner_computes_the_same_alias_as_the_hub(void **state)
{
    struct world *w = *state;
    uint8_t ours[ALIAS_KEY_BYTES], theirs[ALIAS_KEY_BYTES];
    memset(ours, 7, sizeof ours);
    memset(theirs, 8, sizeof theirs);
    struct document d = document_of(DOC_CN_ID, "460108189001010010");
    struct token token = token_of(w->secrets, &d);
    static const uint8_t head[] = { 0xd7, 0xe3, 0x8c, 0x7d, 0x7a, 0xec, 0x63, 0x98 };
    assert_memory_equal(token.at, head, sizeof head);
    assert_string_equal(alias_of(ours, &token).at, "gw1sr65tsyh9phjtyt5mygm6xw");
    assert_string_not_equal(alias_of(ours, &token).at, alias_of(theirs, &token).at);
}

static void a_webhook_keeps_its_id_over_rebuilds_and_shares_it_with_no_other(void **state)
{
    (void)state;
    const struct webhook_name name = { .log = slice_str("thelogname"),
        .subscription = slice_str("town-meilan"),
        .pid = slice_str("0123456789abcdefghjkmnpqrs"),
        .offset = 4711,
        .index = 2 };
    assert_string_equal(webhook_id(&name).at, "msg_0kfwqq8vz6rdph1c6mrcc5cxp4");
    struct webhook_name other[5] = { name, name, name, name, name };
    other[0].log = slice_str("otherlog");
    other[1].subscription = slice_str("town-longhua");
    other[2].pid = slice_str("0123456789abcdefghjkmnpqrt");
    other[3].offset++;
    other[4].index++;
    for (size_t i = 0; i < COUNT(other); i++)
        assert_string_not_equal(webhook_id(&other[i]).at, webhook_id(&name).at);
}

static struct seal_binding a_binding(void)
{
    return (struct seal_binding){ .kind = SEALED_FACT,
        .pid = slice_str("0123456789abcdefghjkmnpqrs"),
        .key_id = 5,
        .at = { 1000000 },
        .partition = 3,
        .offset = 42,
        .name = slice_str("health.events.v1") };
}

static struct key counting_key(void)
{
    struct key key;
    for (size_t i = 0; i < sizeof key.at; i++) key.at[i] = (uint8_t)i;
    return key;
}

static void a_fact_sealed_by_another_implementation_opens(void **state)
{
    (void)state;
    static const uint8_t sealed[] = { 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d,
        0x6e, 0x6f, 0x29, 0x6f, 0xaa, 0x07, 0x1a, 0x82, 0x76, 0xff, 0x4a, 0x42, 0x31, 0x87, 0xb5,
        0x0b, 0x4e, 0x53, 0xbe, 0x34, 0x94, 0xa8, 0xf5, 0x29, 0xb5, 0xe4, 0xb5, 0x66, 0x28, 0x04,
        0x2c, 0x70 };
    struct seal_binding binding = a_binding();
    struct key key = counting_key();
    struct buffer out = buffer_new(1024);
    assert_true(seal_open(&key, &binding, slice_of(sealed, sizeof sealed), &out));
    assert_true(slice_is(buffer_slice(&out), "attack at noon"));
    buffer_deinit(&out);
}

static void a_sealed_text_opens_only_where_it_belongs(void **state)
{
    struct world *w = *state;
    const struct seal_binding good = a_binding();
    struct seal_binding moved[7] = { good, good, good, good, good, good, good };
    moved[0].kind = SEALED_CHANGE;
    moved[1].pid = slice_str("0123456789abcdefghjkmnpqrt");
    moved[2].key_id++;
    moved[3].at.us++;
    moved[4].partition++;
    moved[5].offset++;
    moved[6].name = slice_str("police.events.v1");
    struct key key = counting_key();
    struct buffer sealed = buffer_new(1024), out = buffer_new(1024);
    assert_true(seal(w->sealer, &key, &good, slice_str("reported in"), &sealed));
    assert_int_equal(sealed.n, strlen("reported in") + SEAL_OVERHEAD);
    for (size_t i = 0; i < COUNT(moved); i++)
        assert_false(seal_open(&key, &moved[i], buffer_slice(&sealed), &out));
    for (size_t bit = 0; bit < 8 * sealed.n; bit++) {
        sealed.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(seal_open(&key, &good, buffer_slice(&sealed), &out));
        sealed.at[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    for (size_t n = 0; n < sealed.n; n++)
        assert_false(seal_open(&key, &good, slice_of(sealed.at, n), &out));
    assert_int_equal(out.n, 0);
    assert_true(seal_open(&key, &good, buffer_slice(&sealed), &out));
    assert_true(slice_is(buffer_slice(&out), "reported in"));
    buffer_deinit(&sealed);
    buffer_deinit(&out);
}

static void no_nonce_is_used_twice(void **state)
{
    struct world *w = *state;
    enum { SEALS = 2000 };
    static uint8_t seen[SEALS][NONCE_BYTES];
    const struct seal_binding binding = a_binding();
    struct key key = counting_key();
    struct buffer out = buffer_new(1024);
    for (size_t i = 0; i < SEALS; i++) {
        buffer_reset(&out);
        assert_true(seal(w->sealer, &key, &binding, slice_str("x"), &out));
        memcpy(seen[i], out.at, NONCE_BYTES);
        for (size_t j = 0; j < i; j++) assert_memory_not_equal(seen[i], seen[j], NONCE_BYTES);
    }
    buffer_deinit(&out);
}

static void a_key_wrapped_for_one_person_does_not_open_for_another(void **state)
{
    struct world *w = *state;
    struct key key = key_new(), back = { { 0 } };
    struct slice pid = slice_str("0123456789abcdefghjkmnpqrs");
    struct wrap_binding binding = { WRAP_PERSON_KEY, pid, 9 };
    struct buffer out = buffer_new(256);
    assert_true(wrap(w->secrets, &binding, slice_of(key.at, sizeof key.at), &out));
    struct slice wrapped = buffer_slice(&out);
    assert_false(unwrap_person_key(w->secrets, slice_str("other"), 9, wrapped, &back));
    assert_false(unwrap_person_key(w->secrets, pid, 10, wrapped, &back));
    struct token token;
    assert_false(unwrap_person_token(w->secrets, pid, 9, wrapped, &token));
    assert_true(unwrap_person_key(w->secrets, pid, 9, wrapped, &back));
    assert_memory_equal(back.at, key.at, sizeof key.at);
    out.at[30] ^= 1;
    assert_false(unwrap_person_key(w->secrets, pid, 9, wrapped, &back));
    buffer_deinit(&out);
}

static void only_the_vault_reads_a_document(void **state)
{
    struct world *w = *state;
    struct document d = document_of(DOC_CN_ID, "460108189001010010"), back = { .n = 0 };
    struct buffer out = buffer_new(256);
    assert_true(document_seal(w->secrets, &d, &out));
    assert_null(memmem(out.at, out.n, "18900101", 8));
    assert_true(document_open(w->secrets, buffer_slice(&out), &back));
    assert_string_equal(back.at, "cn_id:460108189001010010");
    out.at[40] ^= 1;
    assert_false(document_open(w->secrets, buffer_slice(&out), &back));
    buffer_deinit(&out);
}

static void a_dead_letter_gives_back_the_whole_record(void **state)
{
    struct world *w = *state;
    static struct letter_header opened[LETTER_HEADERS_MAX];
    struct letter_header headers[] = { { slice_str("ce_id"), slice_str("a") },
        { slice_str("ce_id"), slice_str("") }, { slice_str("none"), { 0 } } };
    struct letter letter = { .topic = slice_str("hr.events.v1"),
        .partition = 2,
        .offset = 77,
        .value = slice_of("\0\xff", 2),
        .headers = headers,
        .n_headers = COUNT(headers) };
    struct letters *letters = NULL;
    struct why why;
    assert_int_equal(letters_new(&letters, w->secrets, &why), RC_OK);
    struct buffer out = buffer_new(4096), text = buffer_new(4096);
    struct slice box;
    assert_true(letter_seal(letters, (instant){ 0 }, &letter, &out, &box));
    struct sealed_letter sealed = { box, buffer_slice(&out) };
    struct letter back = { .topic = letter.topic, .partition = 2, .offset = 78 };
    assert_false(letter_open(w->secrets, &sealed, &text, opened, &back));
    back.offset = 77;
    assert_true(letter_open(w->secrets, &sealed, &text, opened, &back));
    assert_null(back.key.at);
    assert_true(slice_equal(back.value, letter.value));
    assert_int_equal(back.n_headers, COUNT(headers));
    for (size_t i = 0; i < COUNT(headers); i++) {
        assert_true(slice_equal(back.headers[i].name, headers[i].name));
        assert_int_equal(back.headers[i].value.at == NULL, headers[i].value.at == NULL);
        assert_true(slice_equal(back.headers[i].value, headers[i].value));
    }
    letters_free(letters);
    buffer_deinit(&out);
    buffer_deinit(&text);
}

static void each_hour_of_dead_letters_has_its_own_key(void **state)
{
    struct world *w = *state;
    struct letter letter = { .topic = slice_str("hr.events.v1") };
    struct letters *letters = NULL;
    struct why why;
    uint8_t first[LETTER_KEY_BYTES];
    struct slice box;
    assert_int_equal(letters_new(&letters, w->secrets, &why), RC_OK);
    struct buffer out = buffer_new(4096);
    assert_true(letter_seal(letters, (instant){ MINUTES(59).us }, &letter, &out, &box));
    memcpy(first, box.at, sizeof first);
    assert_true(letter_seal(letters, (instant){ MINUTES(1).us }, &letter, &out, &box));
    assert_memory_equal(first, box.at, sizeof first);
    assert_true(letter_seal(letters, (instant){ MINUTES(61).us }, &letter, &out, &box));
    assert_memory_not_equal(first, box.at, sizeof first);
    letters_free(letters);
    buffer_deinit(&out);
}

static void a_secret_that_others_can_read_stops_the_start(void **state)
{
    struct world *w = *state;
    struct secrets *again = NULL;
    struct why why = { "" };
    secret_put(w, SECRET_TOKEN, 0440);
    assert_int_equal(secrets_open(&again, w->folder, SECRET_BIT(TOKEN), &why), RC_BROKEN);
    assert_non_null(strstr(why.text, "chmod 0400"));
    assert_int_equal(secrets_open(&again, w->folder, SECRET_BIT(PID), &why), RC_OK);
    secrets_free(again);
    secret_put(w, SECRET_TOKEN, 0400);
}

static void a_missing_secret_says_how_to_make_it(void **state)
{
    (void)state;
    struct secrets *none = NULL;
    struct why why = { "" };
    assert_int_equal(secrets_open(&none, "/nonexistent", SECRET_BIT(PID), &why), RC_BROKEN);
    assert_non_null(strstr(why.text, "coastline secrets init"));
    assert_null(none);
}

static void making_secrets_twice_loses_none(void **state)
{
    struct world *w = *state;
    struct why why = { "" };
    assert_int_equal(secrets_init(w->folder, &why), RC_REFUSED);
    struct secrets *again = NULL;
    assert_int_equal(secrets_open(&again, w->folder, EVERY, &why), RC_OK);
    assert_memory_equal(
        secret_at(again, SECRET_VAULT), secret_at(w->secrets, SECRET_VAULT), SECRET_BYTES);
    secrets_free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_has_one_pseudonym_however_the_number_was_typed),
        cmocka_unit_test(a_wrong_number_makes_no_pseudonym),
        cmocka_unit_test(a_partner_computes_the_same_alias_as_the_hub),
        cmocka_unit_test(a_webhook_keeps_its_id_over_rebuilds_and_shares_it_with_no_other),
        cmocka_unit_test(a_fact_sealed_by_another_implementation_opens),
        cmocka_unit_test(a_sealed_text_opens_only_where_it_belongs),
        cmocka_unit_test(no_nonce_is_used_twice),
        cmocka_unit_test(a_key_wrapped_for_one_person_does_not_open_for_another),
        cmocka_unit_test(only_the_vault_reads_a_document),
        cmocka_unit_test(a_dead_letter_gives_back_the_whole_record),
        cmocka_unit_test(each_hour_of_dead_letters_has_its_own_key),
        cmocka_unit_test(a_secret_that_others_can_read_stops_the_start),
        cmocka_unit_test(a_missing_secret_says_how_to_make_it),
        cmocka_unit_test(making_secrets_twice_loses_none),
    };
    return cmocka_run_group_tests(tests, world_make, world_drop);
}
