/* Secrets inside records: wrapped under a key of the hub, bound to where they belong, so that a
 * wrapped key moved to another person does not open. XChaCha20-Poly1305: its long random nonce
 * needs no counting, and it needs no AES instructions. Bytes: nonce (24) text tag (16); associated
 * data: 01, purpose (1 byte), owner's name: length (1 byte), bytes; key_id (8, big-endian). */
#ifndef COASTLINE_VAULT_WRAP_H
#define COASTLINE_VAULT_WRAP_H

#include "base/buffer.h"
#include "vault/pid.h"
#include "vault/seal.h"

enum { WRAP_OVERHEAD = 24 + 16 };

enum wrap_purpose {
    WRAP_PERSON_KEY = 1,     /* under persons.kek; owner: pid, key_id */
    WRAP_PERSON_TOKEN = 2,   /* under persons.kek; owner: pid, key_id */
    WRAP_WEBHOOK_SECRET = 3, /* under webhooks.kek; owner: name of the subscription, 0 */
    WRAP_ALIAS_KEY = 4,      /* under webhooks.kek; owner: name of the subscription, 0 */
};

struct wrap_binding {
    enum wrap_purpose purpose;
    struct slice owner; /* at most 64 bytes */
    int64_t key_id;
};

/* Appends secret.n + WRAP_OVERHEAD bytes; false, nothing added, at the buffer's ceiling. The
 * secrets must have been opened with PERSONS or WEBHOOKS, as the purpose says. */
MUST_CHECK bool wrap(const struct secrets *s, const struct wrap_binding *binding,
    struct slice secret, struct buffer *out);
/* Appends the secret. False, nothing added, if anything is not as it was wrapped. */
MUST_CHECK bool unwrap(const struct secrets *s, const struct wrap_binding *binding,
    struct slice wrapped, struct buffer *out);

/* The two of a person, without a buffer. */
MUST_CHECK bool unwrap_person_key(const struct secrets *s, struct slice pid, int64_t key_id,
    struct slice wrapped, struct key *ret);
MUST_CHECK bool unwrap_person_token(const struct secrets *s, struct slice pid, int64_t key_id,
    struct slice wrapped, struct token *ret);

/* A document sealed to the vault (libsodium sealed box): anyone with vault.pub can seal, only
 * vault.key opens. Appends; false if it does not fit or does not open. */
MUST_CHECK bool document_seal(
    const struct secrets *s, const struct document *d, struct buffer *out); /* needs VAULT_PUB */
MUST_CHECK bool document_open(const struct secrets *s, struct slice sealed,
    struct document *ret); /* needs VAULT and VAULT_PUB */

#endif
