/* Signatures held against the published vectors of Standard Webhooks (wire.md 6.1), its libraries'
 * negative cases among them. */
#include "check.h"

#include "http/sign.h"

#define SECRET1 "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define SECRET2 "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
#define ID1 "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define ID2 "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"
#define BODY1 "{\"test\": 2432232314}"
#define BODY2 "{\"email\":\"test@example.com\",\"username\":\"test_user\"}"
#define GOOD "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define OTHER "v1,78nXHjpFP0tVJQW5D0SBwmVyyW87BV/rL6MgfM/Bw44="
#define WRONG "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
#define SENT 1614265330

static struct sign_secret secret(const char *text)
{
    struct sign_secret s = { .n = 0 };
    assert_int_equal(sign_secret_parse(slice_str(text), &s, NULL), RC_OK);
    return s;
}

static void a_partner_gets_the_published_signature(void **state)
{
    (void)state;
    static const struct {
        const char *secrets[2], *id, *body, *want;
        int64_t at;
    } rows[] = {
        { { SECRET1 }, ID1, BODY1, GOOD, SENT },
        { { SECRET2 }, ID2, BODY2, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=", 1649367553 },
        { { SECRET2 }, ID1, BODY1, OTHER, SENT },
        { { SECRET1, SECRET2 }, ID1, BODY1, GOOD " " OTHER, SENT },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t n = rows[i].secrets[1] ? 2 : 1;
        struct sign_secret secrets[2] = { secret(rows[i].secrets[0]) };
        if (n == 2) secrets[1] = secret(rows[i].secrets[1]);
        struct signed_message m = { slice_str(rows[i].id), rows[i].at, slice_str(rows[i].body) };
        struct sign_header h;
        assert_int_equal(sign_message(&m, secrets, n, &h, NULL), RC_OK);
        assert_string_equal(h.at, rows[i].want);
    }
}

static void a_secret_nobody_could_mean_is_refused(void **state)
{
    (void)state;
    static const char *const rows[] = { "", "w", "whsec_", "whsec_%", "whsec_wronglength",
        "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
        "hwsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sign_secret s = { .n = 7 };
        assert_int_equal(sign_secret_parse(slice_str(rows[i]), &s, NULL), RC_REFUSED);
        assert_int_equal(s.n, 7);
    }
}

static void a_forged_stale_or_changed_webhook_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *id, *timestamp, *signature, *body;
        int64_t late;
        enum rc want;
    } rows[] = {
        { ID1, "1614265330", GOOD, BODY1, 0, RC_OK },
        { ID1, "1614265330", WRONG " v2,Ceo5 " GOOD " " WRONG, BODY1, 0, RC_OK },
        { ID1, "1614265330", OTHER " " GOOD, BODY1, 0, RC_OK },
        { ID1, "1614265330", WRONG, BODY1, 0, RC_REFUSED },
        { ID1, "1614265330", "v1,", BODY1, 0, RC_REFUSED },
        { ID1, "1614265330", "v1", BODY1, 0, RC_REFUSED },
        { ID1, "1614265330", "", BODY1, 0, RC_REFUSED },
        { ID1, "1614265330", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", BODY1, 0,
            RC_REFUSED },
        { ID1, "1614265330", GOOD, BODY1, 300, RC_OK },
        { ID1, "1614265330", GOOD, BODY1, 301, RC_REFUSED },
        { ID1, "1614265330", GOOD, BODY1, -300, RC_OK },
        { ID1, "1614265330", GOOD, BODY1, -301, RC_REFUSED },
        { ID1, "1614265331", GOOD, BODY1, 0, RC_REFUSED },
        { ID1, "1614265330.0", GOOD, BODY1, 0, RC_REFUSED },
        { ID1, "-1614265330", GOOD, BODY1, 0, RC_REFUSED },
        { ID2, "1614265330", GOOD, BODY1, 0, RC_REFUSED },
        { ID1, "1614265330", GOOD, "{\"test\":2432232314}", 0, RC_REFUSED },
        { NULL, "1614265330", GOOD, BODY1, 0, RC_REFUSED },
        { ID1, NULL, GOOD, BODY1, 0, RC_REFUSED },
        { ID1, "1614265330", NULL, BODY1, 0, RC_REFUSED },
    };
    struct sign_secret s = secret(SECRET1);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct sign_claim c = { .body = slice_str(rows[i].body) };
        if (rows[i].id) c.id = slice_str(rows[i].id);
        if (rows[i].timestamp) c.timestamp = slice_str(rows[i].timestamp);
        if (rows[i].signature) c.signature = slice_str(rows[i].signature);
        enum rc rc = sign_verify(&c, &s, SENT + rows[i].late, NULL);
        if (rc != rows[i].want) fail_msg("row %zu: %d", i, (int)rc);
    }
}

static void a_new_secret_survives_its_own_text(void **state)
{
    (void)state;
    struct sign_secret made, read;
    assert_int_equal(sign_secret_new(&made, NULL), RC_OK);
    char text[SIGN_SECRET_TEXT];
    sign_secret_text(&made, text);
    assert_int_equal(sign_secret_parse(slice_str(text), &read, NULL), RC_OK);
    assert_int_equal(read.n, made.n);
    assert_memory_equal(read.at, made.at, made.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_partner_gets_the_published_signature),
        cmocka_unit_test(a_secret_nobody_could_mean_is_refused),
        cmocka_unit_test(a_forged_stale_or_changed_webhook_is_refused),
        cmocka_unit_test(a_new_secret_survives_its_own_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
