/* An assessor's words without an assessor: says changes of invented people on hub.changes, sealed
 * under keys in hub.identities, as an assessor would, and prints what it said to the boards (rich)
 * and the state lines that hold in the end. Closings come with each hour's tick. For the contract
 * test and the benchmark of the projector.
 *
 *   say_changes BROKERS SECRETS PEOPLE CHANGES SEED rich|even
 *
 * rich: files with long lists, other scripts, repeats, words of an assessor that was overtaken, and
 * people who are shredded. even: every change carries twenty fields, nothing odd. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base32.h"
#include "base/random.h"
#include "codec/frame.h"
#include "codec/json_words.h"
#include "codec/record.h"
#include "runtime/logname.h"
#include "runtime/speaker.h"
#include "vault/wrap.h"

enum { PARTS = 1024, BODY_MAX = 1 << 20, ARENA_MAX = 1 << 22, WAIT_MS = 120000 };

struct person {
    struct text pid;
    struct key key;
    struct token token;
    int64_t key_id;
    int32_t partition, version, facts; /* version 0: no state yet */
};

struct saying {
    bool rich;
    uint64_t seed;
    struct random random;
    struct secrets *secrets;
    struct sealer *sealer;
    struct writer *writer;
    struct logname log;
    int changes, identities; /* topics */
    struct arena *arena;
    struct buffer body, value, sealed;
    int64_t speakers[PARTS], before[PARTS], causes[PARTS];
    struct person *people;
    size_t n_people;
};

/* Rich: some thousands are days. */
static instant time_of(const struct saying *s, int64_t i)
{
    return instant_plus((instant){ 1600000000000000 }, (span){ i * (s->rich ? 20000000 : 1000) });
}

static void must(enum rc rc, const struct why *why)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "say_changes: %s\n", why->text);
    exit(1);
}

static void send(struct saying *s, int topic, int32_t partition, struct slice key)
{
    struct why why = { "" };
    struct outgoing out = {
        .topic = topic, .partition = partition, .key = key, .value = buffer_slice(&s->value)
    };
    must(writer_send(s->writer, &out, &why), &why);
    must(writer_look(s->writer, &why), &why);
}

static void record_put(struct saying *s, const struct record_row *row, const void *from)
{
    struct why why = { "" };
    buffer_reset(&s->value);
    frame_write(row->fingerprint, &s->value);
    must(record_write(row, from, &s->value, &why), &why);
}

/* --- people --- */

static void wrap_must(struct saying *s, const struct person *p, enum wrap_purpose purpose,
    struct slice secret, struct buffer *out)
{
    struct wrap_binding binding = { purpose, slice_text(&p->pid), p->key_id };
    if (!wrap(s->secrets, &binding, secret, out)) exit(1);
}

static void person_make(struct saying *s, struct person *p)
{
    uint64_t name[2] = { random_next(&s->random), random_next(&s->random) };
    struct buffer key = buffer_new(256), token = buffer_new(256);
    p->pid = base32_text(slice_of(name, sizeof name));
    p->partition = bus_partition_of(slice_text(&p->pid), s->log.partitions);
    p->key = key_new();
    p->key_id = key_id_new();
    vault_random(&p->token, sizeof p->token);
    wrap_must(s, p, WRAP_PERSON_KEY, slice_of(&p->key, sizeof p->key), &key);
    wrap_must(s, p, WRAP_PERSON_TOKEN, slice_of(&p->token, sizeof p->token), &token);
    struct hub_identity identity = { .pid = slice_text(&p->pid),
        .key_id = p->key_id,
        .document = slice_str("none"),
        .wrapped_key = buffer_slice(&key),
        .wrapped_token = buffer_slice(&token) };
    struct text record_key = { "" };
    text_print(&record_key, "%.26s:%" PRId64, p->pid.at, p->key_id);
    record_put(s, &hub_identity_row, &identity);
    send(s, s->identities, p->partition, slice_text(&record_key));
    buffer_deinit(&key);
    buffer_deinit(&token);
}

/* --- what a file says: a function of person and version --- */

static struct slice word(struct saying *s, const char *format, uint64_t n)
{
    char text[128];
    int length = snprintf(text, sizeof text, "%s%" PRIu64, format, n);
    return arena_copy(s->arena, slice_of(text, (size_t)length));
}

static struct slice *words(struct saying *s, struct random *r, const char *format, size_t n)
{
    struct slice *at = arena_take(s->arena, (n + 1) * sizeof *at);
    for (size_t i = 0; i < n; i++) at[i] = word(s, format, random_below(r, 1000) + 1000 * i);
    return at;
}

