/* What an operator hears whose subscriptions file is wrong: the line and the key, and nothing was
 * applied. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "subscription/wishes.h"

#define GOOD                                                                                       \
    "subscriptions:\n"                                                                             \
    "  - name: town-meilan\n"                                                                      \
    "    partner: 美兰帮扶小组\n"                                                            \
    "    url: https://partner.example/hook\n"                                                      \
    "    role: town\n"                                                                             \
    "    purpose: care\n"
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

static enum rc read_text(const char *text, struct arena *a, struct wishes *ret, struct why *why)
{
    char path[] = P_tmpdir "/wishes-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    enum rc rc = wishes_read(path, a, ret, why);
    unlink(path);
    return rc;
}

static void a_mistake_is_told_by_its_line_and_key(void **state)
{
    (void)state;
    static const struct {
        const char *more, *says;
    } rows[] = {
        { "    rolle: town\n", ":7: rolle: no such key" },
        { "    role: police\n", ":7: role: twice" },
        { "    regions: [\"4\"]\n", ":7: regions: prefixes" },
        { "    regions: \"4601\"\n", ":7: regions: a list" },
        { "    signals: [grade.changd]\n", ":7: signals: no such signal" },
        { "    signals: [need.opened, need.opened]\n", ":7: signals: the same signal twice" },
        { "    limits: {in_flight: 65}\n", ":7: in_flight: a number of 1 to 64" },
        { "    limits: {in_flight: 8x}\n", ":7: in_flight: a number of 1 to 64" },
        { "    limits: {name: x}\n", ":7: name: no such key" },
        { "    private_network: yes\n", ":7: private_network: true or false" },
        { "    secrets: [whsec_short]\n", ":7: secrets: " },
        { "    secrets: [" SECRET ", " SECRET ", " SECRET "]\n", ":7: secrets: at most two" },
        { "    alias_key: 00ff\n", ":7: alias_key: 64 hexadecimal" },
        { "    until: tomorrow\n", ":7: until: a time with offset" },
        { "  - name: x\n", ":7: partner: is missing" },
        { "  - {name: town-meilan, partner: b, url: \"https://x.example/\", role: hr, purpose: "
          "c}\n",
            ":7: name: the same name twice" },
        { "  - {name: x, partner: b, url: \"http://x.example/\", role: hr, purpose: c}\n",
            ":7: url: http needs private_network" },
        { "  - {name: x, partner: b, url: \"https://u@x.example/\", role: hr, purpose: c}\n",
            ":7: url: " },
        { "  - {name: X, partner: b, url: \"https://x.example/\", role: hr, purpose: c}\n",
            ":7: name: 1 to 64 of" },
        { "\tbroken\n", ": no YAML" },
        { "other: 1\n", ": subscriptions: one key" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[2048];
        struct why why = { "" };
        struct wishes wishes = { .n = 77 };
        struct arena *a = arena_new(1 << 20);
        snprintf(text, sizeof text, "%s%s", GOOD, rows[i].more);
        if (read_text(text, a, &wishes, &why) != RC_REFUSED || !strstr(why.text, rows[i].says))
            fail_msg("row %zu: %s", i, why.text);
        if (strstr(why.text, "MfKQ")) fail_msg("row %zu repeats a secret", i);
        assert_int_equal(wishes.n, 77);
        arena_free(a);
    }
}

static void what_is_not_said_is_left_to_the_hub(void **state)
{
    (void)state;
    struct why why = { "" };
    struct wishes wishes;
    struct arena *a = arena_new(1 << 20);
    assert_int_equal(read_text(GOOD, a, &wishes, &why), RC_OK);
    assert_int_equal(wishes.n, 1);
    const struct wish *w = &wishes.at[0];
    assert_true(slice_is(w->partner, "美兰帮扶小组"));
    assert_int_equal(w->n_secrets + w->n_regions + w->n_signals, 0);
    assert_int_equal(w->in_flight, 8);
    assert_false(w->has_alias_key || w->has_until || w->private_network);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mistake_is_told_by_its_line_and_key),
        cmocka_unit_test(what_is_not_said_is_left_to_the_hub),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
