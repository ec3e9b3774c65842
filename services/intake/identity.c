/* Two tables. `index` is open addressing over `people`; a pid is a keyed hash already, so its own
 * characters spread well. `cache` has sets of four in a line of the processor's own cache; what
 * does not fit is looked up the long way. */
#include "identity.h"

#include <sodium.h>
#include <stdlib.h>

#include "vault/wrap.h"

enum { FIRST_PEOPLE = 1024, HASH = crypto_shorthash_siphashx24_BYTES, TAG = 12, WAYS = 4 };

struct slot {
    uint8_t tag[TAG]; /* of the document's hash; the rest of it chose the set */
    uint32_t person;  /* its place in people, plus 1; 0: empty */
};

struct set {
    struct slot slots[WAYS];
};
_Static_assert(sizeof(struct set) == 64, "a set is a line of the cache");

struct identities {
    struct identities_conf conf;
    struct person *people;
    size_t n, capacity;
    uint32_t *index; /* places in people, plus 1; 0: empty; its size is a power of two */
    size_t index_size;
    struct set *cache;
    size_t cache_size; /* in sets, a power of two */
    uint8_t tag_key[crypto_shorthash_siphashx24_KEYBYTES];
    struct buffer out; /* what identity_make gives out */
    uint32_t *fresh;   /* places in people of keys not acknowledged */
    size_t n_fresh, fresh_room;
};

int32_t partition_of(struct slice key, int32_t partitions)
{
    const uint32_t m = 0x5bd1e995;
    uint32_t h = 0x9747b28cu ^ (uint32_t)key.n;
    size_t i = 0;
    for (; i + 4 <= key.n; i += 4) {
        uint32_t k = (uint32_t)key.at[i] | (uint32_t)key.at[i + 1] << 8 |
                     (uint32_t)key.at[i + 2] << 16 | (uint32_t)key.at[i + 3] << 24;
        k *= m;
        k = (k ^ k >> 24) * m;
        h = h * m ^ k;
    }
    if (i < key.n) {
        for (size_t left = key.n; left-- > i;) h ^= (uint32_t)key.at[left] << 8 * (left - i);
        h *= m;
    }
    h = (h ^ h >> 13) * m;
    h ^= h >> 15;
    return (int32_t)(h & 0x7fffffff) % partitions;
}

enum rc identities_new(struct identities **ret, const struct identities_conf *conf, struct why *why)
{
    CLEANUP(identities_freep) struct identities *ids = calloc(1, sizeof *ids);
    if (!ids) return why_set(why, RC_BROKEN, "out of memory");
    assert(conf->partitions > 0 && conf->people_max < UINT32_MAX / 4);
    ids->conf = *conf;
    ids->out = buffer_new(1024);
    ids->capacity = FIRST_PEOPLE;
    ids->index_size = 2 * FIRST_PEOPLE;
    for (ids->cache_size = 1; ids->cache_size * WAYS < conf->cached;) ids->cache_size *= 2;
    ids->people = calloc(ids->capacity, sizeof *ids->people);
    ids->index = calloc(ids->index_size, sizeof *ids->index);
    ids->cache = aligned_alloc(sizeof *ids->cache, ids->cache_size * sizeof *ids->cache);
    if (!ids->people || !ids->index || !ids->cache)
        return why_set(why, RC_BROKEN, "out of memory for people");
    memset(ids->cache, 0, ids->cache_size * sizeof *ids->cache);
    vault_random(ids->tag_key, sizeof ids->tag_key);
    *ret = TAKE(ids);
    return RC_OK;
}

struct identities *identities_free(struct identities *ids)
{
    if (!ids) return NULL;
    if (ids->people) sodium_memzero(ids->people, ids->capacity * sizeof *ids->people);
    free(ids->people);
    free(ids->index);
    free(ids->cache);
    free(ids->fresh);
    buffer_deinit(&ids->out);
    sodium_memzero(ids, sizeof *ids);
    free(ids);
    return NULL;
}

size_t identities_count(const struct identities *ids) { return ids->n; }

/* --- the table of people --- */

/* Where a pid stands in the index, or the empty place where it would. */
static size_t place_of(const struct identities *ids, const char pid[PID_CHARS])
{
    uint64_t h = 0;
    memcpy(&h, pid, sizeof h);
    size_t at = (size_t)(h * 0x9e3779b97f4a7c15u >> 20) & (ids->index_size - 1);
    while (ids->index[at] && memcmp(ids->people[ids->index[at] - 1].pid, pid, PID_CHARS) != 0)
        at = (at + 1) & (ids->index_size - 1); /* the index is never more than half full */
    return at;
}

