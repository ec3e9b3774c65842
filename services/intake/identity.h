/* People as the door knows them: pid, partition and key. Everybody in hub.identities stands in one
 * packed table (about 90 bytes a person); a cache in front of it spares the pseudonym of a document
 * that was seen lately. Neither holds a document number: the cache knows documents by a keyed hash
 * of 128 bits. */
#ifndef COASTLINE_INTAKE_IDENTITY_H
#define COASTLINE_INTAKE_IDENTITY_H

#include "vault/pid.h"
#include "vault/seal.h"

struct person {
    char pid[PID_CHARS + 1];
    bool retired : 1;  /* its key takes no new facts: the person needs another one */
    bool fresh : 1;    /* its key is not acknowledged: nothing sealed with it may be sent */
    int32_t partition; /* of every hub topic that follows a person */
    int64_t key_id;
    struct key key;
};

struct identities;

struct identities_conf {
    const struct secrets *secrets; /* with PID, TOKEN, PERSONS and VAULT_PUB; kept by reference */
    int32_t partitions;            /* of the hub's topics, at least 1 */
    size_t people_max;             /* more are a reason to stop: 1 to 2^30 */
    size_t cached;                 /* documents, rounded up to a power of two */
};

MUST_CHECK enum rc identities_new(
    struct identities **ret, const struct identities_conf *conf, struct why *why);
struct identities *identities_free(struct identities *ids);
DEFINE_CLEANUP(struct identities *, identities_free)

/* A key as hub.identities says it, in the order of that topic. The first key of a person is used
 * until it is retired, so that two doors by accident agree in the end. */
struct identity_key {
    struct slice pid;
    int64_t key_id;
    struct slice wrapped; /* under persons.kek */
    bool retired;
};
MUST_CHECK enum rc identity_learn(
    struct identities *ids, const struct identity_key *key, struct why *why);
/* A tombstone: the key is gone for ever. */
void identity_forget(struct identities *ids, struct slice pid, int64_t key_id);

/* Whom a document belongs to. RC_OK: *ret is known and has a key for new facts; RC_AGAIN: not known
 * (or only with a retired key): make one, and file nothing of this person before it is
 * acknowledged; RC_REFUSED: no document. *ret lives until the next identity_learn or identity_make.
 */
MUST_CHECK enum rc identity_find(
    struct identities *ids, const struct subject *subject, const struct person **ret);
/* The person of a pid (a decision); NULL if nobody of that name has a usable key. */
const struct person *identity_of_pid(const struct identities *ids, struct slice pid);

/* What goes into hub.identities for somebody new. */
struct identity_new {
    char pid[PID_CHARS + 1];
    int32_t partition;
    int64_t key_id;
    struct slice document, wrapped_key, wrapped_token; /* live until the next identity_make */
};
/* A fresh key for the person of this document, known at once; the caller sees to it that it is
 * acknowledged before it seals anything. RC_BROKEN: out of memory, or too many people. */
MUST_CHECK enum rc identity_make(struct identities *ids, const struct subject *subject,
    struct identity_new *ret, struct why *why);

/* Every key made so far is acknowledged. */
void identities_settled(struct identities *ids);

size_t identities_count(const struct identities *ids);

/* Kafka's murmur2 (Java client), positive, modulo the number of partitions. */
int32_t partition_of(struct slice key, int32_t partitions);

#endif
