/* A log without a door: lines of fold.md become records of hub.facts, sealed as the door seals them,
 * with the hours between them, so that an assessor can be held against the offline fold of the same
 * lines. Every so often a fact or a tick comes twice, as it does after a crash of the door.
 *
 * write_facts BROKERS SECRETS PARTITIONS UNTIL [FROM] < LINES
 *
 * FROM: the hub was opened before, and this is the next tick. */
#include <stdio.h>
#include <stdlib.h>

#include "baked/hub.h"
#include "bus/writer.h"
#include "codec/event.h"
#include "codec/frame.h"
#include "codec/json_event.h"
#include "codec/record.h"
#include "domain/rules.h"
#include "runtime/keys.h"
#include "runtime/topology.h"

enum { PEOPLE_MAX = 4096, LINE_BYTES = 1 << 17, ARENA = 8 << 20, TWICE_EVERY = 37 };

struct known {
    char pid[PID_CHARS + 1];
    struct key key;
    int64_t id;
};

struct desk {
    struct secrets *secrets;
    struct sealer *sealer;
    struct writer *writer;
    struct arena *arena;
    struct buffer body, sealed, out;
    int facts, identities;
    int32_t partitions;
    struct known known[PEOPLE_MAX];
    size_t n;
    int64_t origin; /* offset in a topic that is not there */
    bool opened;
    instant next_tick;
    int64_t written;
};

static void must(enum rc rc, const struct why *why)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "write_facts: %s\n", why->text);
    exit(1);
}

static void send(struct desk *d, int topic, int32_t partition, struct slice key)
{
    struct why why = { "" };
    const struct outgoing out = {
        .topic = topic, .partition = partition, .key = key, .value = buffer_slice(&d->out)
    };
    must(writer_send(d->writer, &out, &why), &why);
    d->written++;
}

static void record_make(struct desk *d, const struct record_row *row, const void *from)
{
    struct why why = { "" };
    buffer_reset(&d->out);
    frame_write(row->fingerprint, &d->out);
    must(record_write(row, from, &d->out, &why), &why);
}

static void secret_wrap(struct desk *d, enum wrap_purpose purpose, const struct known *k,
    const void *secret, struct buffer *out)
{
    const struct wrap_binding binding = { purpose, slice_str(k->pid), k->id };
    if (!wrap(d->secrets, &binding, slice_of(secret, 32), out)) exit(1);
}

/* A key is acknowledged before its first fact. */
static const struct known *known_of(struct desk *d, struct slice pid)
{
    for (size_t i = 0; i < d->n; i++)
        if (slice_is(pid, d->known[i].pid)) return &d->known[i];
    if (d->n == PEOPLE_MAX || pid.n > PID_CHARS) exit(1);
    struct known *k = &d->known[d->n++];
    struct why why = { "" };
    uint8_t token[TOKEN_BYTES] = { 0 };
    struct buffer key = buffer_new(256), wrapped = buffer_new(256);
    memcpy(k->pid, pid.at, pid.n);
    memcpy(token, pid.at, pid.n);
    k->key = key_new();
    k->id = key_id_new();
    secret_wrap(d, WRAP_PERSON_KEY, k, k->key.at, &key);
    secret_wrap(d, WRAP_PERSON_TOKEN, k, token, &wrapped);
    const struct hub_identity identity = { .pid = pid,
        .key_id = k->id,
        .document = slice_str("none"),
        .wrapped_key = buffer_slice(&key),
        .wrapped_token = buffer_slice(&wrapped) };
    struct text record_key = keys_record_key(pid, k->id);
    record_make(d, &hub_identity_row, &identity);
    send(d, d->identities, bus_partition_of(pid, d->partitions), slice_text(&record_key));
    must(writer_settle(d->writer, 30000, &why), &why);
    buffer_deinit(&key);
    buffer_deinit(&wrapped);
    return k;
}

static void tick(struct desk *d)
{
    const struct hub_tick at = { d->next_tick };
    record_make(d, &hub_tick_row, &at);
    for (int32_t p = 0; p < d->partitions; p++) {
        send(d, d->facts, p, (struct slice){ NULL, 0 });
        if (d->written % TWICE_EVERY == 0) send(d, d->facts, p, (struct slice){ NULL, 0 });
    }
    d->next_tick = instant_plus(d->next_tick, HOURS(1));
}

static void ticks(struct desk *d, instant until)
{
    while (d->opened && !is_before(until, d->next_tick)) tick(d);
}