static void index_fill(struct identities *ids)
{
    for (size_t i = 0; i < ids->n; i++)
        ids->index[place_of(ids, ids->people[i].pid)] = (uint32_t)i + 1;
}

static enum rc people_grow(struct identities *ids, struct why *why)
{
    if (ids->n >= ids->conf.people_max)
        return why_set(why, RC_BROKEN,
            "more than %zu people: raise --people-max and give the door "
            "more memory",
            ids->conf.people_max);
    if (ids->n < ids->capacity) return RC_OK;
    size_t capacity = 2 * ids->capacity;
    struct person *people = calloc(capacity, sizeof *people);
    uint32_t *index = calloc(2 * capacity, sizeof *index);
    if (!people || !index) {
        free(people);
        free(index);
        return why_set(why, RC_BROKEN, "out of memory for %zu people", capacity);
    }
    memcpy(people, ids->people, ids->n * sizeof *people);
    sodium_memzero(ids->people, ids->n * sizeof *people);
    free(ids->people);
    free(ids->index);
    ids->people = people;
    ids->index = index;
    ids->capacity = capacity;
    ids->index_size = 2 * capacity;
    index_fill(ids);
    return RC_OK;
}

/* The person of this pid; a new one, without a key, if there was none. */
static enum rc person_take(
    struct identities *ids, const char pid[PID_CHARS], struct person **ret, struct why *why)
{
    size_t at = place_of(ids, pid);
    if (!ids->index[at]) {
        enum rc rc = people_grow(ids, why);
        if (rc != RC_OK) return rc;
        at = place_of(ids, pid);
        struct person *p = &ids->people[ids->n++];
        memcpy(p->pid, pid, PID_CHARS);
        p->retired = true; /* as good as one whose key is gone */
        p->partition = partition_of(slice_of(p->pid, PID_CHARS), ids->conf.partitions);
        ids->index[at] = (uint32_t)ids->n;
    }
    *ret = &ids->people[ids->index[at] - 1];
    return RC_OK;
}

const struct person *identity_of_pid(const struct identities *ids, struct slice pid)
{
    if (pid.n != PID_CHARS) return NULL;
    char text[PID_CHARS];
    memcpy(text, pid.at, sizeof text);
    uint32_t found = ids->index[place_of(ids, text)];
    return found && !ids->people[found - 1].retired ? &ids->people[found - 1] : NULL;
}

enum rc identity_learn(struct identities *ids, const struct identity_key *key, struct why *why)
{
    struct person *p = NULL;
    struct key opened;
    if (key->pid.n != PID_CHARS ||
        !unwrap_person_key(ids->conf.secrets, key->pid, key->key_id, key->wrapped, &opened))
        return why_set(why, RC_BROKEN,
            "a key in hub.identities does not open: persons.kek is not "
            "the one it was made with; restore the folder of secrets");
    char pid[PID_CHARS];
    memcpy(pid, key->pid.at, sizeof pid);
    enum rc rc = person_take(ids, pid, &p, why);
    if (rc == RC_OK && (p->retired || p->key_id == key->key_id)) {
        p->key_id = key->key_id;
        p->key = opened;
        p->retired = key->retired;
    }
    sodium_memzero(&opened, sizeof opened);
    return rc;
}

void identity_forget(struct identities *ids, struct slice pid, int64_t key_id)
{
    char text[PID_CHARS];
    if (pid.n != PID_CHARS) return;
    memcpy(text, pid.at, sizeof text);
    uint32_t found = ids->index[place_of(ids, text)];
    if (!found || ids->people[found - 1].key_id != key_id) return;
    ids->people[found - 1].retired = true;
    sodium_memzero(&ids->people[found - 1].key, sizeof(struct key));
}

static bool fresh_add(struct identities *ids, struct person *p)
{
    if (ids->n_fresh == ids->fresh_room) {
        size_t room = ids->fresh_room ? 2 * ids->fresh_room : 256;
        uint32_t *fresh = realloc(ids->fresh, room * sizeof *fresh);
        if (!fresh) return false;
        ids->fresh = fresh;
        ids->fresh_room = room;
    }
    ids->fresh[ids->n_fresh++] = (uint32_t)(p - ids->people);
    p->fresh = true;
    return true;
}

