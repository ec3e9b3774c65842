/* An assessor's words without an assessor, for the tests and the benchmark of the courier: grades
 * of invented people change, one signal a change, told to town and police.
 *
 *   say_signals BROKERS SECRETS PEOPLE CHANGES FIRST_CAUSE [stale]
 *
 * People are the same at every call, so causes go on where the last call ended. Prints a line a
 * change: partition, cause, pid. stale: words of a speaker that was overtaken, which nobody hears.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/keys.h"
#include "runtime/logname.h"
#include "runtime/speaker.h"
#include "runtime/topology.h"
#include "vault/wrap.h"

enum { PARTS = 64, ROOM = 64 * 1024, WAIT_MS = 120000 };

struct person {
    struct text pid;
    struct key key;
    struct token token;
    int64_t key_id;
    int32_t partition;
};

struct voice {
    struct secrets *secrets;
    struct sealer *sealer;
    struct writer *writer;
    struct logname log;
    int changes, identities;
    struct buffer body, sealed, value;
    int64_t speakers[PARTS];
    struct person *people;
    size_t n_people;
};

static void must(enum rc rc, const struct why *why)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "say_signals: %s\n", why->text);
    exit(1);
}

static void send(struct voice *v, int topic, int32_t partition, struct slice key)
{
    struct why why = { "" };
    struct outgoing out = {
        .topic = topic, .partition = partition, .key = key, .value = buffer_slice(&v->value)
    };
    must(writer_send(v->writer, &out, &why), &why);
    must(writer_look(v->writer, &why), &why);
}

static void record_put(struct voice *v, const struct record_row *row, const void *from)
{
    struct why why = { "" };
    buffer_reset(&v->value);
    frame_write(row->fingerprint, &v->value);
    must(record_write(row, from, &v->value, &why), &why);
}

static void person_make(struct voice *v, size_t i)
{
    struct person *p = &v->people[i];
    char number[32];
    struct document document;
    struct buffer key = buffer_new(256), token = buffer_new(256);
    (void)snprintf(number, sizeof number, "P%07zu", i);
    const struct subject subject = { DOC_PASSPORT, slice_str(number) };
    if (!document_from(&subject, &document)) exit(1);
    p->pid = pid_of(v->secrets, &document);
    p->token = token_of(v->secrets, &document);
    p->partition = bus_partition_of(slice_text(&p->pid), v->log.partitions);
    p->key_id = (int64_t)i + 1;
    for (size_t k = 0; k < KEY_BYTES; k++) p->key.at[k] = (uint8_t)(i * 31 + k);
    struct wrap_binding binding = { WRAP_PERSON_KEY, slice_text(&p->pid), p->key_id };
    if (!wrap(v->secrets, &binding, slice_of(&p->key, sizeof p->key), &key)) exit(1);
    binding.purpose = WRAP_PERSON_TOKEN;
    if (!wrap(v->secrets, &binding, slice_of(&p->token, sizeof p->token), &token)) exit(1);
    struct hub_identity identity = { .pid = slice_text(&p->pid),
        .key_id = p->key_id,
        .document = slice_str("none"),
        .wrapped_key = buffer_slice(&key),
        .wrapped_token = buffer_slice(&token) };
    struct text record_key = keys_record_key(slice_text(&p->pid), p->key_id);
    record_put(v, &hub_identity_row, &identity);
    send(v, v->identities, p->partition, slice_text(&record_key));
    buffer_deinit(&key);
    buffer_deinit(&token);
}

static void body_put(struct voice *v, const struct person *p)
{
    struct why why = { "" };
    static enum hub_role told[] = { HUB_ROLE_TOWN, HUB_ROLE_POLICE };
    static struct hub_rule_reason rules[] = { { .rule = { (const uint8_t *)"P2", 2 },
        .points = 30 } };
    struct hub_signal signal = { .kind = HUB_SIGNAL_KIND_GRADE_CHANGED,
        .recipients = { COUNT(told), told },
        .has_from = true,
        .from = HUB_GRADE_MEDIUM,
        .has_to = true,
        .to = HUB_GRADE_HIGH,
        .has_grade_class = true,
        .grade_class = HUB_GRADE_CLASS_CONTROL,
        .has_score = true,
        .score = 45,
        .rules = { COUNT(rules), rules } };
    struct hub_change_body body = { .token = slice_of(&p->token, sizeof p->token),
        .ruleset = slice_str("hn-care-1.0"),
        .place = slice_str("460108"),
        .town = slice_str("460108004"),
        .facts = 3,
        .signals = { 1, &signal } };
    buffer_reset(&v->body);
    must(record_write(&hub_change_body_row, &body, &v->body, &why), &why);
}

static void change_say(struct voice *v, const struct person *p, int64_t cause, bool stale)
{
    instant at = { 1600000000000000 + cause * 1000000 };
    struct hub_change c = { .speaker = v->speakers[p->partition] - stale,
        .cause = cause,
        .at = at,
        .stamp = at,
        .key_id = p->key_id };
    struct seal_binding binding = { .kind = SEALED_CHANGE,
        .pid = slice_text(&p->pid),
        .key_id = p->key_id,
        .at = at,
        .partition = p->partition,
        .offset = cause };
    body_put(v, p);
    buffer_reset(&v->sealed);
    if (!seal(v->sealer, &p->key, &binding, buffer_slice(&v->body), &v->sealed)) exit(1);
    c.sealed = buffer_slice(&v->sealed);
    record_put(v, &hub_change_row, &c);
    send(v, v->changes, p->partition, slice_text(&p->pid));
    if (!stale) printf("%d %" PRId64 " %s\n", (int)p->partition, cause, p->pid.at);
}

static void closings_say(struct voice *v, int64_t cause)
{
    for (int32_t p = 0; p < v->log.partitions; p++) {
        struct hub_closing closing = { v->speakers[p], cause,
            { 1600000000000000 + cause * 1000000 } };
        record_put(v, &hub_closing_row, &closing);
        send(v, v->changes, p, (struct slice){ 0 });
    }
}

static void speaker_await(
    struct voice *v, const char *brokers, int32_t partition, const struct text *key)
{
    struct reader_conf conf = { .brokers = brokers, .client = "say-signals", .queue_kib = 1024 };
    CLEANUP(reader_closep) struct reader *r = NULL;
    struct why why = { "" };
    struct news news;
    must(reader_open(&r, &conf, &why), &why);
    must(reader_begin(r, TOPIC_CHANGES, partition, 0, &why), &why);
    for (;;) {
        enum rc rc = reader_poll(r, 100, &news, &why);
        if (rc == RC_BROKEN) must(rc, &why);
        if (rc != RC_OK || news.kind != NEWS_RECORD || !speaker_is(&news.record, key)) continue;
        v->speakers[partition] = news.record.offset;
        return;
    }
}

static void speakers_open(struct voice *v, const char *brokers)
{
    struct why why = { "" };
    for (int32_t p = 0; p < v->log.partitions; p++) {
        struct text key = { "" };
        struct speaker_opening opening = { v->changes, p, slice_text(&v->log.name),
            slice_str("test") };
        must(speaker_open(v->writer, &opening, &key, &why), &why);
        must(writer_settle(v->writer, WAIT_MS, &why), &why);
        speaker_await(v, brokers, p, &key);
    }
}

static void outside_open(struct voice *v, const char *brokers, const char *folder)
{
    struct why why = { "" };
    struct writer_conf conf = { .brokers = brokers, .client = "say-signals", .linger_ms = 5 };
    unsigned wanted = SECRET_BIT(PERSONS) | SECRET_BIT(PID) | SECRET_BIT(TOKEN);
    must(secrets_open(&v->secrets, folder, wanted, &why), &why);
    must(sealer_new(&v->sealer, &why), &why);
    must(logname_read(brokers, &v->log, &why), &why);
    must(writer_open(&v->writer, &conf, &why), &why);
    must(writer_topic(v->writer, TOPIC_CHANGES, &v->changes, &why), &why);
    must(writer_topic(v->writer, TOPIC_IDENTITIES, &v->identities, &why), &why);
    v->body = buffer_new(ROOM), v->sealed = buffer_new(ROOM), v->value = buffer_new(ROOM);
    v->people = calloc(v->n_people, sizeof *v->people);
    if (!v->people || v->log.partitions > PARTS) exit(1);
    for (size_t i = 0; i < v->n_people; i++) person_make(v, i);
    must(writer_settle(v->writer, WAIT_MS, &why), &why);
    speakers_open(v, brokers);
}

int main(int argc, char *argv[])
{
    static struct voice voice;
    struct voice *v = &voice;
    struct why why = { "" };
    if (argc < 6) return 2;
    v->n_people = (size_t)atoll(argv[3]);
    int64_t n = atoll(argv[4]), first = atoll(argv[5]);
    bool stale = argc > 6;
    outside_open(v, argv[1], argv[2]);
    for (int64_t i = 0; i < n; i++)
        change_say(v, &v->people[(size_t)i % v->n_people], first + i, stale);
    if (!stale) closings_say(v, first + n);
    must(writer_settle(v->writer, WAIT_MS, &why), &why);
    writer_close(v->writer);
    return 0;
}
