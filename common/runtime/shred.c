/* Whose keys these are stands in the topic itself, so it is asked anew each time: shredding is
 * rare, and nothing about it has to be remembered. */
#include "runtime/shred.h"

#include <stdlib.h>

#include "baked/hub.h"
#include "bus/reader.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/topology.h"

enum { POLL_MS = 100, SILENT_POLLS = 100, ARENA_MAX = 256 * 1024, VALUE_MAX = 4096 };
enum { FOUND_MAX = 4 * 1024 * 1024 };

/* A key that one of these people has, or had. */
struct found {
    size_t person; /* its place among the pids */
    bool gone;
    bool retired;
    struct hub_retired_key key; /* `at` and `cause` only of a retired one; its bytes: */
    uint8_t *bytes;             /* owned: document, key, token, one after the other */
};

struct scan {
    const struct slice *pids;
    size_t n_pids;
    struct arena *arena;
    struct found *at; /* in the order in which they were first read */
    size_t n, room;
    int64_t next, end;
};

static void scan_deinit(struct scan *s)
{
    for (size_t i = 0; i < s->n; i++) free(s->at[i].bytes);
    free(s->at);
    arena_free(s->arena);
}

/* --- one record --- */

static int by_bytes(const void *a, const void *b)
{
    const struct slice *x = a, *y = b;
    return slice_compare(*x, *y);
}

/* Of "<pid>:<key id>"; n_pids: of nobody who is meant. */
static size_t person_of(const struct scan *s, struct slice key)
{
    const struct slice pid = slice_of(key.at, PID_CHARS);
    if (key.n <= PID_CHARS || key.at[PID_CHARS] != ':') return s->n_pids;
    const struct slice *at = bsearch(&pid, s->pids, s->n_pids, sizeof pid, by_bytes);
    return at ? (size_t)(at - s->pids) : s->n_pids;
}

static enum rc key_read(
    struct scan *s, const struct record *r, struct hub_retired_key *ret, bool *ret_retired)
{
    struct frame frame;
    struct hub_identity i;
    arena_reset(s->arena);
    if (frame_read(r->value, &frame, NULL) != RC_OK) return RC_REFUSED;
    *ret_retired = frame.fingerprint == hub_retired_key_row.fingerprint;
    if (*ret_retired) return record_read(&hub_retired_key_row, frame.body, s->arena, ret, NULL);
    if (frame.fingerprint != hub_identity_row.fingerprint ||
        record_read(&hub_identity_row, frame.body, s->arena, &i, NULL) != RC_OK)
        return RC_REFUSED;
    *ret = (struct hub_retired_key){ i.pid, i.key_id, i.document, i.wrapped_key, i.wrapped_token,
        i.made, { 0 }, -1 };
    return RC_OK;
}

/* Its texts are copied, since the record goes. */
static bool found_keep(struct found *f, const struct hub_retired_key *key, struct slice pid)
{
    struct slice parts[] = { key->document, key->wrapped_key, key->wrapped_token };
    size_t n = parts[0].n + parts[1].n + parts[2].n;
    uint8_t *bytes = malloc(n ? n : 1), *to = bytes;
    if (!bytes) return false;
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i].n) memcpy(to, parts[i].at, parts[i].n);
        parts[i].at = to;
        to += parts[i].n;
    }
    free(f->bytes);
    f->bytes = bytes;
    f->key = *key;
    f->key.pid = pid;
    f->key.document = parts[0];
    f->key.wrapped_key = parts[1];
    f->key.wrapped_token = parts[2];
    return true;
}

static struct found *found_of(struct scan *s, size_t person, int64_t key_id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->at[i].person == person && s->at[i].key.key_id == key_id) return &s->at[i];
    if (s->n == s->room) {
        size_t room = s->room ? 2 * s->room : 16;
        struct found *at = room > FOUND_MAX ? NULL : realloc(s->at, room * sizeof *at);
        if (!at) return NULL;
        s->at = at;
        s->room = room;
    }
    s->at[s->n] = (struct found){ .person = person, .key.key_id = key_id };
    return &s->at[s->n++];
}

static enum rc record_take(struct scan *s, const struct record *r, struct why *why)
{
    struct hub_retired_key key;
    bool retired = false;
    size_t person = person_of(s, r->key);
    if (person == s->n_pids) return RC_OK;
    int64_t id = strtoll((const char *)r->key.at + PID_CHARS + 1, NULL, 10);
    if (r->value.at && key_read(s, r, &key, &retired) != RC_OK) return RC_OK; /* no key */
    struct found *f = found_of(s, person, r->value.at ? key.key_id : id);
    if (!f || (r->value.at && !found_keep(f, &key, s->pids[person])))
        return why_set(why, RC_BROKEN, "out of memory for keys");
    f->gone = !r->value.at;
    f->retired = retired;
    return RC_OK;
}

/* --- the partition --- */

