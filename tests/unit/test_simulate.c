/* The simulated province: what everybody who runs on it relies on. */
#include <sodium.h>
#include <stdlib.h>

#include "check.h"
#include "codec/json_event.h"
#include "codec/json_fact.h"
#include "domain/admit.h"
#include "simulate/province.h"
#include "simulate/slips.h"

enum { TURN_BYTES = 16 << 20, LINE_BYTES = 1 << 20, PEOPLE = 400, DAYS = 60 };

static struct province_conf province(uint64_t seed, int32_t people)
{
    return (struct province_conf){ .seed = seed,
        .people = people,
        .days = DAYS,
        .until = date_of(2026, 9, 30),
        .history_days = 1105,
        .duplicates = 10,
        .late = 20,
        .retracted = 3,
        .superseded = 3,
        .decides = true,
        .reviews = 1000 };
}

/* --- the same again --- */

static enum rc mail_hash(void *self, const struct mail *m, const struct text *pid, struct why *why)
{
    crypto_hash_sha256_state *hash = self;
    (void)why;
    crypto_hash_sha256_update(hash, (const unsigned char *)&m->stamp, sizeof m->stamp);
    crypto_hash_sha256_update(hash, (const unsigned char *)&m->source, sizeof m->source);
    crypto_hash_sha256_update(hash, (const unsigned char *)&m->person, sizeof m->person);
    crypto_hash_sha256_update(hash, (const unsigned char *)pid->at, strlen(pid->at));
    crypto_hash_sha256_update(hash, m->value.at, m->value.n);
    return RC_OK;
}

static enum rc hour_nothing(void *self, instant at, struct why *why)
{
    (void)self, (void)at, (void)why;
    return RC_OK;
}

struct hash {
    unsigned char at[crypto_hash_sha256_BYTES];
};

static struct hash hash_of(uint64_t seed)
{
    crypto_hash_sha256_state state;
    struct hash hash;
    struct why why = { "" };
    struct province_conf conf = province(seed, 90);
    struct sink sink = { .self = &state, .mail = mail_hash, .hour = hour_nothing };
    conf.broken = 5;
    crypto_hash_sha256_init(&state);
    assert_int_equal(province_play(&conf, &sink, &why), RC_OK);
    crypto_hash_sha256_final(&state, hash.at);
    return hash;
}

static void a_run_can_be_repeated_byte_for_byte_by_its_seed(void **state)
{
    (void)state;
    struct hash first = hash_of(7), again = hash_of(7), other = hash_of(8);
    assert_memory_equal(first.at, again.at, sizeof first.at);
    assert_memory_not_equal(first.at, other.at, sizeof first.at);
}

/* --- who decides --- */

struct decided {
    crypto_hash_sha256_state agencies; /* of what agencies tell */
    struct arena *turn;
    int proposals, shown, rejected, reviews, others;
};

static void review_count(struct decided *d, const struct fact *f)
{
    struct slice task = f->values[HUB_REVIEW_DECIDED_TASK].text;
    if (slice_is(task, "proposal"))
        d->proposals++;
    else if (slice_starts(task, slice_str("grade_review:")))
        d->reviews++;
    else
        d->others++;
    d->rejected += f->values[HUB_REVIEW_DECIDED_VERDICT].number == HUB_REVIEW_VERDICT_REJECT;
    d->shown += f->values[HUB_REVIEW_DECIDED_BASIS].list.n > 1;
}

static enum rc mail_count(void *self, const struct mail *m, const struct text *pid, struct why *why)
{
    struct decided *d = self;
    struct event e;
    if (m->source != SOURCE_HUB) return mail_hash(&d->agencies, m, pid, why);
    arena_reset(d->turn);
    assert_int_equal(event_read(m->value, d->turn, &e, why), RC_OK);
    if (e.fact.type == EVENT_HUB_REVIEW_DECIDED) review_count(d, &e.fact);
    return RC_OK;
}

static struct hash decisions_of(struct decided *d, uint32_t reviews)
{
    struct province_conf conf = province(1, PEOPLE);
    struct sink sink = { .self = d, .mail = mail_count, .hour = hour_nothing };
    struct why why = { "" };
    struct hash hash;
    *d = (struct decided){ .turn = arena_new(TURN_BYTES) };
    conf.reviews = reviews;
    crypto_hash_sha256_init(&d->agencies);
    assert_int_equal(province_play(&conf, &sink, &why), RC_OK);
    crypto_hash_sha256_final(&d->agencies, hash.at);
    d->turn = arena_free(d->turn);
    return hash;
}

static void reviewers_decide_what_the_hub_asks_and_nobody_lives_otherwise_for_it(void **state)
{
    (void)state;
    struct decided none, all;
    struct hash without = decisions_of(&none, 0), with = decisions_of(&all, 1000);
    assert_memory_equal(with.at, without.at, sizeof with.at);
    assert_int_equal(none.reviews, 0);
    assert_true(all.reviews > PEOPLE / 4);
    assert_true(all.proposals > none.proposals && all.others > none.others);
    assert_true(all.rejected > none.rejected && all.shown > none.shown);
}

