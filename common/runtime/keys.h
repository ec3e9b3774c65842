/* The keys of persons as hub.identities has them, by pid and key id. A reader that lacks a key
 * reads the topic to its present end; a key still absent is gone for ever, since a key is
 * acknowledged before its first fact (design.md 4, shredding). About 160 bytes a key. Keys are
 * unwrapped once, when read. */
#ifndef COASTLINE_RUNTIME_KEYS_H
#define COASTLINE_RUNTIME_KEYS_H

#include "bus/bus.h"
#include "vault/pid.h"
#include "vault/wrap.h"

struct keys;

struct keys_conf {
    const char *brokers;
    const struct secrets *secrets; /* with PERSONS; kept by reference */
    struct bus_ear ear;
};

/* Does not wait. */
MUST_CHECK enum rc keys_open(struct keys **ret, const struct keys_conf *conf, struct why *why);
struct keys *keys_close(struct keys *k); /* zeroes */
DEFINE_CLEANUP(struct keys *, keys_close)

struct person_key {
    char pid[PID_CHARS + 1];
    int64_t id;
    struct key key;
    struct token token;
    bool retired;         /* seals no new facts: */
    instant retired_at;   /* when its person was shredded; far away: not known */
    int64_t retired_from; /* facts behind this offset in hub.facts are filed again (shred.h) */
};

/* Reads this partition of hub.identities (that of the person's facts) to its present end; blocks,
 * beating through the ear. To be called when a partition is gained: it makes keys_find cheap. Keys
 * of partitions that went to others stay until the end. */
MUST_CHECK enum rc keys_read(struct keys *k, int32_t partition, struct why *why);
/* RC_OK: *ret lives until the next keys_find or keys_read. RC_REFUSED: gone, the person was
 * shredded. RC_AGAIN: the brokers do not answer. RC_BROKEN: it does not unwrap (other secrets). */
MUST_CHECK enum rc keys_find(struct keys *k, int32_t partition, struct slice pid, int64_t key_id,
    const struct person_key **ret, struct why *why);
/* The key that new records of this person take: the first that is not retired. Codes as above. */
MUST_CHECK enum rc keys_current(struct keys *k, int32_t partition, struct slice pid,
    const struct person_key **ret, struct why *why);

/* Each key of this partition that was retired at or before `until` and is not gone; what `take`
 * fails with stops it. */
typedef enum rc keys_take(void *self, const struct person_key *key, struct why *why);
MUST_CHECK enum rc keys_retired(const struct keys *k, int32_t partition, instant until,
    keys_take *take, void *self, struct why *why);

/* The key of a record of hub.identities, its tombstone included: "<pid>:<key id, decimal>". */
struct text keys_record_key(struct slice pid, int64_t key_id);

#endif