static struct hub_rule_reason *reasons(struct saying *s, struct random *r, size_t n, bool ids)
{
    struct hub_rule_reason *at = arena_take(s->arena, (n + 1) * sizeof *at);
    for (size_t i = 0; i < n; i++) {
        size_t n_ids = ids ? random_below(r, 5) : 0;
        at[i] = (struct hub_rule_reason){ .rule = word(s, i % 2 ? "G-H" : "P", i + 1),
            .points = (int32_t)random_below(r, 40) - 10,
            .has_grade = i % 3 != 2,
            .grade = HUB_GRADE_MEDIUM,
            .has_last = i % 2 == 0,
            .last = { (int32_t)random_below(r, 20000) },
            .facts = { n_ids, words(s, r, "0190a6f2-7c1e-7b2a-9f10-事件\"号-", n_ids) } };
    }
    return at;
}

static struct hub_need_state *needs(struct saying *s, struct random *r, size_t n)
{
    struct hub_need_state *at = arena_take(s->arena, (n + 1) * sizeof *at);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct hub_need_state){ word(s, "treatment", i), random_chance(r, 500),
            { 2, words(s, r, "cause", 2) } };
    return at;
}

static struct hub_alert_state *alerts(struct saying *s, struct random *r, size_t n)
{
    static const char *const places[] = { "460105", "460203", "469003", "440300" };
    struct hub_alert_state *at = arena_take(s->arena, (n + 1) * sizeof *at);
    for (size_t i = 0; i < n; i++)
        at[i] = (struct hub_alert_state){ .alert = word(s, "X", i + 1),
            .observed = slice_str(places[random_below(r, COUNT(places))]),
            .level = slice_str("prefecture"),
            .count = 1 + (int32_t)i,
            .first = { (int64_t)random_below(r, 1000000000) * 1000000 },
            .leave_mismatch = random_chance(r, 300) };
    return at;
}

static void lists_make(struct saying *s, struct random *r, struct hub_file_state *f)
{
    f->floors.n = random_below(r, 4), f->floors.at = reasons(s, r, f->floors.n, false);
    f->proposed = random_chance(r, 200);
    f->proposal.n = f->proposed ? 1 + random_below(r, 3) : 0;
    f->proposal.at = reasons(s, r, f->proposal.n, true);
    f->muted.n = random_chance(r, 50) ? random_below(r, 200) : 0;
    f->muted.at = words(s, r, "muted-事实-", f->muted.n);
    f->basis.n = random_below(r, 3), f->basis.at = reasons(s, r, f->basis.n, true);
    f->by = random_chance(r, 300) ? slice_str("王\\医生 \"quoted\"") : (struct slice){ 0 };
    f->tasks.n = random_below(r, 4), f->tasks.at = words(s, r, "outreach:订单-", f->tasks.n);
    f->alerts.n = random_below(r, 3), f->alerts.at = alerts(s, r, f->alerts.n);
}

static struct hub_file_state state_make(
    struct saying *s, size_t person, int32_t version, const struct person *p)
{
    struct random seeded = random_seeded(s->seed * 1000003 + person * 7919 + (uint64_t)version),
                  *r = &seeded;
    struct hub_file_state f = { .file = HUB_FILE_STATUS_ACTIVE,
        .grade = (enum hub_grade)random_below(r, HUB_GRADES),
        .grade_class = (enum hub_grade_class)random_below(r, HUB_GRADE_CLASSES),
        .has_since = true,
        .since = { (int64_t)random_below(r, 1000000000) * 1000000 },
        .score = (int32_t)random_below(r, 101),
        .dwell = (int32_t)random_below(r, 15),
        .has_clock_start = true,
        .clock_start = { (int32_t)random_below(r, 20000) },
        .region = slice_str("460108"),
        .contested = random_chance(r, 100) };
    f.rules.n = 2 + random_below(r, s->rich ? 12 : 2);
    f.rules.at = reasons(s, r, f.rules.n, false);
    f.needs.n = random_below(r, s->rich ? 4 : 2), f.needs.at = needs(s, r, f.needs.n);
    if (s->rich) lists_make(s, r, &f);
    if (s->rich && person % 50 == 7 && p->facts > 20) f.file = HUB_FILE_STATUS_SHREDDED;
    return f;
}

/* --- words --- */

static void change_seal(
    struct saying *s, const struct person *p, struct hub_change *c, struct slice body)
{
    struct seal_binding binding = { .kind = SEALED_CHANGE,
        .pid = slice_text(&p->pid),
        .key_id = p->key_id,
        .at = c->at,
        .partition = p->partition,
        .offset = c->cause,
        .name = slice_str("") };
    buffer_reset(&s->sealed);
    if (!seal(s->sealer, &p->key, &binding, body, &s->sealed)) exit(1);
    c->key_id = p->key_id;
    c->sealed = buffer_slice(&s->sealed);
    record_put(s, &hub_change_row, c);
}