/* --- what is in it --- */

struct seen {
    struct arena *turn;
    struct buffer line;
    instant opened, last;
    int64_t all[EVENT_TYPES], live[EVENT_TYPES], late, records;
    bool last_beat;
};

static bool is_moment(enum event_type type)
{
    return type == EVENT_HUB_OPENED || type == EVENT_HUB_HEARTBEAT;
}

static void reads_back_as_a_line(struct seen *s, struct event *e, const struct text *pid)
{
    struct json_event_way way = { .has_last = false };
    struct json_event back;
    struct why why = { "" };
    struct json_fact_more more = { .subject = e->has_subject ? &e->subject : NULL };
    if (!is_moment(e->fact.type)) e->fact.pid = slice_text(pid);
    buffer_reset(&s->line);
    json_put_fact(&s->line, &e->fact, &more);
    struct slice line = slice_of(s->line.at, s->line.n - 1);
    assert_int_equal(json_event_read(line, &way, s->turn, &back, &why), RC_OK);
    assert_string_equal(back.reason.at, "");
    assert_int_equal(back.dropped, 0);
    if (is_moment(e->fact.type)) return;
    assert_int_equal(back.kind, JSON_EVENT_FACT);
    assert_int_equal(back.fact.type, e->fact.type);
    assert_int_equal(back.fact.event_time.us, e->fact.event_time.us);
    assert_int_equal(back.fact.stamp.us, e->fact.stamp.us);
}

static void arrives_when_it_may(struct seen *s, const struct mail *m, const struct fact *f)
{
    int64_t late = between(f->event_time, m->stamp).us, edge = HOURS(72).us - late;
    assert_false(is_before(m->stamp, s->last));
    assert_int_equal(m->stamp.us % 1000, 0);
    if (f->type == EVENT_HUB_HEARTBEAT) return;
    assert_true(late >= 0);
    assert_true(edge >= MINUTES(15).us || edge <= -MINUTES(15).us);
    assert_true(
        tick_at_or_after(m->stamp).us - m->stamp.us > SECONDS(1).us || f->type == EVENT_HUB_OPENED);
    s->late += late > HOURS(1).us;
}

static enum rc mail_look(void *self, const struct mail *m, const struct text *pid, struct why *why)
{
    struct seen *s = self;
    struct event e;
    struct text reason = { "" };
    arena_reset(s->turn);
    assert_int_equal(event_read(m->value, s->turn, &e, why), RC_OK);
    e.fact.arrival = e.fact.stamp = m->stamp;
    struct candidate c = {
        .fact = &e.fact, .subject = e.has_subject ? &e.subject : NULL, .nameless = true
    };
    if (!admit(&c, &reason)) fail_msg("%s: %s", event_rows[e.fact.type].name, reason.at);
    assert_int_equal(e.has_subject, m->source != SOURCE_HUB);
    arrives_when_it_may(s, m, &e.fact);
    reads_back_as_a_line(s, &e, pid);
    s->last = m->stamp;
    s->records++;
    s->all[e.fact.type]++;
    s->live[e.fact.type] += !is_before(m->stamp, s->opened);
    s->last_beat = e.fact.type == EVENT_HUB_HEARTBEAT;
    return RC_OK;
}

/* Played once for all that follows. */
static struct seen seen;

static int play(void **state)
{
    struct province_conf conf = province(1, PEOPLE);
    struct sink sink = { .self = &seen, .mail = mail_look, .hour = hour_nothing };
    struct why why = { "" };
    seen.turn = arena_new(TURN_BYTES);
    seen.line = buffer_new(LINE_BYTES);
    seen.opened = province_opening(&conf);
    assert_int_equal(province_play(&conf, &sink, &why), RC_OK);
    *state = &seen;
    return 0;
}

static int ended(void **state)
{
    (void)state;
    seen.turn = arena_free(seen.turn);
    buffer_deinit(&seen.line);
    return 0;
}

/* Rule sets are an operator's to activate, and files theirs to erase. */
static void no_type_of_event_is_missing_from_a_run(void **state)
{
    const struct seen *s = *state;
    for (size_t i = 0; i < EVENT_TYPES; i++)
        if (!s->all[i] && i != EVENT_HUB_RULESET_ACTIVATED && i != EVENT_HUB_FILE_ERASED)
            fail_msg("%s never occurs", event_rows[i].name);
}

static void a_run_ends_with_the_hour_that_ends_it(void **state)
{
    const struct seen *s = *state;
    assert_true(s->last_beat);
    assert_int_equal(s->live[EVENT_HUB_HEARTBEAT], 24 * DAYS);
    assert_int_equal(s->all[EVENT_HUB_HEARTBEAT], 24 * DAYS);
    assert_int_equal(s->all[EVENT_HUB_OPENED], 1);
}