static enum rc scan_read(
    struct scan *s, const struct shredder *d, struct reader *reader, struct why *why)
{
    struct news news;
    for (int silent = 0; s->next < s->end;) {
        enum rc rc = reader_poll(reader, POLL_MS, &news, why);
        if (rc == RC_BROKEN) return rc;
        silent = rc == RC_AGAIN ? silent + 1 : 0;
        if (silent == SILENT_POLLS) return why_set(why, RC_AGAIN, "hub.identities does not come");
        if (d->ear.waiting) d->ear.waiting(d->ear.self);
        if (rc == RC_AGAIN) continue;
        s->next = news.record.offset + (news.kind == NEWS_RECORD);
        rc = news.kind == NEWS_RECORD ? record_take(s, &news.record, why) : RC_OK;
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

static enum rc scan_run(
    struct scan *s, const struct shredder *d, int32_t partition, struct why *why)
{
    CLEANUP(reader_closep) struct reader *reader = NULL;
    const struct reader_conf conf = {
        .brokers = d->brokers, .client = "coastline-shred", .queue_kib = 4096, .ear = d->ear
    };
    struct bus_span log = { 0 };
    s->arena = arena_new(ARENA_MAX);
    if (!s->arena) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = reader_open(&reader, &conf, why);
    if (rc == RC_OK) rc = reader_span(reader, TOPIC_IDENTITIES, partition, &log, why);
    s->next = log.low;
    s->end = log.high;
    if (rc == RC_OK) rc = reader_begin(reader, TOPIC_IDENTITIES, partition, log.low, why);
    if (rc == RC_OK) rc = scan_read(s, d, reader, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

/* --- out --- */

static enum rc key_send(const struct shredder *s, int32_t partition, const struct record_row *row,
    const void *body, const struct text *key, struct why *why)
{
    struct buffer value = buffer_new(VALUE_MAX);
    frame_write(row->fingerprint, &value);
    enum rc rc = record_write(row, body, &value, why);
    if (rc == RC_OK && !buffer_whole(&value)) rc = why_set(why, RC_BROKEN, "out of memory");
    const struct outgoing out = { .topic = s->identities,
        .partition = partition,
        .key = slice_text(key),
        .value = buffer_slice(&value) };
    if (rc == RC_OK) rc = writer_send(s->writer, &out, why);
    buffer_deinit(&value);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

/* Which of a person's keys the step retires: those that stand before the last one that it retired
 * already, or all, if it is the first time. The first key, which the door uses, goes last: as long
 * as it lives, no new one is made, so whatever stands behind is from after the step. */
static size_t keys_of_step(const struct scan *s, size_t person, int64_t cause)
{
    size_t end = s->n;
    for (size_t i = 0; i < s->n; i++)
        if (s->at[i].person == person && s->at[i].retired && s->at[i].key.cause == cause) end = i;
    return end;
}

static enum rc person_retire(const struct scan *s, size_t person, const struct shredder *d,
    const struct shredding *step, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = keys_of_step(s, person, step->cause); rc == RC_OK && i-- > 0;) {
        const struct found *f = &s->at[i];
        if (f->person != person || f->gone || f->retired) continue;
        struct hub_retired_key key = f->key;
        struct text name = keys_record_key(key.pid, key.key_id);
        key.at = step->at;
        key.cause = step->cause;
        rc = key_send(d, step->partition, &hub_retired_key_row, &key, &name, why);
    }
    return rc;
}

enum rc shred_retire(const struct shredder *s, const struct shredding *step,
    const struct slice *pids, size_t n, struct why *why)
{
    struct scan scan = { .pids = pids, .n_pids = n };
    enum rc rc = scan_run(&scan, s, step->partition, why);
    for (size_t i = 0; rc == RC_OK && i < n; i++) rc = person_retire(&scan, i, s, step, why);
    scan_deinit(&scan);
    return rc;
}

/* Another key for the same document and token. */
static enum rc renewed_send(const struct shredder *s, int32_t partition, const struct found *f,
    instant made, struct why *why)
{
    const struct hub_retired_key *old = &f->key;
    struct key key = key_new();
    struct token token;
    struct buffer wrapped = buffer_new(VALUE_MAX);
    struct hub_identity i = { .pid = old->pid, .key_id = key_id_new(), .made = made };
    struct wrap_binding binding = { WRAP_PERSON_KEY, i.pid, i.key_id };
    bool good =
        unwrap_person_token(s->secrets, old->pid, old->key_id, old->wrapped_token, &token) &&
        wrap(s->secrets, &binding, slice_of(key.at, sizeof key.at), &wrapped);
    size_t cut = wrapped.n;
    binding.purpose = WRAP_PERSON_TOKEN;
    good = good && wrap(s->secrets, &binding, slice_of(token.at, sizeof token.at), &wrapped);
    i.document = old->document;
    i.wrapped_key = slice_of(wrapped.at, cut);
    i.wrapped_token = slice_of(wrapped.at + cut, wrapped.n - cut);
    struct text name = keys_record_key(i.pid, i.key_id);
    enum rc rc = good ? key_send(s, partition, &hub_identity_row, &i, &name, why)
                      : why_set(why, RC_BROKEN, "a token of hub.identities does not open");
    explicit_bzero(&key, sizeof key);
    explicit_bzero(&token, sizeof token);
    buffer_deinit(&wrapped);
    return rc;
}

enum rc shred_renew(
    const struct shredder *s, int32_t partition, struct slice pid, instant made, struct why *why)
{
    struct scan scan = { .pids = &pid, .n_pids = 1 };
    const struct found *last = NULL;
    enum rc rc = scan_run(&scan, s, partition, why);
    for (size_t i = 0; i < scan.n; i++)
        if (!scan.at[i].gone) last = &scan.at[i];
    if (rc == RC_OK && !last) rc = why_set(why, RC_REFUSED, "this person has no key any more");
    if (rc == RC_OK && last->retired) rc = renewed_send(s, partition, last, made, why);
    scan_deinit(&scan);
    return rc;
}

enum rc shred_tombstone(
    const struct shredder *s, int32_t partition, struct slice pid, int64_t key_id, struct why *why)
{
    const struct text key = keys_record_key(pid, key_id);
    const struct outgoing out = {
        .topic = s->identities, .partition = partition, .key = slice_text(&key)
    };
    enum rc rc = writer_send(s->writer, &out, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}