static struct hub_signal *signals_make(struct saying *s, const struct hub_file_state *f, size_t *n)
{
    struct hub_signal *at = arena_take(s->arena, (f->tasks.n + 1) * sizeof *at);
    for (size_t i = 0; i < f->tasks.n; i++)
        at[i] = (struct hub_signal){ .kind = HUB_SIGNAL_KIND_TASK_OPENED,
            .task = f->tasks.at[i],
            .has_due = true,
            .due = { 1600000000000000 + (int64_t)i } };
    at[f->tasks.n] = (struct hub_signal){ .kind = HUB_SIGNAL_KIND_GRADE_CHANGED };
    *n = f->tasks.n + 1;
    return at;
}

static void body_put(struct saying *s, size_t person, struct person *p, instant at)
{
    static const char *const towns[] = { "460108001", "460108002", "460203003" };
    struct why why = { "" };
    struct hub_board_delta deltas[] = { { slice_str("460108"), slice_str("grade.medium"), 1 },
        { slice_str("460000"), slice_str("files"), random_chance(&s->random, 300) ? -1 : 2 },
        { { 0 }, slice_str("tasks"), 1 }, { { 0 }, slice_str("contested"), 1 },
        { { 0 }, slice_str("need.child"), -1 } };
    /* So many counties that a day's end takes more than one script. */
    for (size_t i = 2; i < COUNT(deltas); i++)
        deltas[i].region = word(s, "460", 100 + random_below(&s->random, 700));
    struct hub_change_body body = { .token = slice_of(&p->token, sizeof p->token),
        .ruleset = slice_str("hn-care-1.0"),
        .place = slice_str("460108"),
        .town = slice_str(towns[random_below(&s->random, s->rich ? COUNT(towns) : 1)]),
        .has_line = true,
        .line = { word(s, "0190a6f2-7c1e-7b2a-9f10-00000000", (uint64_t)p->facts),
            slice_str("police.test.recorded"), { 1500000000000000 }, { 0 } },
        .facts = ++p->facts };
    body.has_state = p->facts == 1 || !s->rich || random_chance(&s->random, 750);
    if (body.has_state) body.state = state_make(s, person, ++p->version, p);
    if (body.has_state && s->rich) body.signals.at = signals_make(s, &body.state, &body.signals.n);
    body.deltas.n = random_below(&s->random, s->rich ? COUNT(deltas) + 1 : 3),
    body.deltas.at = deltas;
    for (size_t i = 0; s->rich && i < body.deltas.n; i++)
        printf("{\"partition\":%d,\"at\":%" PRId64 ",\"region\":\"%.6s\",\"counter\":\"%.*s\","
               "\"by\":%d}\n",
            p->partition, at.us, (const char *)deltas[i].region.at, (int)deltas[i].counter.n,
            (const char *)deltas[i].counter.at, deltas[i].by);
    if (body.has_state && body.state.file == HUB_FILE_STATUS_SHREDDED) p->facts = 0;
    buffer_reset(&s->body);
    must(record_write(&hub_change_body_row, &body, &s->body, &why), &why);
}

static void change_say(struct saying *s, size_t person, int64_t i)
{
    struct person *p = &s->people[person];
    instant at = time_of(s, i);
    struct hub_change c = { .speaker = s->speakers[p->partition],
        .cause = ++s->causes[p->partition],
        .at = at,
        .stamp = at };
    body_put(s, person, p, at);
    change_seal(s, p, &c, buffer_slice(&s->body));
    send(s, s->changes, p->partition, slice_text(&p->pid));
    if (!s->rich || !random_chance(&s->random, 50)) return;
    send(s, s->changes, p->partition, slice_text(&p->pid)); /* a repeat */
    c.speaker = s->before[p->partition];
    c.cause += 1000000;
    change_seal(s, p, &c, buffer_slice(&s->body)); /* a stranger's */
    send(s, s->changes, p->partition, slice_text(&p->pid));
}

static void closings_say(struct saying *s, instant at)
{
    for (int32_t p = 0; p < s->log.partitions; p++) {
        struct hub_closing closing = { s->speakers[p], ++s->causes[p], at };
        record_put(s, &hub_closing_row, &closing);
        send(s, s->changes, p, (struct slice){ 0 });
    }
}

/* --- speakers --- */

