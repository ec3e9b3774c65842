/* What partners may send: good events are let in, and anything else is one dead letter with a
 * reason of the closed list; no byte of theirs ends the door (run with the sanitizers by ops/test).
 */
#include "check.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bounds.h"
#include "domain/rules.h"
#include "domain/ties.h"
#include "inspect.h"
#include "made.h"

enum { OF_EACH = 20, RANDOM_RECORDS = 100000 };

/* Of schemas/accepted/police_checkin_app_1_1.avsc, as somebody else's Avro library says it. */
#define CHECKIN_1_1 UINT64_C(0x51f08b50a3545e1f)

struct desk {
    struct secrets *secrets;
    struct refuser *refuser;
    struct arena *arena, *texts;
    struct buffer bytes, again;
    instant at;
    int64_t good, bad;
};

static int desk_make(void **state)
{
    static struct desk d;
    char folder[] = "/tmp/coastline-inspect-XXXXXX", path[128];
    struct why why;
    if (!mkdtemp(folder) || secrets_init(folder, &why) != RC_OK) return -1;
    if (secrets_open(&d.secrets, folder, (1u << SECRETS) - 1, &why) != RC_OK) return -1;
    for (unsigned i = 0; i < SECRETS; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, secret_file((enum secret)i));
        (void)unlink(path);
    }
    (void)rmdir(folder);
    if (refuser_new(&d.refuser, d.secrets, &why) != RC_OK) return -1;
    d.arena = arena_new(INSPECT_ARENA);
    d.texts = arena_new(1 << 20);
    d.bytes = buffer_new(1 << 20);
    d.again = buffer_new(1 << 20);
    d.at = (instant){ 1772331000000000 };
    *state = &d;
    return 0;
}

static int desk_drop(void **state)
{
    struct desk *d = *state;
    refuser_free(d->refuser);
    secrets_free(d->secrets);
    arena_free(d->arena);
    arena_free(d->texts);
    buffer_deinit(&d->bytes);
    buffer_deinit(&d->again);
    return 0;
}

/* The record as the door takes it: a good event that can be written again, or a letter. */
static enum rc take(struct desk *d, enum event_source source, const struct letter *original)
{
    struct inspection what = { original, source, d->at };
    struct refused refused = { .original = *original, .stamp = d->at, .now = d->at };
    struct dead_letter letter;
    struct event e;
    struct why why = { "" };
    enum rc rc = inspect(&what, d->arena, &e, &refused.refusal, &why);
    if (rc == RC_OK) {
        e.has_subject = false;
        buffer_reset(&d->again);
        assert_int_equal(event_write(&e, &d->again, &why), RC_OK);
        d->good++;
        return rc;
    }
    assert_int_equal(rc, RC_REFUSED);
    assert_true(refusal_is_listed(slice_text(&refused.refusal.error)));
    assert_int_equal(refuse(d->refuser, &refused, &letter, &why), RC_OK);
    d->bad++;
    return rc;
}

static enum rc take_bytes(struct desk *d, enum event_source source, struct slice bytes)
{
    /* Of its own size, so that one byte too far is seen by the sanitizer. */
    uint8_t *exact = malloc(MAX(bytes.n, (size_t)1));
    if (bytes.n) memcpy(exact, bytes.at, bytes.n);
    struct letter original = { .topic = slice_str("x.events.v1"),
        .value = slice_of(exact, bytes.n) };
    enum rc rc = take(d, source, &original);
    free(exact);
    return rc;
}

static void write_made(struct desk *d, enum event_type type, int64_t serial)
{
    struct why why = { "" };
    arena_reset(d->texts);
    buffer_reset(&d->bytes);
    struct event e = made_event(d->texts, type, (int)serial % 1000, serial, d->at);
    assert_int_equal(event_write(&e, &d->bytes, &why), RC_OK);
}

static void every_good_event_of_every_agency_is_let_in(void **state)
{
    struct desk *d = *state;
    for (int i = 0; i < EVENT_TYPES; i++) {
        if (event_rows[i].source == SOURCE_HUB) continue;
        for (int64_t serial = 0; serial < 7; serial++) {
            write_made(d, (enum event_type)i, serial);
            enum rc rc = take_bytes(d, event_rows[i].source, buffer_slice(&d->bytes));
            if (rc != RC_OK) print_error("%s\n", event_rows[i].name);
            assert_int_equal(rc, RC_OK);
        }
    }
}

