/* Linked people (fold.md R24) as they come out of an unordered, repeating log: what a file holds
 * must depend on what came, and on nothing else, or two assessors would grade one person
 * differently. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "codec/json_event.h"
#include "codec/json_words.h"
#include "domain/kin.h"

#define FACT(id, pid, at, type, data)                                                              \
    "{\"id\":\"" id "\",\"source\":\"" type "\",\"pid\":\"" pid "\",\"event_time\":\"2025-01-" at  \
    "T10:00:00+08:00\",\"ingested_at\":\"2025-01-" at "T10:00:00+08:00\",\"data\":{" data "}"
#define LINK(id, what, pid, at, other)                                                             \
    FACT(id, pid, at, "hub\",\"type\":\"hub.identity." what, "\"other\":\"" other "\"") "}"

static const char registered[] =
    FACT("e1", "ada", "06", "police\",\"type\":\"police.person.registered",
        "\"kind\":\"voluntary\",\"substance\":\"opioid\",\"addicted\":true,\"residence\":"
        "\"460108004\",\"hukou\":\"460108\"") "}";
static const char order[] =
    FACT("e2", "bea", "07", "police\",\"type\":\"police.order.community_detox",
        "\"order\":\"o1\",\"served\":\"2025-01-07\",\"town\":\"460108004\"") "}";
static const char sheltered[] = FACT(
    "e3", "bea", "13", "civil\",\"type\":\"civil.rescue.sheltered", "\"region\":\"460105\"") "}";
static const char link_made[] = LINK("k1", "linked", "ada", "14", "bea");
static const char link_undone[] = LINK("k2", "unlinked", "ada", "15", "bea");
static const char back_made[] = LINK("k3", "linked", "bea", "16", "ada");
static const char link_retracted[] =
    "{\"id\":\"k4\",\"source\":\"hub\",\"type\":\"hub.identity.retracted\","
    "\"pid\":\"ada\",\"event_time\":\"2025-01-17T10:00:00+08:00\","
    "\"ingested_at\":\"2025-01-17T10:00:00+08:00\",\"retracts\":\"k1\",\"data\":{}}";

/* One partition's view of one person. */
struct seat {
    struct arena *arena, *word;
    struct ties *ties;
    struct file *file;
    struct slice pid;
};

static void *memory(void *at, size_t bytes)
{
    if (bytes > 0) return realloc(at, bytes);
    free(at);
    return NULL;
}

static struct seat seat_new(const char *pid)
{
    struct seat s = { .arena = arena_new(8 << 20),
        .word = arena_new(8 << 20),
        .ties = ties_new(memory),
        .file = file_new(memory),
        .pid = slice_str(pid) };
    return s;
}

static void seat_end(struct seat *s)
{
    arena_free(s->arena);
    arena_free(s->word);
    ties_free(s->ties);
    file_free(s->file);
}

static struct fact fact_of(struct seat *s, const char *line)
{
    const struct json_event_way way = { 0 };
    struct json_event e;
    struct why why = { "" };
    assert_int_equal(json_event_read(slice_str(line), &way, s->arena, &e, &why), RC_OK);
    if (e.kind != JSON_EVENT_FACT) fail_msg("%s", e.reason.at);
    return e.fact;
}

static void file_own(struct seat *s, const char *line)
{
    struct fact fact = fact_of(s, line);
    struct file_answer answer;
    struct why why = { "" };
    assert_int_equal(file_add(s->file, &fact, &answer, &why), RC_OK);
}

static struct kin_news tie(struct seat *s, const char *line)
{
    struct fact fact = fact_of(s, line);
    struct kin_news news;
    struct why why = { "" };
    assert_int_equal(ties_add(s->ties, &fact, &why), RC_OK);
    assert_int_equal(kin_settle(s->file, s->pid, s->ties, &news, &why), RC_OK);
    return news;
}

static void send_fact(struct seat *s, const char *line)
{
    struct fact fact = fact_of(s, line);
    const struct kin_way way = { fact.pid, s->pid, s->ties };
    struct file_answer answer;
    struct why why = { "" };
    assert_int_equal(kin_add(s->file, &way, &fact, &answer, &why), RC_OK);
}

static void send_file(struct seat *s, const struct buffer *own)
{
    const struct kin_way way = { slice_str("bea"), s->pid, s->ties };
    bool changed;
    struct why why = { "" };
    assert_int_equal(kin_take(s->file, &way, buffer_slice(own), &changed, &why), RC_OK);
}

/* How the file stands, as a line; with the number of its facts. */
static void state_of(struct seat *s, struct buffer *out)
{
    const struct rulebook rules = rulebook_built_in();
    const instant until = { 1738600000000000 }; /* early in February 2025 */
    struct hub_file_state state;
    struct words_state more = { .pid = slice_str("any") };
    struct why why = { "" };
    buffer_reset(out);
    assert_int_equal(file_state(s->file, &rules, until, s->word, &state, &why), RC_OK);
    more.facts = file_facts(s->file);
    buffer_printf(out, "%d ", (int)more.facts);
    if (more.facts > 0) words_put_state(out, &more, &state);
    buffer_byte(out, 0);
}