static void speaker_await(
    struct saying *s, const char *brokers, int32_t partition, const struct text *key)
{
    struct reader_conf conf = { .brokers = brokers, .client = "say-changes", .queue_kib = 1024 };
    CLEANUP(reader_closep) struct reader *r = NULL;
    struct why why = { "" };
    struct news news;
    must(reader_open(&r, &conf, &why), &why);
    must(reader_begin(r, "hub.changes.v1", partition, 0, &why), &why);
    for (;;) {
        enum rc rc = reader_poll(r, 100, &news, &why);
        if (rc == RC_BROKEN) must(rc, &why);
        if (rc != RC_OK || news.kind != NEWS_RECORD || !speaker_is(&news.record, key)) continue;
        s->before[partition] = s->speakers[partition];
        s->speakers[partition] = news.record.offset;
        return;
    }
}

static void speakers_open(struct saying *s, const char *brokers)
{
    struct why why = { "" };
    for (int32_t p = 0; p < s->log.partitions; p++) {
        struct text key = { "" };
        struct speaker_opening opening = { s->changes, p, slice_text(&s->log.name),
            slice_str("test") };
        must(speaker_open(s->writer, &opening, &key, &why), &why);
        must(writer_settle(s->writer, WAIT_MS, &why), &why);
        speaker_await(s, brokers, p, &key);
    }
}

/* --- the end --- */

static int by_pid(const void *a, const void *b)
{
    const struct person *const *x = a, *const *y = b;
    return strcmp((*x)->pid.at, (*y)->pid.at);
}

static void states_print(struct saying *s)
{
    const struct person **order = calloc(s->n_people, sizeof *order);
    for (size_t i = 0; i < s->n_people; i++) order[i] = &s->people[i];
    qsort(order, s->n_people, sizeof *order, by_pid);
    for (size_t i = 0; i < s->n_people; i++) {
        const struct person *p = order[i];
        if (p->facts == 0) continue;
        arena_reset(s->arena);
        buffer_reset(&s->body);
        struct words_state w = { .pid = slice_text(&p->pid), .facts = p->facts };
        struct hub_file_state state = state_make(s, (size_t)(p - s->people), p->version, p);
        state.file = HUB_FILE_STATUS_ACTIVE;
        words_put_state(&s->body, &w, &state);
        (void)fwrite(s->body.at, 1, s->body.n, stdout);
    }
    free(order);
}

static void outside_open(struct saying *s, const char *brokers, const char *secrets)
{
    struct why why = { "" };
    struct writer_conf conf = { .brokers = brokers, .client = "say-changes", .linger_ms = 5 };
    must(secrets_open(&s->secrets, secrets, SECRET_BIT(PERSONS), &why), &why);
    must(sealer_new(&s->sealer, &why), &why);
    must(logname_read(brokers, &s->log, &why), &why);
    must(writer_open(&s->writer, &conf, &why), &why);
    must(writer_topic(s->writer, "hub.changes.v1", &s->changes, &why), &why);
    must(writer_topic(s->writer, "hub.identities.v1", &s->identities, &why), &why);
    s->arena = arena_new(ARENA_MAX);
    s->body = buffer_new(BODY_MAX), s->value = buffer_new(BODY_MAX);
    s->sealed = buffer_new(BODY_MAX);
    s->people = calloc(s->n_people, sizeof *s->people);
    if (!s->arena || !s->people) exit(1);
    for (size_t i = 0; i < s->n_people; i++) person_make(s, &s->people[i]);
    must(writer_settle(s->writer, WAIT_MS, &why), &why);
    speakers_open(s, brokers);
    if (s->rich) speakers_open(s, brokers); /* the first was overtaken */
}

int main(int argc, char *argv[])
{
    static struct saying saying;
    struct saying *s = &saying;
    struct why why = { "" };
    if (argc != 7) return 2;
    s->n_people = (size_t)atoll(argv[3]);
    int64_t n = atoll(argv[4]);
    s->seed = (uint64_t)atoll(argv[5]);
    s->rich = strcmp(argv[6], "rich") == 0;
    s->random = random_seeded(s->seed);
    outside_open(s, argv[1], argv[2]);
    for (int64_t i = 1; i <= n; i++) {
        arena_reset(s->arena);
        instant tick = tick_at_or_after(time_of(s, i - 1));
        if (is_before(tick, time_of(s, i))) closings_say(s, tick);
        change_say(s, random_below(&s->random, s->n_people), i);
    }
    closings_say(s, time_of(s, n));
    must(writer_settle(s->writer, WAIT_MS, &why), &why);
    states_print(s);
    writer_close(s->writer);
    return 0;
}
