/* Webhooks that a changed rule set makes due: if `coastline due` graded by other rules than the
 * hub, an operator would look for webhooks that nobody owes, and miss those that are owed. */
#include "check.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "due/replay.h"

static const char rules[] = "ruleset hn-care-1.1\nP1.year1 = 60\n";

struct heard {
    int words, grades;
    enum hub_grade last;
    struct text at, ruleset;
};

static enum rc hear(void *self, const struct replay_word *word, struct why *why)
{
    struct heard *h = self;
    (void)why;
    h->words++;
    for (size_t i = 0; i < word->change->signals.n; i++) {
        const struct hub_signal *s = &word->change->signals.at[i];
        if (s->kind != HUB_SIGNAL_KIND_GRADE_CHANGED) continue;
        h->grades++;
        h->last = s->to;
        h->at = instant_text(word->step.at);
        assert_true(text_from(word->change->ruleset, &h->ruleset));
    }
    return RC_OK;
}

static void path_write(char path[], const char *content)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, content, strlen(content)), (ssize_t)strlen(content));
    assert_int_equal(close(fd), 0);
}

/* One person reports in; two days later the ticks judge her by the set activated before them. */
static void log_write(char path[], const char *hex)
{
    char text[4096];
    int n = snprintf(text, sizeof text,
        "{\"id\":\"m\",\"source\":\"hub\",\"type\":\"hub.opened\",\"ingested_at\":"
        "\"2026-03-01T09:00:00+08:00\",\"partition\":0,\"cause\":1,\"data\":{}}\n"
        "{\"id\":\"e1\",\"source\":\"police\",\"type\":\"police.execution.reported\",\"pid\":"
        "\"ada\","
        "\"event_time\":\"2026-03-02T09:00:00+08:00\",\"recorded_at\":\"2026-03-02T09:00:00+08:"
        "00\","
        "\"ingested_at\":\"2026-03-02T09:00:00+08:00\",\"legal_basis\":\"statute\",\"partition\":0,"
        "\"cause\":2,\"data\":{\"order\":\"o1\",\"town\":\"460108004\"}}\n"
        "{\"id\":\"m\",\"source\":\"hub\",\"type\":\"hub.ruleset.activated\",\"ingested_at\":"
        "\"2026-03-03T09:00:00+08:00\",\"partition\":0,\"cause\":3,\"data\":{\"ruleset\":"
        "\"hn-care-1.1\",\"sha256\":\"%s\"}}\n"
        "{\"id\":\"t\",\"source\":\"hub\",\"type\":\"hub.heartbeat\",\"ingested_at\":"
        "\"2026-03-03T09:30:00+08:00\",\"partition\":0,\"cause\":4,\"data\":{}}\n"
        "{\"id\":\"t\",\"source\":\"hub\",\"type\":\"hub.heartbeat\",\"ingested_at\":"
        "\"2026-03-04T00:30:00+08:00\",\"partition\":0,\"cause\":5,\"data\":{}}\n",
        hex);
    assert_true(n > 0 && (size_t)n < sizeof text);
    path_write(path, text);
}

static void what_is_due_follows_the_rule_set_that_the_log_activated(void **state)
{
    char log[] = "/tmp/coastline-due-XXXXXX", file[] = "/tmp/coastline-rules-XXXXXX";
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof hash + 1];
    static struct rule_shelf shelf, empty;
    struct heard heard = { 0 };
    struct why why = { "" };
    (void)state;
    (void)crypto_hash_sha256(hash, (const unsigned char *)rules, strlen(rules));
    (void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    path_write(file, rules);
    log_write(log, hex);
    assert_int_equal(shelf_put_all(&shelf, file, &why), RC_OK);
    struct replay r = { .path = log, .shelf = &shelf, .self = &heard, .said = hear };
    if (replay_run(&r, &why) != RC_OK) fail_msg("%s", why.text);
    assert_int_equal(heard.grades, 2);
    assert_int_equal(heard.last, HUB_GRADE_HIGH);
    assert_string_equal(heard.at.at, "2026-03-04T00:30:00+08:00");
    assert_string_equal(heard.ruleset.at, "hn-care-1.1");
    r.shelf = &empty; /* a log of rules that nobody showed is not guessed at */
    assert_int_equal(replay_run(&r, &why), RC_REFUSED);
    assert_non_null(strstr(why.text, hex));
    (void)unlink(log);
    (void)unlink(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due_follows_the_rule_set_that_the_log_activated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