static void assert_state(struct seat *s, const struct buffer *want)
{
    struct buffer is = buffer_new(1 << 20);
    state_of(s, &is);
    assert_string_equal((const char *)is.at, (const char *)want->at);
    buffer_deinit(&is);
}

/* All that bea's assessor sends at the link, and then the fact that came later. */
static void member_sends(struct buffer *own)
{
    struct seat bea = seat_new("bea");
    struct why why = { "" };
    file_own(&bea, order);
    assert_true(tie(&bea, link_made).sends);
    assert_int_equal(kin_own(bea.file, own, &why), RC_OK);
    assert_true(kin_away(bea.file));
    seat_end(&bea);
}

static void state_want(struct buffer *want, bool whole)
{
    struct seat one = seat_new("ada");
    const char *all[] = { registered, link_made, order, sheltered };
    for (size_t i = 0; i < (whole ? 4U : 2U); i++) file_own(&one, all[i]);
    state_of(&one, want);
    seat_end(&one);
}

static void step(struct seat *s, int what, const struct buffer *own)
{
    if (what == 0) (void)tie(s, link_made);
    if (what == 1) send_file(s, own);
    if (what == 2) send_fact(s, sheltered);
}

/* A link, the facts it brings and later ones reach the partition of whoever leads by different
 * ways.
 */
static void the_order_and_repeats_of_hops_change_no_file(void **unused)
{
    static const int orders[][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 },
        { 2, 0, 1 }, { 2, 1, 0 } };
    struct buffer own = buffer_new(1 << 20), want = buffer_new(1 << 20);
    (void)unused;
    member_sends(&own);
    state_want(&want, true);
    for (size_t i = 0; i < COUNT(orders); i++) {
        struct seat ada = seat_new("ada");
        file_own(&ada, registered);
        file_own(&ada, link_made);
        for (int k = 0; k < 3; k++) step(&ada, orders[i][k], &own);
        assert_state(&ada, &want);
        for (int k = 0; k < 3; k++) step(&ada, orders[i][k], &own);
        assert_state(&ada, &want);
        seat_end(&ada);
    }
    buffer_deinit(&own);
    buffer_deinit(&want);
}

static void snapshot(struct seat *s)
{
    struct buffer bytes = buffer_new(1 << 20);
    struct file *again = NULL;
    struct why why = { "" };
    assert_int_equal(file_save(s->file, &bytes, &why), RC_OK);
    assert_int_equal(file_load(&again, memory, buffer_slice(&bytes), &why), RC_OK);
    file_free(s->file);
    s->file = again;
    buffer_deinit(&bytes);
}

static void ties_kept(struct seat *s)
{
    struct ties *again = ties_new(memory);
    struct buffer bytes = buffer_new(1 << 20);
    struct why why = { "" };
    for (size_t i = 0; i < ties_count(s->ties); i++) {
        buffer_reset(&bytes);
        if (!ties_save(s->ties, i, &bytes)) continue;
        assert_int_equal(ties_load(again, ties_pid(s->ties, i), buffer_slice(&bytes), &why), RC_OK);
    }
    assert_int_equal(ties_judge(again, &why), RC_OK);
    ties_free(s->ties);
    s->ties = again;
    buffer_deinit(&bytes);
}

/* Undone, the link leaves nothing behind in either file, also over a restart; and what was sent is
 * there when it is made again by the other side. */
static void an_unlinked_person_has_her_own_file_back(void **unused)
{
    struct buffer own = buffer_new(1 << 20), alone = buffer_new(1 << 20);
    struct seat ada = seat_new("ada");
    struct kin_news news;
    (void)unused;
    member_sends(&own);
    state_want(&alone, false);
    file_own(&ada, registered);
    file_own(&ada, link_made);
    for (int k = 0; k < 3; k++) step(&ada, k, &own);
    snapshot(&ada);
    ties_kept(&ada);
    news = tie(&ada, link_undone);
    assert_true(news.changed && !news.sends);
    assert_state(&ada, &alone);
    assert_false(tie(&ada, link_undone).changed);
    news = tie(&ada, back_made);
    assert_true(news.changed && news.sends && kin_away(ada.file));
    snapshot(&ada);
    assert_true(kin_away(ada.file));
    seat_end(&ada);
    buffer_deinit(&own);
    buffer_deinit(&alone);
}

/* Nobody's facts may go round for ever. */
static void a_circle_has_one_leader_and_a_retraction_counts(void **unused)
{
    struct seat ada = seat_new("ada");
    (void)unused;
    (void)tie(&ada, link_made);
    (void)tie(&ada, back_made);
    assert_true(slice_is(ties_root(ada.ties, slice_str("ada")), "ada"));
    assert_true(slice_is(ties_root(ada.ties, slice_str("bea")), "ada"));
    (void)tie(&ada, link_retracted);
    assert_true(slice_is(ties_root(ada.ties, slice_str("ada")), "bea"));
    assert_true(slice_is(ties_root(ada.ties, slice_str("cyd")), "cyd"));
    seat_end(&ada);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_and_repeats_of_hops_change_no_file),
        cmocka_unit_test(an_unlinked_person_has_her_own_file_back),
        cmocka_unit_test(a_circle_has_one_leader_and_a_retraction_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