static void moment(struct desk *d, const struct json_event *e)
{
    const struct hub_moment m = { .kind = e->kind == JSON_EVENT_OPENED ? HUB_MOMENT_KIND_OPENED
                                                                       : HUB_MOMENT_KIND_HEARTBEAT,
        .arrival = e->arrival,
        .stamp = e->arrival,
        .origin = { slice_str(TOPIC_DECISIONS), 0, d->origin++ } };
    record_make(d, &hub_moment_row, &m);
    for (int32_t p = 0; p < d->partitions; p++) {
        send(d, d->facts, p, (struct slice){ NULL, 0 });
        if (p == 0) send(d, d->facts, p, (struct slice){ NULL, 0 });
    }
    if (e->kind != JSON_EVENT_OPENED) return;
    d->opened = true;
    d->next_tick = tick_at_or_after(instant_plus(e->arrival, (span){ 1 }));
}

static void fact(struct desk *d, const struct json_event *e)
{
    struct why why = { "" };
    const struct known *k = known_of(d, e->fact.pid);
    struct event event = { .fact = e->fact };
    struct hub_sealed_fact f = { .arrival = e->arrival,
        .stamp = e->fact.stamp,
        .origin = { slice_str("police.events.v1"), 0, d->origin++ },
        .key_id = k->id };
    const struct seal_binding binding = { .kind = SEALED_FACT,
        .pid = e->fact.pid,
        .key_id = k->id,
        .at = f.arrival,
        .offset = f.origin.offset,
        .name = f.origin.topic };
    event.fact.pid = (struct slice){ NULL, 0 };
    buffer_reset(&d->body);
    buffer_reset(&d->sealed);
    must(event_write(&event, &d->body, &why), &why);
    if (!seal(d->sealer, &k->key, &binding, buffer_slice(&d->body), &d->sealed)) exit(1);
    f.sealed = buffer_slice(&d->sealed);
    record_make(d, &hub_sealed_fact_row, &f);
    int32_t partition = bus_partition_of(e->fact.pid, d->partitions);
    send(d, d->facts, partition, e->fact.pid);
    if (d->written % TWICE_EVERY == 0) send(d, d->facts, partition, e->fact.pid);
}

static void line_take(struct desk *d, struct slice line)
{
    const struct json_event_way way = { 0 };
    struct json_event e;
    struct why why = { "" };
    arena_reset(d->arena);
    must(json_event_read(line, &way, d->arena, &e, &why), &why);
    if (e.kind == JSON_EVENT_BLANK) return;
    if (e.kind == JSON_EVENT_REFUSED) {
        fprintf(stderr, "write_facts: a line that the door refuses: %s\n", e.reason.at);
        exit(1);
    }
    ticks(d, e.arrival);
    if (e.kind == JSON_EVENT_FACT)
        fact(d, &e);
    else
        moment(d, &e);
}

static void desk_open(struct desk *d, char *argv[])
{
    struct why why = { "" };
    const struct writer_conf conf = {
        .brokers = argv[1], .client = "write-facts", .linger_ms = 5
    };
    d->partitions = atoi(argv[3]);
    d->arena = arena_new(ARENA);
    d->body = d->sealed = d->out = buffer_new(1 << 20);
    must(secrets_open(&d->secrets, argv[2], SECRET_BIT(PERSONS), &why), &why);
    must(sealer_new(&d->sealer, &why), &why);
    must(writer_open(&d->writer, &conf, &why), &why);
    must(writer_topic(d->writer, TOPIC_FACTS, &d->facts, &why), &why);
    must(writer_topic(d->writer, TOPIC_IDENTITIES, &d->identities, &why), &why);
}

int main(int argc, char *argv[])
{
    static struct desk d;
    static char line[LINE_BYTES];
    struct why why = { "" };
    instant until;
    if (argc < 5 || !instant_parse(slice_str(argv[4]), &until)) return 2;
    d.opened = argc > 5 && instant_parse(slice_str(argv[5]), &d.next_tick);
    desk_open(&d, argv);
    while (fgets(line, sizeof line, stdin)) line_take(&d, slice_of(line, strcspn(line, "\n")));
    ticks(&d, until);
    must(writer_settle(d.writer, 60000, &why), &why);
    fprintf(stderr, "write_facts: %lld records of %zu people\n", (long long)d.written, d.n);
    writer_close(d.writer);
    sealer_free(d.sealer);
    secrets_free(d.secrets);
    arena_free(d.arena);
    buffer_deinit(&d.body);
    buffer_deinit(&d.sealed);
    buffer_deinit(&d.out);
    return 0;
}
