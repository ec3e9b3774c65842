/* What is published is rounded once, half up, and never again. */
#include "check.h"

#include "services/cli/fold/stats.h"

static const struct {
    const char *what;
    int64_t num, den, scale;
    int decimals;
    const char *text;
} rows[] = {
    { "the seed's users of its residents", 12654, 10204600, 1000, 2, "1.24" },
    { "the seed's families that fell back", 2, 2969, 100, 3, "0.067" },
    { "twelve of fourteen in work", 12, 14, 100, 1, "85.7" },
    { "all", 5, 5, 100, 1, "100.0" },
    { "none", 0, 7, 100, 1, "0.0" },
    { "a half is rounded up", 1, 16, 100, 1, "6.3" },
    { "growth below nothing: up is towards nothing", -1, 16, 100, 1, "-6.2" },
    { "too small to be seen has no sign", -1, 100000, 100, 1, "0.0" },
    { "fewer than before by more than all", -6, 4, 100, 2, "-150.00" },
};

static void published_figures_are_rounded_half_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct text got =
            ratio_text(rows[i].num, rows[i].den, rows[i].scale, rows[i].decimals);
        if (strcmp(got.at, rows[i].text) != 0) fail_msg("%s: %s", rows[i].what, got.at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(published_figures_are_rounded_half_up) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
