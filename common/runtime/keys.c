/* A table of keys in the order they were read; an index finds the first key of a person, and each
 * key names the person's next one. Keys are never taken out: one that is gone stays as a note of
 * that. */
#include "runtime/keys.h"

#include <inttypes.h>
#include <stdlib.h>

#include "baked/hub.h"
#include "bus/reader.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/topology.h"

enum { KEYS_MAX = 64 * 1024 * 1024, PARTITIONS_MAX = 4096, ARENA_MAX = 256 * 1024, POLL_MS = 100 };
enum { NONE = -1, WAIT_POLLS = 100 };

struct entry {
    struct person_key key;
    bool gone;
    int32_t next; /* the person's next key, or NONE */
};

struct keys {
    struct reader *reader;
    struct bus_ear ear;
    const struct secrets *secrets;
    struct arena *arena;
    struct entry *entries;
    int32_t n, room;
    int32_t *index; /* of entries by pid, or NONE */
    size_t slots;   /* a power of two, at least twice n */
    int64_t *next;  /* by partition: the next offset to read; -1: not read yet */
    int32_t partitions;
};

/* --- the table --- */

static size_t slot_of(const struct keys *k, struct slice pid)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a: pids are keyed hashes, nobody can aim them */
    for (size_t i = 0; i < pid.n; i++) h = (h ^ pid.at[i]) * 1099511628211u;
    size_t at = (size_t)(h ^ h >> 32) & (k->slots - 1);
    while (k->index[at] != NONE && !slice_is(pid, k->entries[k->index[at]].key.pid))
        at = (at + 1) & (k->slots - 1);
    return at;
}

static struct entry *entry_find(const struct keys *k, struct slice pid, int64_t id)
{
    int32_t i = k->index[slot_of(k, pid)];
    while (i != NONE && k->entries[i].key.id != id) i = k->entries[i].next;
    return i == NONE ? NULL : &k->entries[i];
}

static bool index_grow(struct keys *k)
{
    size_t slots = k->slots ? 2 * k->slots : 1024;
    int32_t *index = malloc(slots * sizeof *index);
    if (!index) return false;
    for (size_t i = 0; i < slots; i++) index[i] = NONE;
    int32_t *old = k->index;
    size_t old_slots = k->slots;
    k->index = index;
    k->slots = slots;
    for (size_t i = 0; i < old_slots; i++)
        if (old[i] != NONE) index[slot_of(k, slice_str(k->entries[old[i]].key.pid))] = old[i];
    free(old);
    return true;
}

/* Not realloc: the old keys are zeroed before their memory goes back. */
static bool entries_grow(struct keys *k)
{
    int32_t room = k->room ? 2 * k->room : 512;
    struct entry *entries = room <= KEYS_MAX ? malloc((size_t)room * sizeof *entries) : NULL;
    if (!entries) return false;
    if (k->n) {
        memcpy(entries, k->entries, (size_t)k->n * sizeof *entries);
        explicit_bzero(k->entries, (size_t)k->n * sizeof *entries);
    }
    free(k->entries);
    k->entries = entries;
    k->room = room;
    return true;
}

static enum rc entry_add(
    struct keys *k, struct slice pid, int64_t id, struct entry **ret, struct why *why)
{
    if (pid.n > PID_CHARS) return why_set(why, RC_REFUSED, "a pid of %zu characters", pid.n);
    if ((k->n == k->room && !entries_grow(k)) ||
        (2 * (size_t)k->n + 2 > k->slots && !index_grow(k)))
        return why_set(why, RC_BROKEN, "out of memory for keys");
    size_t slot = slot_of(k, pid);
    struct entry *e = &k->entries[k->n];
    *e = (struct entry){ .key.id = id, .next = NONE };
    memcpy(e->key.pid, pid.at, pid.n);
    if (k->index[slot] == NONE) {
        k->index[slot] = k->n;
    } else {
        int32_t last = k->index[slot];
        while (k->entries[last].next != NONE) last = k->entries[last].next;
        k->entries[last].next = k->n;
    }
    k->n++;
    *ret = e;
    return RC_OK;
}

/* --- reading --- */

struct text keys_record_key(struct slice pid, int64_t key_id)
{
    struct text key = { "" };
    text_print(
        &key, "%.*s:%" PRId64, (int)MIN(pid.n, (size_t)PID_CHARS), (const char *)pid.at, key_id);
    return key;
}

static bool record_key_parse(struct slice key, struct slice *ret_pid, int64_t *ret_id)
{
    struct text text = { "" };
    char *colon, *end;
    if (!text_from(key, &text) || !(colon = strchr(text.at, ':'))) return false;
    *ret_id = strtoll(colon + 1, &end, 10);
    *ret_pid = slice_of(key.at, (size_t)(colon - text.at));
    return end != colon + 1 && *end == '\0';
}

