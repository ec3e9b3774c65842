/* What the hub made of it: every record of three topics, opened and held against what was sent. */
#include "province_inside.h"

#include "check.h"

#include <stdio.h>
#include <time.h>

#include "baked/hub.h"
#include "bus/reader.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "made.h"
#include "runtime/keys.h"
#include "runtime/topology.h"
#include "vault/wrap.h"

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

static struct document document_of(int person)
{
    struct text number = made_document(person);
    struct subject subject = { DOC_CN_ID, slice_text(&number) };
    struct document document;
    assert_true(document_from(&subject, &document));
    return document;
}

static void key_retire(struct province *p, const struct known *k, const struct document *d)
{
    struct why why = { "" };
    struct slice pid = slice_str(k->pid);
    struct token token = token_of(p->secrets, d);
    struct buffer document = buffer_new(1024), key = buffer_new(1024), again = buffer_new(1024);
    struct wrap_binding binding = { WRAP_PERSON_KEY, pid, k->id };
    assert_true(document_seal(p->secrets, d, &document));
    assert_true(wrap(p->secrets, &binding, slice_of(k->key.at, KEY_BYTES), &key));
    binding.purpose = WRAP_PERSON_TOKEN;
    assert_true(wrap(p->secrets, &binding, slice_of(token.at, TOKEN_BYTES), &again));
    struct hub_identity i = { pid, k->id, buffer_slice(&document), buffer_slice(&key),
        buffer_slice(&again), { 0 }, true };
    struct text name = keys_record_key(pid, k->id);
    buffer_reset(&p->bytes);
    frame_write(hub_identity_row.fingerprint, &p->bytes);
    good(record_write(&hub_identity_row, &i, &p->bytes, &why), &why);
    struct outgoing out = { .partition = bus_partition_of(pid, PARTS),
        .key = slice_text(&name),
        .value = buffer_slice(&p->bytes) };
    good(writer_topic(p->writer, TOPIC_IDENTITIES, &out.topic, &why), &why);
    good(writer_send(p->writer, &out, &why), &why);
    buffer_deinit(&document);
    buffer_deinit(&key);
    buffer_deinit(&again);
}

void province_retire(struct province *p, int person)
{
    struct document d = document_of(person);
    struct text pid = pid_of(p->secrets, &d);
    for (size_t i = 0; i < n_known; i++)
        if (strcmp(known[i].pid, pid.at) == 0) key_retire(p, &known[i], &d);
    flush(p);
}

int province_keys(struct province *p, int person)
{
    struct document d = document_of(person);
    struct text pid = pid_of(p->secrets, &d);
    int n = 0;
    for (size_t i = 0; i < n_known; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++) again = again || known[k].id == known[i].id;
        n += !again && strcmp(known[i].pid, pid.at) == 0;
    }
    return n;
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
    struct document document = document_of(s->person);
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
    struct text key = { "" };
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