static void each_cut_or_flipped_record_is_one_letter_or_a_good_event(void **state)
{
    struct desk *d = *state;
    for (int s = 0; s < SOURCES; s++)
        for (int64_t serial = 0; serial < OF_EACH; serial++) {
            enum event_source source = (enum event_source)s;
            write_made(d, made_type(source, serial), serial);
            for (size_t n = 0; n < d->bytes.n; n++)
                assert_int_equal(take_bytes(d, source, slice_of(d->bytes.at, n)), RC_REFUSED);
            for (size_t bit = 0; bit < 8 * d->bytes.n; bit++) {
                d->bytes.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
                (void)take_bytes(d, source, buffer_slice(&d->bytes));
                d->bytes.at[bit / 8] ^= (uint8_t)(1 << bit % 8);
            }
        }
    print_message("%lld good, %lld letters\n", (long long)d->good, (long long)d->bad);
    assert_true(d->good > 1000 && d->bad > 50000);
}

static void random_bytes_behind_a_good_head_end_nothing(void **state)
{
    struct desk *d = *state;
    struct random r = random_seeded(7);
    uint8_t bytes[300];
    for (int i = 0; i < RANDOM_RECORDS; i++) {
        size_t n = random_below(&r, sizeof bytes);
        for (size_t k = 0; k < n; k++) bytes[k] = (uint8_t)random_next(&r);
        uint64_t fingerprint = event_rows[random_below(&r, EVENT_TYPES)].fingerprint;
        if (n >= 10 && i % 2) {
            bytes[0] = 0xc3;
            bytes[1] = 0x01;
            for (int k = 0; k < 8; k++) bytes[2 + k] = (uint8_t)(fingerprint >> 8 * k);
        }
        (void)take_bytes(d, (enum event_source)random_below(&r, SOURCES), slice_of(bytes, n));
    }
}

/* Ten thousand blocks of one item each must not fill the memory of the door. */
static void a_list_in_ten_thousand_blocks_is_a_letter(void **state)
{
    struct desk *d = *state;
    enum event_type type = EVENT_TYPES;
    size_t list = 0;
    for (int i = 0; i < EVENT_TYPES && type == EVENT_TYPES; i++)
        for (size_t k = 0; k < event_rows[i].n_fields; k++)
            if (event_rows[i].fields[k].kind == FIELD_TEXTS) type = (enum event_type)i, list = k;
    assert_int_not_equal(type, EVENT_TYPES);
    struct event e = made_event(d->texts, type, 1, 1, d->at);
    struct why why = { "" };
    struct slice texts[] = { slice_str("MARK") };
    e.fact.values[list] = (struct fact_value){ .there = true, .list = { .n = 1, .texts = texts } };
    buffer_reset(&d->bytes);
    assert_int_equal(event_write(&e, &d->bytes, &why), RC_OK);
    const uint8_t block[] = { 2, 2, 'x' };
    uint8_t *mark = memmem(d->bytes.at, d->bytes.n, "MARK", 4);
    assert_non_null(mark);
    struct buffer hostile = buffer_new(1 << 20);
    buffer_add(&hostile, slice_of(d->bytes.at, (size_t)(mark + 4 - d->bytes.at)));
    for (int i = 0; i < 9999; i++) buffer_add(&hostile, slice_of(block, sizeof block));
    buffer_add(&hostile, slice_of(mark + 4, d->bytes.n - (size_t)(mark + 4 - d->bytes.at)));
    assert_int_equal(take_bytes(d, event_rows[type].source, buffer_slice(&hostile)), RC_REFUSED);
    buffer_deinit(&hostile);
}

