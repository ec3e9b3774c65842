/* Keys, a set of hashes, and the rule of readers (runtime/speaker.h), a partition at a time. */
#include "tally/opened.h"

#include <sodium.h>
#include <stdlib.h>

#include "codec/event.h"
#include "codec/record.h"
#include "runtime/topology.h"

enum { TEXT_MAX_BYTES = 4 * 1024 * 1024 };
#define SET_MAX ((size_t)1 << 30)

/* Open addressing; 0 marks an empty slot, so a hash of 0 stands for 1. */
struct set {
    uint64_t *at;
    size_t n, slots;
};

struct opened {
    struct secrets *secrets;
    struct keys *keys;
    struct set events, pids;
    struct buffer text;
    struct heard heard;
    int32_t partition; /* that `heard` is about */
    struct opened_counts counts;
};

/* --- the set --- */

static bool set_put(uint64_t *at, size_t slots, uint64_t hash)
{
    size_t i = (size_t)hash & (slots - 1);
    while (at[i] && at[i] != hash) i = (i + 1) & (slots - 1);
    bool is_new = !at[i];
    at[i] = hash;
    return is_new;
}

static bool set_grow(struct set *s)
{
    size_t slots = s->slots ? 2 * s->slots : 4096;
    uint64_t *at = slots > SET_MAX ? NULL : calloc(slots, sizeof *at);
    if (!at) return false;
    for (size_t i = 0; i < s->slots; i++)
        if (s->at[i]) (void)set_put(at, slots, s->at[i]);
    free(s->at);
    s->at = at;
    s->slots = slots;
    return true;
}

static enum rc set_add(struct set *s, uint64_t hash, bool *ret_is_new, struct why *why)
{
    if (2 * (s->n + 1) > s->slots && !set_grow(s))
        return why_set(why, RC_BROKEN, "out of memory");
    *ret_is_new = set_put(s->at, s->slots, hash ? hash : 1);
    s->n += *ret_is_new;
    return RC_OK;
}

static uint64_t hash_of(struct slice a, struct slice b, uint8_t between)
{
    uint64_t hash = 0;
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, 16); /* none of these can fail */
    (void)crypto_generichash_update(&state, a.at, a.n);
    (void)crypto_generichash_update(&state, &between, 1);
    (void)crypto_generichash_update(&state, b.at, b.n);
    uint8_t bytes[16];
    (void)crypto_generichash_final(&state, bytes, sizeof bytes);
    memcpy(&hash, bytes, sizeof hash);
    return hash;
}

/* --- up and down --- */

enum rc opened_new(struct opened **ret, const char *brokers, const char *folder, struct why *why)
{
    CLEANUP(opened_freep) struct opened *o = calloc(1, sizeof *o);
    if (!o) return why_set(why, RC_BROKEN, "out of memory");
    o->partition = -1;
    o->text = buffer_new(TEXT_MAX_BYTES);
    enum rc rc = secrets_open(&o->secrets, folder, 1u << SECRET_PERSONS, why);
    struct keys_conf conf = { .brokers = brokers, .secrets = o->secrets };
    if (rc == RC_OK) rc = keys_open(&o->keys, &conf, why);
    if (rc == RC_OK) *ret = TAKE(o);
    return rc;
}

struct opened *opened_free(struct opened *o)
{
    if (!o) return NULL;
    keys_close(o->keys);
    secrets_free(o->secrets);
    buffer_deinit(&o->text);
    free(o->events.at);
    free(o->pids.at);
    free(o);
    return NULL;
}

const struct opened_counts *opened_counts(const struct opened *o) { return &o->counts; }

/* --- opening --- */

/* RC_REFUSED: the key is gone. RC_OK: the text stands in o->text. */
static enum rc text_open(struct opened *o, int32_t partition, const struct seal_binding *binding,
    struct slice sealed, struct why *why)
{
    const struct person_key *key = NULL;
    enum rc rc = keys_find(o->keys, partition, binding->pid, binding->key_id, &key, why);
    if (rc != RC_OK) return rc;
    buffer_reset(&o->text);
    if (!seal_open(&key->key, binding, sealed, &o->text))
        return why_set(why, RC_BROKEN, "a record does not open: other secrets, or damaged");
    return RC_OK;
}

enum rc opened_fact(struct opened *o, const struct record *record,
    const struct hub_sealed_fact *fact, struct arena *a, bool *ret_is_new, struct why *why)
{
    const struct hub_origin *origin = &fact->origin;
    struct seal_binding binding = { .kind = SEALED_FACT,
        .pid = record->key,
        .key_id = fact->key_id,
        .at = fact->arrival,
        .partition = origin->partition,
        .offset = origin->offset,
        .name = origin->topic };
    struct event event;
    bool is_new_pid = false;
    enum rc rc = text_open(o, record->partition, &binding, fact->sealed, why);
    o->counts.key_gone += rc == RC_REFUSED;
    *ret_is_new = rc == RC_REFUSED; /* nobody knows any more */
    if (rc == RC_REFUSED) return RC_OK;
    if (rc == RC_OK) rc = event_read(buffer_slice(&o->text), a, &event, why);
    uint64_t pid = hash_of(record->key, slice_str(""), 0);
    if (rc == RC_OK) rc = set_add(&o->pids, pid, &is_new_pid, why);
    o->counts.files += is_new_pid;
    if (rc != RC_OK) return rc;
    uint64_t name = hash_of(record->key, event.fact.id, (uint8_t)event.fact.source);
    return set_add(&o->events, name, ret_is_new, why);
}

static enum rc body_count(struct opened *o, const struct record *record,
    const struct hub_change *change, struct arena *a, struct why *why)
{
    struct seal_binding binding = { .kind = SEALED_CHANGE,
        .pid = record->key,
        .key_id = change->key_id,
        .at = change->at,
        .partition = record->partition,
        .offset = change->cause,
        .name = slice_str("") };
    struct hub_change_body body;
    enum rc rc = text_open(o, record->partition, &binding, change->sealed, why);
    o->counts.key_gone += rc == RC_REFUSED;
    if (rc == RC_REFUSED) return RC_OK;
    if (rc == RC_OK) rc = record_read(&hub_change_body_row, buffer_slice(&o->text), a, &body, why);
    for (size_t i = 0; rc == RC_OK && i < body.signals.n; i++)
        o->counts.signals[body.signals.at[i].kind]++;
    return rc;
}

enum rc opened_change(void *self, const struct record *record, struct arena *a, struct why *why)
{
    struct opened *o = self;
    struct word word;
    if (record->partition != o->partition) {
        o->partition = record->partition;
        o->heard = heard_nothing();
    }
    enum rc rc = word_read(&o->heard, record, a, &word, why);
    if (rc != RC_OK) return rc;
    o->counts.openings += word.kind == WORD_OPENING;
    o->counts.strangers += word.hearing == HEARING_STRANGER;
    o->counts.repeats += word.hearing == HEARING_REPEAT;
    if (word.kind != WORD_CHANGE || word.hearing != HEARING_NEW) return RC_OK;
    o->counts.changes++;
    return body_count(o, record, &word.change, a, why);
}
