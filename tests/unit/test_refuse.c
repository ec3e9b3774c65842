/* A refused record is kept whole, and nothing of it can be read outside its seal. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "refuse.h"

static struct secrets *secrets_of_test(char folder[64])
{
    struct secrets *s = NULL;
    struct why why;
    snprintf(folder, 64, "/tmp/coastline-refuse-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(secrets_init(folder, &why), RC_OK);
    assert_int_equal(secrets_open(&s, folder, (1u << SECRETS) - 1, &why), RC_OK);
    for (unsigned i = 0; i < SECRETS; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, secret_file((enum secret)i));
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return s;
}

static struct slice header_of(const struct dead_letter *letter, const char *name)
{
    for (size_t i = 0; i < letter->n_headers; i++)
        if (slice_is(letter->headers[i].name, name)) return letter->headers[i].value;
    return (struct slice){ 0 };
}

static void assert_hides(struct slice bytes, const char *secret)
{
    assert_null(memmem(bytes.at, bytes.n, secret, strlen(secret)));
}

static void a_document_number_anywhere_in_a_refused_record_stays_hidden(void **state)
{
    (void)state;
    static const char number[] = "460108189001010011", birth[] = "18900101";
    static struct letter_header opened[LETTER_HEADERS_MAX];
    char folder[64];
    CLEANUP(secrets_freep) struct secrets *s = secrets_of_test(folder);
    CLEANUP(refuser_freep) struct refuser *r = NULL;
    struct why why;
    assert_int_equal(refuser_new(&r, s, &why), RC_OK);
    struct letter_header headers[] = { { slice_str(number), slice_str(number) },
        { slice_str("coastline.dlq.redrive_count"), slice_str(number) } };
    struct refused refused = { .original = { .topic = slice_str("hr.events.v1"),
                                   .partition = 2,
                                   .offset = 77,
                                   .key = slice_str(number),
                                   .value = slice_str(number),
                                   .headers = headers,
                                   .n_headers = 2 },
        .stamp = { 1772331000123456 },
        .now = { 1772331001000000 },
        .refusal = refusal_of(REASON_MARKER) };
    struct dead_letter letter;
    assert_int_equal(refuse(r, &refused, &letter, &why), RC_OK);
    assert_hides(letter.key, birth);
    assert_hides(letter.value, birth);
    for (size_t i = 0; i < letter.n_headers; i++) {
        assert_hides(letter.headers[i].name, birth);
        assert_hides(letter.headers[i].value, birth);
    }
    struct buffer text = buffer_new(4096);
    struct sealed_letter sealed = { header_of(&letter, "coastline.dlq.key"), letter.value };
    struct letter back = { .topic = slice_str("hr.events.v1"), .partition = 2, .offset = 77 };
    assert_true(letter_open(s, &sealed, &text, opened, &back));
    assert_true(slice_is(back.key, number));
    assert_true(slice_is(back.value, number));
    assert_int_equal(back.n_headers, 2);
    buffer_deinit(&text);
}

static void viewers_and_redrives_find_where_a_letter_came_from(void **state)
{
    (void)state;
    char folder[64];
    CLEANUP(secrets_freep) struct secrets *s = secrets_of_test(folder);
    CLEANUP(refuser_freep) struct refuser *r = NULL;
    struct why why;
    assert_int_equal(refuser_new(&r, s, &why), RC_OK);
    struct letter_header again = { slice_str("coastline.dlq.redrive_count"), slice_str("3") };
    struct text rule = { "field:site" };
    struct refused refused = { .original = { .topic = slice_str("health.events.v1"),
                                   .partition = 5,
                                   .offset = 1234567890123,
                                   .headers = &again,
                                   .n_headers = 1 },
        .stamp = { 1772331000123456 },
        .now = { 1772331001000000 },
        .refusal = refusal_of_rule(&rule) };
    struct dead_letter letter;
    assert_int_equal(refuse(r, &refused, &letter, &why), RC_OK);
    assert_true(slice_is(letter.key, "health.events.v1/5/1234567890123"));
    static const char *const rows[][2] = {
        { "coastline.dlq.topic", "health.events.v1" },
        { "coastline.dlq.partition", "5" },
        { "coastline.dlq.offset", "1234567890123" },
        { "__connect.errors.offset", "1234567890123" },
        { "__streams.errors.topic", "health.events.v1" },
        { "coastline.dlq.timestamp", "1772331000123" },
        { "coastline.dlq.stage", "rule" },
        { "coastline.dlq.error", "field:site" },
        { "coastline.dlq.attempts", "1" },
        { "coastline.dlq.redrive_count", "3" },
        { "coastline.dlq.first_failed_at", "2026-03-01T10:10:01+08:00" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_true(slice_is(header_of(&letter, rows[i][0]), rows[i][1]));
    assert_int_equal(letter.n_headers, 20);
}

static void a_reason_is_one_of_the_closed_list(void **state)
{
    (void)state;
    for (unsigned i = 0; i < REASONS; i++) {
        struct refusal refusal = refusal_of((enum reason)i);
        assert_true(refusal_is_listed(slice_text(&refusal.error)));
    }
    assert_true(refusal_is_listed(slice_str("doc_no_check")));
    assert_true(refusal_is_listed(slice_str("region:region")));
    assert_false(refusal_is_listed(slice_str("460108189001010011")));
    assert_false(refusal_is_listed(slice_str("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_number_anywhere_in_a_refused_record_stays_hidden),
        cmocka_unit_test(viewers_and_redrives_find_where_a_letter_came_from),
        cmocka_unit_test(a_reason_is_one_of_the_closed_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