/* domain.md W25: a county's app sends coordinates; by the schema that was accepted from it. */
static void coordinates_of_an_accepted_schema_are_dropped_and_counted(void **state)
{
    struct desk *d = *state;
    struct event e, back;
    struct refusal refusal;
    uint8_t number[9] = { 2 };
    const double longitude = 110.35;
    memcpy(number + 1, &longitude, sizeof longitude);
    write_made(d, EVENT_POLICE_CHECKIN_APP, 4);
    assert_int_equal(event_read(buffer_slice(&d->bytes), d->texts, &e, NULL), RC_OK);
    for (int k = 0; k < 8; k++) d->bytes.at[2 + k] = (uint8_t)(CHECKIN_1_1 >> 8 * k);
    buffer_add(&d->bytes, slice_of(number, sizeof number));
    buffer_byte(&d->bytes, 0); /* no latitude */
    struct letter original = { .topic = slice_str("x"), .value = buffer_slice(&d->bytes) };
    struct inspection what = { &original, SOURCE_POLICE, d->at };
    assert_int_equal(inspect(&what, d->arena, &back, &refusal, NULL), RC_OK);
    assert_int_equal(back.dropped, 1);
    assert_true(slice_equal(back.fact.id, e.fact.id));
    assert_int_equal(back.fact.values[0].number, e.fact.values[0].number);
    for (size_t n = 0; n < d->bytes.n; n++)
        assert_int_equal(take_bytes(d, SOURCE_POLICE, slice_of(d->bytes.at, n)), RC_REFUSED);
}

static const char *reason_for(struct desk *d, enum event_source source, struct slice value,
    const struct letter_header *header)
{
    static struct refusal refusal;
    struct letter original = {
        .topic = slice_str("x"), .value = value, .headers = header, .n_headers = header != NULL
    };
    struct inspection what = { &original, source, d->at };
    struct event e;
    enum rc rc = inspect(&what, d->arena, &e, &refusal, NULL);
    return rc == RC_OK ? "good" : refusal.error.at;
}

static void a_reason_says_at_which_check_a_record_failed(void **state)
{
    struct desk *d = *state;
    struct slice none = { 0 }, good;
    struct buffer large = buffer_new(1 << 20);
    memset(buffer_room(&large, RECORD_MAX + 1), 0, RECORD_MAX + 1);
    write_made(d, EVENT_HR_OFFER_MADE, 4);
    good = buffer_slice(&d->bytes);
    assert_string_equal(reason_for(d, SOURCE_HR, none, NULL), "empty");
    assert_string_equal(reason_for(d, SOURCE_HR, buffer_slice(&large), NULL), "size");
    assert_string_equal(reason_for(d, SOURCE_HR, slice_str("{\"json\":1}"), NULL), "framing");
    assert_string_equal(reason_for(d, SOURCE_HR,
                            slice_str("\xc3\x01"
                                      "12345678abc"),
                            NULL),
        "fingerprint");
    assert_string_equal(reason_for(d, SOURCE_HR, slice_of(good.at, good.n - 1), NULL), "decode");
    assert_string_equal(reason_for(d, SOURCE_POLICE, good, NULL), "source");
    static const struct {
        struct letter_header header;
        const char *want;
    } rows[] = {
#define HEADER(name, value)                                                                        \
    { { (const uint8_t *)(name), sizeof(name) - 1 },                                               \
        { (const uint8_t *)(value), sizeof(value) - 1 } }
        { HEADER("ce_id", "hr-4"), "good" },
        { HEADER("ce_id", "hr-5"), "header" },
        { HEADER("ce_type", "hr.offer.made"), "good" },
        { HEADER("ce_type", "hr.training.enrolled"), "header" },
        { HEADER("ce_source", "urn:system:7"), "good" },
        { HEADER("ce_source", "police"), "header" },
        { HEADER("ce_time", "2026-03-01T10:10:00+08:00"), "good" },
        { HEADER("ce_time", "2026-03-01T10:11:00+08:00"), "header" },
        { HEADER("ce_specversion", "0.3"), "header" },
        { HEADER("traceparent", "whatever"), "good" },
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(reason_for(d, SOURCE_HR, good, &rows[i].header), rows[i].want);
    buffer_deinit(&large);
}

/* Of content and the hash of `hashed`, as hub.decisions brings it. */
static const char *reason_for_rules(struct desk *d, const char *content, const char *hashed)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof hash + 1];
    struct event e = made_event(d->texts, EVENT_HUB_RULESET_ACTIVATED, 1, 1, d->at);
    struct why why = { "" };
    (void)crypto_hash_sha256(hash, (const unsigned char *)hashed, strlen(hashed));
    (void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    e.fact.values[HUB_RULESET_ACTIVATED_RULESET] =
        (struct fact_value){ .there = true, .text = slice_str(content) };
    e.fact.values[HUB_RULESET_ACTIVATED_SHA256] =
        (struct fact_value){ .there = true, .text = slice_str(hex) };
    buffer_reset(&d->bytes);
    assert_int_equal(event_write(&e, &d->bytes, &why), RC_OK);
    return reason_for(d, SOURCE_HUB, buffer_slice(&d->bytes), NULL);
}