static enum rc tombstone_take(struct keys *k, struct slice record_key, struct why *why)
{
    struct slice pid;
    int64_t id;
    if (!record_key_parse(record_key, &pid, &id))
        return why_set(why, RC_REFUSED, "a tombstone without pid and key id");
    struct entry *e = entry_find(k, pid, id);
    enum rc rc = e ? RC_OK : entry_add(k, pid, id, &e, why);
    if (rc != RC_OK) return rc;
    explicit_bzero(&e->key.key, sizeof e->key.key);
    explicit_bzero(&e->key.token, sizeof e->key.token);
    e->gone = true;
    return RC_OK;
}

static enum rc identity_take(struct keys *k, const struct hub_identity *i,
    const struct hub_retired_key *end, struct why *why)
{
    struct person_key opened = { .id = i->key_id,
        .retired = i->retired || end,
        .retired_at = end ? end->at : (instant){ INT64_MAX },
        .retired_from = end ? end->cause : INT64_MAX };
    if (!unwrap_person_key(k->secrets, i->pid, i->key_id, i->wrapped_key, &opened.key) ||
        !unwrap_person_token(k->secrets, i->pid, i->key_id, i->wrapped_token, &opened.token))
        return why_set(why, RC_BROKEN,
            "a key of hub.identities does not open: --secrets is not the folder it was made with");
    struct entry *e = entry_find(k, i->pid, i->key_id);
    enum rc rc = e ? RC_OK : entry_add(k, i->pid, i->key_id, &e, why);
    if (rc != RC_OK) return rc;
    memcpy(opened.pid, e->key.pid, sizeof opened.pid);
    e->key = opened;
    e->gone = false;
    explicit_bzero(&opened, sizeof opened);
    return RC_OK;
}

static enum rc retired_take(struct keys *k, struct slice body, struct why *why)
{
    struct hub_retired_key r;
    enum rc rc = record_read(&hub_retired_key_row, body, k->arena, &r, why);
    if (rc != RC_OK) return rc;
    const struct hub_identity i = { .pid = r.pid,
        .key_id = r.key_id,
        .wrapped_key = r.wrapped_key,
        .wrapped_token = r.wrapped_token };
    return identity_take(k, &i, &r, why);
}

/* A record that cannot be read is somebody else's mistake, and no reason to stop: whoever needs
 * that key will hear that it is gone. */
static enum rc record_take(struct keys *k, const struct record *r, struct why *why)
{
    struct frame frame;
    struct hub_identity identity;
    arena_reset(k->arena);
    if (!r->value.at) return tombstone_take(k, r->key, why);
    enum rc rc = frame_read(r->value, &frame, why);
    if (rc == RC_OK && frame.fingerprint == hub_retired_key_row.fingerprint)
        return retired_take(k, frame.body, why);
    if (rc == RC_OK && frame.fingerprint != hub_identity_row.fingerprint)
        rc = why_set(why, RC_REFUSED, "a record of another schema in hub.identities");
    if (rc == RC_OK) rc = record_read(&hub_identity_row, frame.body, k->arena, &identity, why);
    return rc == RC_OK ? identity_take(k, &identity, NULL, why) : rc;
}

static enum rc news_take(struct keys *k, const struct news *news, struct why *why)
{
    const struct record *r = &news->record;
    assert(r->partition >= 0 && r->partition < k->partitions);
    if (news->kind == NEWS_END) {
        k->next[r->partition] = MAX(k->next[r->partition], r->offset);
        return RC_OK;
    }
    k->next[r->partition] = r->offset + 1;
    enum rc rc = record_take(k, r, why);
    return rc == RC_REFUSED ? RC_OK : rc;
}

static enum rc read_to(struct keys *k, int32_t partition, int64_t end, struct why *why)
{
    struct news news;
    int silent = 0;
    while (k->next[partition] < end) {
        enum rc rc = reader_poll(k->reader, POLL_MS, &news, why);
        if (rc == RC_OK) rc = news_take(k, &news, why);
        if (rc == RC_BROKEN) return rc;
        silent = rc == RC_AGAIN ? silent + 1 : 0;
        if (silent == WAIT_POLLS) return why_set(why, RC_AGAIN, "hub.identities does not come");
        if (k->ear.waiting) k->ear.waiting(k->ear.self);
    }
    return RC_OK;
}

static enum rc partitions_learn(struct keys *k, struct why *why)
{
    int32_t n = 0;
    if (k->next) return RC_OK;
    enum rc rc = reader_partitions(k->reader, TOPIC_IDENTITIES, &n, why);
    if (rc == RC_REFUSED) return why_add(why, RC_BROKEN, "keys");
    if (rc != RC_OK) return rc;
    if (n < 1 || n > PARTITIONS_MAX)
        return why_set(why, RC_BROKEN, "hub.identities has %d partitions", (int)n);
    k->next = malloc((size_t)n * sizeof *k->next);
    if (!k->next) return why_set(why, RC_BROKEN, "out of memory");
    for (int32_t i = 0; i < n; i++) k->next[i] = -1;
    k->partitions = n;
    return RC_OK;
}