/* The table of domain.md G: events a day among 12,654 people. */
static const struct stream {
    const char *name;
    int per_day;
    enum event_type types[6];
    size_t n;
} streams[] = {
    { "check-ins", 7592, { EVENT_POLICE_CHECKIN_APP }, 1 },
    { "doses", 2500, { EVENT_HEALTH_MMT_DOSE }, 1 },
    { "videos", 499, { EVENT_POLICE_COUNSELLING_VIDEO }, 1 },
    { "activities", 429, { EVENT_POLICE_STATION_ACTIVITY }, 1 },
    { "visits", 416, { EVENT_POLICE_VISIT_RECORDED }, 1 },
    { "job and insurance months", 416,
        { EVENT_HR_PENSION_CONTRIBUTED, EVENT_HR_UNEMPLOYMENT_BENEFIT_PAID,
            EVENT_CIVIL_ALLOWANCE_PAID, EVENT_HEALTH_INSURANCE_ENROLLED },
        4 },
    { "aid", 373, { EVENT_CIVIL_AID_RECORDED }, 1 },
    { "tests", 152 + 35, { EVENT_POLICE_TEST_RECORDED }, 1 },
    { "methadone urine", 82, { EVENT_HEALTH_MMT_URINE }, 1 },
};

static void volumes_are_those_that_the_hub_was_sized_for(void **state)
{
    const struct seen *s = *state;
    for (size_t i = 0; i < COUNT(streams); i++) {
        int64_t n = 0, want = (int64_t)streams[i].per_day * PEOPLE * DAYS / 12654;
        for (size_t k = 0; k < streams[i].n; k++) n += s->live[streams[i].types[k]];
        if (n > 2 * want || 2 * n < want)
            fail_msg("%s: %lld instead of %lld", streams[i].name, (long long)n, (long long)want);
    }
    assert_true(s->late > s->records * 15 / 1000 && s->late < s->records * 30 / 1000);
}

/* --- what must be refused --- */

struct refusals {
    struct arena *turn;
    int64_t unreadable, refused, good;
    int reasons; /* bits */
};

static enum rc mail_judge(void *self, const struct mail *m, const struct text *pid, struct why *why)
{
    static const char *const want[] = { "doc_no_check", "doc_no_date", "time_future",
        "region:region", "actor" };
    struct refusals *r = self;
    struct event e;
    struct text reason = { "" };
    (void)pid;
    arena_reset(r->turn);
    if (event_read(m->value, r->turn, &e, why) != RC_OK) return r->unreadable++, RC_OK;
    e.fact.arrival = e.fact.stamp = m->stamp;
    struct candidate c = {
        .fact = &e.fact, .subject = e.has_subject ? &e.subject : NULL, .nameless = true
    };
    if (admit(&c, &reason)) return r->good++, RC_OK;
    r->refused++;
    for (size_t i = 0; i < COUNT(want); i++)
        if (strcmp(reason.at, want[i]) == 0) r->reasons |= 1 << i;
    return RC_OK;
}

static void bad_input_comes_in_every_kind_and_in_the_share_asked_for(void **state)
{
    (void)state;
    struct province_conf conf = province(3, 60);
    struct refusals r = { .turn = arena_new(TURN_BYTES) };
    struct sink sink = { .self = &r, .mail = mail_judge, .hour = hour_nothing };
    struct why why = { "" };
    conf.broken = 20;
    assert_int_equal(province_play(&conf, &sink, &why), RC_OK);
    int64_t bad = r.unreadable + r.refused, all = bad + r.good;
    assert_int_equal(r.reasons, 0x1f);
    assert_true(r.unreadable > bad / 7);
    assert_true(bad > all * 15 / 1000 && bad < all * 25 / 1000);
    arena_free(r.turn);
}

static void nobody_arrives_where_two_clocks_could_disagree(void **state)
{
    (void)state;
    instant at = { INT64_C(1785600000000000) }, hour = tick_at_or_after(at);
    for (int64_t s = -1200; s <= 1200; s++) {
        instant got = slips_arrival(at, instant_plus(at, SECONDS(72 * 3600 + s)));
        int64_t off = between(instant_plus(at, HOURS(72)), got).us;
        assert_true(off <= -MINUTES(15).us || off >= MINUTES(15).us);
    }
    instant got = slips_arrival(at, instant_minus(hour, (span){ 400000 }));
    assert_false(is_before(got, hour));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_can_be_repeated_byte_for_byte_by_its_seed),
        cmocka_unit_test(reviewers_decide_what_the_hub_asks_and_nobody_lives_otherwise_for_it),
        cmocka_unit_test_setup(no_type_of_event_is_missing_from_a_run, play),
        cmocka_unit_test_prestate(a_run_ends_with_the_hour_that_ends_it, &seen),
        cmocka_unit_test_prestate(volumes_are_those_that_the_hub_was_sized_for, &seen),
        cmocka_unit_test_teardown(bad_input_comes_in_every_kind_and_in_the_share_asked_for, ended),
        cmocka_unit_test(nobody_arrives_where_two_clocks_could_disagree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