/* An assessor that meets a rule set it cannot read stands still, and everybody's help with it. */
static void a_rule_set_that_cannot_be_read_never_reaches_an_assessor(void **state)
{
    struct desk *d = *state;
    static const char good[] = "ruleset hn-care-1.1\nP1.year1 = 25\n";
    static const char unknown[] = "ruleset hn-care-1.1\nP1.year7 = 25\n";
    static const char wild[] = "ruleset hn-care-1.1\nP1.year1 = 2500\n";
    static const char nameless[] = "P1.year1 = 25\n";
    arena_reset(d->texts);
    assert_string_equal(reason_for_rules(d, good, good), "good");
    assert_string_equal(reason_for_rules(d, good, unknown), "ruleset");
    assert_string_equal(reason_for_rules(d, unknown, unknown), "rules");
    assert_string_equal(reason_for_rules(d, wild, wild), "rules");
    assert_string_equal(reason_for_rules(d, nameless, nameless), "rules");
}

/* An assessor that met a rule set too many, or people whom it cannot follow, could only end. */
static void a_log_that_is_full_refuses_more_and_can_still_be_undone(void **state)
{
    struct event rules = { .fact = { .source = SOURCE_HUB, .type = EVENT_HUB_RULESET_ACTIVATED } };
    struct event link = { .fact = { .source = SOURCE_HUB, .type = EVENT_HUB_IDENTITY_LINKED } };
    struct event undo = { .fact = { .source = SOURCE_HUB, .type = EVENT_HUB_IDENTITY_UNLINKED } };
    struct event plain = { .fact = { .source = SOURCE_POLICE, .type = EVENT_POLICE_CHECKIN_APP } };
    struct bounds b = { 0 };
    struct refusal refusal;
    (void)state;
    assert_false(bounds_near(&b));
    for (int i = 0; i < RULESETS_MAX; i++) {
        assert_true(bounds_allow(&b, &rules, &refusal));
        bounds_count(&b, &rules);
    }
    assert_true(bounds_near(&b));
    assert_false(bounds_allow(&b, &rules, &refusal));
    assert_string_equal(refusal.error.at, "rulesets");
    for (int i = 0; i < LINKED_MAX; i += 2) bounds_count(&b, &link);
    assert_false(bounds_allow(&b, &link, &refusal));
    assert_string_equal(refusal.error.at, "links");
    assert_true(bounds_allow(&b, &undo, &refusal));
    while (b.linked < LINKS_MAX) bounds_count(&b, &undo);
    assert_false(bounds_allow(&b, &undo, &refusal));
    assert_true(bounds_allow(&b, &plain, &refusal));
    bounds_count(&b, &plain);
    assert_int_equal(b.linked, LINKS_MAX);
    assert_int_equal(b.rulesets, RULESETS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_good_event_of_every_agency_is_let_in),
        cmocka_unit_test(a_reason_says_at_which_check_a_record_failed),
        cmocka_unit_test(a_log_that_is_full_refuses_more_and_can_still_be_undone),
        cmocka_unit_test(a_rule_set_that_cannot_be_read_never_reaches_an_assessor),
        cmocka_unit_test(coordinates_of_an_accepted_schema_are_dropped_and_counted),
        cmocka_unit_test(a_list_in_ten_thousand_blocks_is_a_letter),
        cmocka_unit_test(each_cut_or_flipped_record_is_one_letter_or_a_good_event),
        cmocka_unit_test(random_bytes_behind_a_good_head_end_nothing),
    };
    return cmocka_run_group_tests(tests, desk_make, desk_drop);
}