enum rc keys_read(struct keys *k, int32_t partition, struct why *why)
{
    struct bus_span log;
    enum rc rc = partitions_learn(k, why);
    if (rc == RC_OK && (partition < 0 || partition >= k->partitions))
        rc = why_set(why, RC_BROKEN, "hub.identities has no partition %d", (int)partition);
    if (rc == RC_OK) rc = reader_span(k->reader, TOPIC_IDENTITIES, partition, &log, why);
    if (rc != RC_OK) return rc;
    if (k->next[partition] < 0) {
        rc = reader_begin(k->reader, TOPIC_IDENTITIES, partition, log.low, why);
        if (rc != RC_OK) return rc;
        k->next[partition] = log.low;
    }
    return read_to(k, partition, log.high, why);
}

/* --- asking --- */

/* RC_AGAIN here: not in the table. */
static enum rc look_up(const struct keys *k, struct slice pid, int64_t id,
    const struct person_key **ret, struct why *why)
{
    const struct entry *e = entry_find(k, pid, id);
    if (!e) return RC_AGAIN;
    if (e->gone) return why_set(why, RC_REFUSED, "the key is gone");
    *ret = &e->key;
    return RC_OK;
}

enum rc keys_find(struct keys *k, int32_t partition, struct slice pid, int64_t key_id,
    const struct person_key **ret, struct why *why)
{
    struct entry *absent;
    enum rc rc = look_up(k, pid, key_id, ret, why);
    if (rc != RC_AGAIN) return rc;
    rc = keys_read(k, partition, why);
    if (rc != RC_OK) return rc;
    rc = look_up(k, pid, key_id, ret, why);
    if (rc != RC_AGAIN) return rc;
    rc = entry_add(k, pid, key_id, &absent, why); /* or each of its facts would ask again */
    if (rc != RC_OK) return rc;
    absent->gone = true;
    return why_set(why, RC_REFUSED, "the key is gone");
}

static const struct person_key *current_of(const struct keys *k, struct slice pid)
{
    int32_t i = k->index[slot_of(k, pid)];
    while (i != NONE && (k->entries[i].gone || k->entries[i].key.retired)) i = k->entries[i].next;
    return i == NONE ? NULL : &k->entries[i].key;
}

enum rc keys_current(struct keys *k, int32_t partition, struct slice pid,
    const struct person_key **ret, struct why *why)
{
    const struct person_key *found = current_of(k, pid);
    if (!found) {
        enum rc rc = keys_read(k, partition, why);
        if (rc != RC_OK) return rc;
        found = current_of(k, pid);
    }
    if (!found) return why_set(why, RC_REFUSED, "this person has no key for new records");
    *ret = found;
    return RC_OK;
}

enum rc keys_retired(const struct keys *k, int32_t partition, instant until, keys_take *take,
    void *self, struct why *why)
{
    enum rc rc = RC_OK;
    for (int32_t i = 0; rc == RC_OK && i < k->n; i++) {
        const struct entry *e = &k->entries[i];
        if (e->gone || !e->key.retired || is_before(until, e->key.retired_at)) continue;
        if (bus_partition_of(slice_str(e->key.pid), k->partitions) == partition)
            rc = take(self, &e->key, why);
    }
    return rc;
}

/* --- opening --- */

enum rc keys_open(struct keys **ret, const struct keys_conf *conf, struct why *why)
{
    CLEANUP(keys_closep) struct keys *k = calloc(1, sizeof *k);
    if (!k) return why_set(why, RC_BROKEN, "out of memory");
    k->secrets = conf->secrets;
    k->ear = conf->ear;
    k->arena = arena_new(ARENA_MAX);
    if (!k->arena || !index_grow(k)) return why_set(why, RC_BROKEN, "out of memory");
    struct reader_conf reader = {
        .brokers = conf->brokers, .client = "coastline-keys", .queue_kib = 4096, .ear = conf->ear
    };
    enum rc rc = reader_open(&k->reader, &reader, why);
    if (rc == RC_OK) *ret = TAKE(k);
    return rc;
}

struct keys *keys_close(struct keys *k)
{
    if (!k) return NULL;
    reader_close(k->reader);
    if (k->entries) explicit_bzero(k->entries, (size_t)k->n * sizeof *k->entries);
    free(k->entries);
    free(k->index);
    free(k->next);
    arena_free(k->arena);
    free(k);
    return NULL;
}
