#include "province.h"

#include "check.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "baked/hub.h"
#include "bus/reader.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "made.h"
#include "runtime/topology.h"
#include "vault/letters.h"
#include "vault/wrap.h"

static void good(enum rc rc, const struct why *why)
{
    if (rc != RC_OK) print_error("%s\n", why->text);
    assert_int_equal(rc, RC_OK);
}

/* --- programs --- */

static pid_t program_start(const char *const *argv, const char *log)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0) return pid;
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (out < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) _exit(127);
    execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

int door_end(pid_t door, int number)
{
    int status = 0;
    if (number) assert_int_equal(kill(door, number), 0);
    assert_int_equal(waitpid(door, &status, 0), door);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void path_of(const struct province *p, const char *name, char path[160])
{
    (void)snprintf(path, 160, "%s/%s", p->folder, name);
}

pid_t door_start(struct province *p, const char *member, const char *clock)
{
    char secrets[160], log[160];
    path_of(p, "secrets", secrets);
    path_of(p, member, log);
    const char *argv[] = { p->intake, "--brokers", p->brokers, "--secrets", secrets, "--member",
        member, "--clock", clock, NULL };
    return program_start(argv, log);
}

bool door_said(struct province *p, const char *member, const char *words)
{
    char log[160];
    static char text[1 << 20];
    path_of(p, member, log);
    FILE *in = fopen(log, "rb");
    if (!in) return false;
    size_t n = fread(text, 1, sizeof text, in);
    fclose(in);
    return memmem(text, n, words, strlen(words)) != NULL;
}

/* --- up and down --- */

static const char *topic_of(enum event_source source)
{
    static const char *const names[SOURCES] = { "police.events.v1", "hr.events.v1",
        "civil.events.v1", "health.events.v1", "justice.events.v1", TOPIC_DECISIONS };
    return names[source];
}

static int32_t parts_of(enum event_source source) { return source == SOURCE_HUB ? 1 : PARTS; }

static void topics_make_all(struct province *p)
{
    char log[160];
    const char *argv[] = { p->coastline, "topics", "create", "--brokers", p->brokers,
        "--partitions", "3", "--clock", "topics", NULL };
    path_of(p, "topics", log);
    assert_int_equal(door_end(program_start(argv, log), 0), 0);
}

void province_make(struct province *p, const char *intake, const char *coastline)
{
    char secrets[160];
    struct why why = { "" };
    *p = (struct province){
        .brokers = getenv("COASTLINE_BROKERS"), .intake = intake, .coastline = coastline
    };
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/coastline-door-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    path_of(p, "secrets", secrets);
    good(secrets_init(secrets, &why), &why);
    good(secrets_open(&p->secrets, secrets, (1u << SECRETS) - 1, &why), &why);
    topics_make_all(p);
    struct writer_conf conf = { .brokers = p->brokers, .client = "province" };
    good(writer_open(&p->writer, &conf, &why), &why);
    p->arena = arena_new(1 << 20);
    p->bytes = buffer_new(1 << 20);
    for (int s = 0; s < SOURCES; s++) {
        good(writer_topic(p->writer, topic_of((enum event_source)s), &p->topics[s], &why), &why);
        for (int32_t i = 0; i < PARTS; i++) p->sent[s][i] = calloc(SENT_MAX, sizeof(struct sent));
    }
}

void province_drop(struct province *p)
{
    char command[200];
    writer_close(p->writer);
    secrets_free(p->secrets);
    arena_free(p->arena);
    buffer_deinit(&p->bytes);
    for (int s = 0; s < SOURCES; s++)
        for (int32_t i = 0; i < PARTS; i++) free(p->sent[s][i]);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    assert_int_equal(system(command), 0);
}

/* --- sending --- */

static void send(struct province *p, enum event_source source, instant stamp, enum fate fate)
{
    struct why why = { "" };
    int32_t part = (int32_t)(p->serial % parts_of(source));
    struct text number = made_document((int)(p->serial % PEOPLE));
    struct record_header headers[] = { { slice_str("x-person"), slice_text(&number) } };
    struct outgoing out = { .topic = p->topics[source],
        .partition = part,
        .key = slice_text(&number),
        .value = buffer_slice(&p->bytes),
        .headers = headers,
        .n_headers = p->serial % 2 ? 1 : 0,
        .stamp = stamp };
    assert_true(p->n_sent[source][part] < SENT_MAX);
    p->sent[source][part][p->n_sent[source][part]++] =
        (struct sent){ .fate = fate, .serial = p->serial, .stamp = stamp };
    good(writer_send(p->writer, &out, &why), &why);
}

static void event_write_made(struct province *p, const struct event *e)
{
    struct why why = { "" };
    buffer_reset(&p->bytes);
    good(event_write(e, &p->bytes, &why), &why);
}

/* Seven ways to be refused, each with the number somewhere. */
static void spoil(struct province *p, struct event *e)
{
    const char *number = (const char *)e->subject.doc_no.at;
    char text[64];
    (void)snprintf(text, sizeof text, "see %.18s", number);
    switch (p->serial % 7) {
    case 0: e->fact.id = slice_str(text); break;
    case 1: e->fact.actor = slice_str(text); break;
    case 2: e->subject.doc_no.n = 17; break;
    case 3: e->fact.event_time = instant_plus(e->fact.event_time, HOURS(2)); break;
    case 4: e->has_subject = false; break;
    default: break;
    }
    event_write_made(p, e);
    if (p->serial % 7 == 5) p->bytes.n -= 1;
    if (p->serial % 7 != 6) return;
    buffer_reset(&p->bytes);
    buffer_printf(&p->bytes, "{\"doc_no\":\"%.18s\"}", number);
}

void province_event(struct province *p, enum event_source source, instant stamp, bool is_good)
{
    p->serial++;
    arena_reset(p->arena);
    struct event e = made_event(
        p->arena, made_type(source, p->serial), (int)(p->serial % PEOPLE), p->serial, stamp);
    if (is_good)
        event_write_made(p, &e);
    else
        spoil(p, &e);
    send(p, source, stamp, is_good ? FATE_GOOD : FATE_BAD);
}

static void flush(struct province *p)
{
    struct why why = { "" };
    good(writer_settle(p->writer, 60000, &why), &why);
}

void province_moment(struct province *p, enum event_type type, instant stamp)
{
    p->serial++;
    struct event e = { .fact = { .type = type, .version = 1, .id = slice_str("of-nobody") } };
    e.fact.event_time = e.fact.recorded_at = stamp;
    event_write_made(p, &e);
    flush(p);
    send(p, SOURCE_HUB, stamp, FATE_MOMENT);
    flush(p);
}

void province_hour(struct province *p, instant end, int n)
{
    instant begin = instant_minus(end, HOURS(1));
    for (int i = 0; i < n; i++) {
        span into = { (int64_t)((double)HOURS(1).us * i / n) / 1000 * 1000 };
        instant stamp = i == n - 1 ? instant_minus(end, (span){ 1000 }) : instant_plus(begin, into);
        province_event(p, (enum event_source)(i % SOURCE_HUB), stamp, i % 10 != 3);
    }
    province_moment(p, EVENT_HUB_HEARTBEAT, end);
}

/* --- reading --- */

typedef void take_fn(struct province *p, const struct record *r);

static struct reader *reader_make(const struct province *p)
{
    struct reader *r = NULL;
    struct why why = { "" };
    struct reader_conf conf = { .brokers = p->brokers, .client = "province" };
    good(reader_open(&r, &conf, &why), &why);
    return r;
}

static void topic_read(struct province *p, const char *topic, take_fn *take)
{
    struct why why = { "" };
    struct reader *r = reader_make(p);
    for (int32_t part = 0; part < PARTS; part++) {
        struct bus_span log = { 0, 0 };
        struct news news;
        good(reader_span(r, topic, part, &log, &why), &why);
        good(reader_begin(r, topic, part, log.low, &why), &why);
        for (int64_t next = log.low; next < log.high;) {
            enum rc rc = reader_poll(r, 1000, &news, &why);
            if (rc == RC_AGAIN || news.record.partition != part) continue;
            good(rc, &why);
            if (news.kind == NEWS_RECORD) take(p, &news.record);
            next = news.record.offset + (news.kind == NEWS_RECORD);
        }
        good(reader_end(r, topic, part, &why), &why);
    }
    reader_close(r);
}

int64_t province_facts_end(struct province *p)
{
    struct why why = { "" };
    struct reader *r = reader_make(p);
    int64_t n = 0;
    for (int32_t part = 0; part < PARTS; part++) {
        struct bus_span log = { 0, 0 };
        good(reader_span(r, TOPIC_FACTS, part, &log, &why), &why);
        n += log.high;
    }
    reader_close(r);
    return n;
}

static bool holds(struct slice bytes, const char *text, size_t n)
{
    return bytes.n >= n && memmem(bytes.at, bytes.n, text, n) != NULL;
}

/* Neither a number nor its eight digits of birth, in any part of any record of the hub. */
static void assert_hides_numbers(const struct province *p, const struct record *r)
{
    struct record_header headers[32];
    size_t n = record_headers(r, headers, COUNT(headers));
    assert_true(n <= COUNT(headers));
    for (int person = 0; person < PEOPLE; person += 7) {
        struct text number = made_document(person);
        assert_false(holds(r->key, number.at + 6, 8) || holds(r->value, number.at + 6, 8));
        for (size_t i = 0; i < n; i++) assert_false(holds(headers[i].value, number.at + 6, 8));
    }
    (void)p;
}

static enum event_source source_of(struct slice topic)
{
    for (int s = 0; s < SOURCES; s++)
        if (slice_is(topic, topic_of((enum event_source)s))) return (enum event_source)s;
    fail_msg("no such topic");
    return SOURCES;
}

static struct sent *sent_of(struct province *p, const struct hub_origin *origin)
{
    enum event_source source = source_of(origin->topic);
    assert_true(origin->partition >= 0 && origin->partition < PARTS);
    assert_true(origin->offset < p->n_sent[source][origin->partition]);
    return &p->sent[source][origin->partition][origin->offset];
}

/* Keys of people, as the identities that were read say them. */
static struct known {
    char pid[PID_CHARS + 1];
    int64_t id;
    struct key key;
} known[4 * PEOPLE];
static size_t n_known;

static void identity_take(struct province *p, const struct record *r)
{
    struct frame frame;
    struct hub_identity i;
    struct document document;
    struct why why = { "" };
    assert_hides_numbers(p, r);
    arena_reset(p->arena);
    good(frame_read(r->value, &frame, &why), &why);
    good(record_read(&hub_identity_row, frame.body, p->arena, &i, &why), &why);
    assert_true(n_known < COUNT(known) && i.pid.n == PID_CHARS);
    struct known *k = &known[n_known++];
    *k = (struct known){ .id = i.key_id };
    memcpy(k->pid, i.pid.at, PID_CHARS);
    assert_true(unwrap_person_key(p->secrets, i.pid, i.key_id, i.wrapped_key, &k->key));
    assert_true(document_open(p->secrets, i.document, &document));
    assert_string_equal(pid_of(p->secrets, &document).at, k->pid);
}

static const struct key *key_of(struct slice pid, int64_t id)
{
    for (size_t i = 0; i < n_known; i++)
        if (known[i].id == id && slice_is(pid, known[i].pid)) return &known[i].key;
    fail_msg("a fact was there before its key");
    return NULL;
}

/* What stands in it is what was sent, and the person is the one of the document. */
static void fact_open(struct province *p, const struct record *r, const struct hub_sealed_fact *f,
    const struct sent *s)
{
    struct seal_binding binding = { SEALED_FACT, r->key, f->key_id, f->arrival, f->origin.partition,
        f->origin.offset, f->origin.topic };
    struct buffer text = buffer_new(1 << 20);
    struct event e;
    struct why why = { "" };
    char id[40];
    assert_true(seal_open(key_of(r->key, f->key_id), &binding, f->sealed, &text));
    good(event_read(buffer_slice(&text), p->arena, &e, &why), &why);
    (void)snprintf(id, sizeof id, "%s-%lld", event_source_name(source_of(f->origin.topic)),
        (long long)s->serial);
    assert_true(slice_is(e.fact.id, id) && !e.has_subject && !e.fact.pid.at);
    struct text number = made_document((int)(s->serial % PEOPLE));
    struct subject subject = { DOC_CN_ID, slice_text(&number) };
    struct document document;
    assert_true(document_from(&subject, &document));
    assert_true(slice_is(r->key, pid_of(p->secrets, &document).at));
    buffer_deinit(&text);
}

static instant stamp_counted(instant stamp)
{
    instant edge = tick_at_or_after(stamp);
    bool last_second = is_before(stamp, edge) && between(stamp, edge).us < 1000000;
    return last_second ? instant_minus(edge, SECONDS(1)) : stamp;
}

/* The first time, it is of the hour that is passing; later ones are repeats. */
static void fact_take(struct province *p, const struct record *r, struct slice body)
{
    struct hub_sealed_fact f;
    struct why why = { "" };
    good(record_read(&hub_sealed_fact_row, body, p->arena, &f, &why), &why);
    struct sent *s = sent_of(p, &f.origin);
    assert_int_equal(s->fate, FATE_GOOD);
    assert_int_equal(bus_partition_of(r->key, PARTS), r->partition);
    assert_int_equal(f.stamp.us, stamp_counted(s->stamp).us);
    p->facts++;
    if (s->facts++) {
        p->repeats++;
        return;
    }
    instant last = p->last_tick[r->partition];
    if (last.us) {
        assert_true(f.stamp.us >= last.us && f.stamp.us < instant_plus(last, HOURS(1)).us);
        assert_true(f.arrival.us >= last.us);
    }
    fact_open(p, r, &f, s);
}

static void moment_take(struct province *p, const struct record *r, struct slice body)
{
    struct hub_moment m;
    struct why why = { "" };
    good(record_read(&hub_moment_row, body, p->arena, &m, &why), &why);
    struct sent *s = sent_of(p, &m.origin);
    assert_int_equal(s->fate, FATE_MOMENT);
    p->repeats += s->moments[r->partition]++ > 0;
}

static void tick_take(struct province *p, const struct record *r, struct slice body)
{
    struct hub_tick t;
    struct why why = { "" };
    instant *last = &p->last_tick[r->partition];
    good(record_read(&hub_tick_row, body, p->arena, &t, &why), &why);
    if (last->us && t.at.us <= last->us) {
        p->repeats++;
        return;
    }
    if (last->us) assert_int_equal(between(*last, t.at).us, HOURS(1).us);
    *last = t.at;
    p->ticks++;
}

static void log_take(struct province *p, const struct record *r)
{
    struct frame frame;
    struct why why = { "" };
    assert_hides_numbers(p, r);
    arena_reset(p->arena);
    good(frame_read(r->value, &frame, &why), &why);
    if (r->offset == 0)
        assert_int_equal(frame.fingerprint, hub_created_row.fingerprint);
    else if (frame.fingerprint == hub_sealed_fact_row.fingerprint)
        fact_take(p, r, frame.body);
    else if (frame.fingerprint == hub_tick_row.fingerprint)
        tick_take(p, r, frame.body);
    else if (frame.fingerprint == hub_moment_row.fingerprint)
        moment_take(p, r, frame.body);
    else
        fail_msg("a record of no known kind in hub.facts");
}

static void letter_take(struct province *p, const struct record *r)
{
    struct text key;
    char topic[64];
    int partition = 0;
    long long offset = 0;
    assert_hides_numbers(p, r);
    assert_true(text_from(r->key, &key));
    assert_int_equal(sscanf(key.at, "%60[^/]/%d/%lld", topic, &partition, &offset), 3);
    struct hub_origin origin = { slice_str(topic), partition, offset };
    struct sent *s = sent_of(p, &origin);
    assert_int_equal(s->fate, FATE_BAD);
    p->letters += s->letters++ == 0;
}

void province_read(struct province *p)
{
    for (int s = 0; s < SOURCES; s++)
        for (int32_t i = 0; i < PARTS; i++)
            for (int64_t k = 0; k < p->n_sent[s][i]; k++) {
                struct sent *sent = &p->sent[s][i][k];
                sent->facts = sent->letters = 0;
                memset(sent->moments, 0, sizeof sent->moments);
            }
    memset(p->last_tick, 0, sizeof p->last_tick);
    p->ticks = p->repeats = p->facts = p->letters = 0;
    n_known = 0;
    /* Facts before identities would race with a door at work: keys are there before facts. */
    topic_read(p, TOPIC_LETTERS, letter_take);
    topic_read(p, TOPIC_IDENTITIES, identity_take);
    topic_read(p, TOPIC_FACTS, log_take);
}

static instant tick_everywhere(const struct province *p)
{
    instant least = p->last_tick[0];
    for (int i = 1; i < PARTS; i++)
        if (is_before(p->last_tick[i], least)) least = p->last_tick[i];
    return least;
}

static void tick_look(struct province *p, const struct record *r)
{
    struct frame frame;
    struct hub_tick t;
    arena_reset(p->arena);
    if (frame_read(r->value, &frame, NULL) != RC_OK ||
        frame.fingerprint != hub_tick_row.fingerprint ||
        record_read(&hub_tick_row, frame.body, p->arena, &t, NULL) != RC_OK)
        return;
    p->last_tick[r->partition] = later_of(p->last_tick[r->partition], t.at);
}

void province_await(struct province *p, instant tick)
{
    const struct timespec pause = { .tv_nsec = 200000000 };
    for (int i = 0; i < 300; i++) {
        memset(p->last_tick, 0, sizeof p->last_tick);
        topic_read(p, TOPIC_FACTS, tick_look);
        if (!is_before(tick_everywhere(p), tick)) return;
        (void)nanosleep(&pause, NULL);
    }
    fail_msg("the tick %s does not come", instant_text(tick).at);
}

void province_assert_whole(const struct province *p)
{
    for (int s = 0; s < SOURCES; s++)
        for (int32_t i = 0; i < PARTS; i++)
            for (int64_t k = 0; k < p->n_sent[s][i]; k++) {
                const struct sent *sent = &p->sent[s][i][k];
                assert_int_equal(sent->facts > 0, sent->fate == FATE_GOOD);
                assert_int_equal(sent->letters > 0, sent->fate == FATE_BAD);
            }
}