void identities_settled(struct identities *ids)
{
    for (size_t i = 0; i < ids->n_fresh; i++) ids->people[ids->fresh[i]].fresh = false;
    ids->n_fresh = 0;
}

/* --- documents --- */

/* The slot that holds this document, or that it would take. */
static struct slot *slot_of(struct identities *ids, const struct document *d, uint8_t hash[HASH])
{
    uint64_t h = 0;
    (void)crypto_shorthash_siphashx24(
        hash, (const unsigned char *)d->at, d->n, ids->tag_key); /* has no way to fail */
    memcpy(&h, hash + HASH - sizeof h, sizeof h);
    struct set *set = &ids->cache[h >> 32 & (ids->cache_size - 1)];
    struct slot *free_one = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        struct slot *slot = &set->slots[i];
        if (!slot->person) free_one = slot;
        if (slot->person && memcmp(slot->tag, hash, TAG) == 0) return slot;
    }
    return free_one ? free_one : &set->slots[hash[0] % WAYS];
}

static const struct person *person_of(struct identities *ids, const struct document *d)
{
    uint8_t hash[HASH];
    struct slot *slot = slot_of(ids, d, hash);
    if (slot->person && memcmp(slot->tag, hash, TAG) == 0) return &ids->people[slot->person - 1];
    struct text pid = pid_of(ids->conf.secrets, d);
    uint32_t found = ids->index[place_of(ids, pid.at)];
    if (!found) return NULL;
    memcpy(slot->tag, hash, TAG);
    slot->person = found;
    return &ids->people[found - 1];
}

enum rc identity_find(
    struct identities *ids, const struct subject *subject, const struct person **ret)
{
    struct document d;
    if (!document_from(subject, &d)) return RC_REFUSED;
    const struct person *p = person_of(ids, &d);
    document_zero(&d);
    if (!p || p->retired) return RC_AGAIN;
    *ret = p;
    return RC_OK;
}

/* Document, key and token into ids->out, one after the other. */
static bool identity_write(struct identities *ids, const struct document *d, const struct person *p,
    struct identity_new *made)
{
    const struct secrets *s = ids->conf.secrets;
    struct wrap_binding binding = { WRAP_PERSON_KEY, slice_of(p->pid, PID_CHARS), p->key_id };
    struct token token = token_of(s, d);
    struct buffer *out = &ids->out;
    buffer_reset(out);
    bool good = document_seal(s, d, out);
    size_t key_at = out->n;
    good = good && wrap(s, &binding, slice_of(p->key.at, sizeof p->key.at), out);
    size_t token_at = out->n;
    binding.purpose = WRAP_PERSON_TOKEN;
    good = good && wrap(s, &binding, slice_of(token.at, sizeof token.at), out);
    sodium_memzero(&token, sizeof token);
    if (!good) return false;
    made->document = slice_of(out->at, key_at);
    made->wrapped_key = slice_of(out->at + key_at, token_at - key_at);
    made->wrapped_token = slice_of(out->at + token_at, out->n - token_at);
    return true;
}

static enum rc person_make(
    struct identities *ids, const struct document *d, struct identity_new *ret, struct why *why)
{
    struct person *p = NULL;
    struct identity_new made = { .key_id = key_id_new() };
    struct text pid = pid_of(ids->conf.secrets, d);
    enum rc rc = person_take(ids, pid.at, &p, why);
    if (rc == RC_OK && !fresh_add(ids, p)) rc = why_set(why, RC_BROKEN, "out of memory");
    if (rc != RC_OK) return rc;
    p->key = key_new();
    p->key_id = made.key_id;
    p->retired = false;
    memcpy(made.pid, p->pid, sizeof made.pid);
    made.partition = p->partition;
    if (!identity_write(ids, d, p, &made)) return why_set(why, RC_BROKEN, "cannot wrap a key");
    *ret = made;
    return RC_OK;
}

enum rc identity_make(struct identities *ids, const struct subject *subject,
    struct identity_new *ret, struct why *why)
{
    struct document d;
    if (!document_from(subject, &d)) return why_set(why, RC_BROKEN, "no document to name");
    enum rc rc = person_make(ids, &d, ret, why);
    document_zero(&d);
    return rc;
}
