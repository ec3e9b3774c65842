/* The folder of secret files (design.md 8). It lies outside all storage; who reads it can do what
 * the hub can do. A service opens only the secrets it needs; they live in locked memory, guarded
 * and zeroed when closed, and are never printed. */
#ifndef COASTLINE_VAULT_SECRETS_H
#define COASTLINE_VAULT_SECRETS_H

#include "base/rc.h"
#include "base/slice.h"

enum { SECRET_BYTES = 32 };

/* SECRET(name, file, what it is for); every file holds exactly 32 raw bytes. */
#define SECRETS_LIST(X)                                                                            \
    X(PID, "pid.key", "makes pseudonyms of document numbers")                                      \
    X(TOKEN, "token.key", "makes the tokens from which aliases come")                              \
    X(PERSONS, "persons.kek", "wraps the keys and tokens of persons")                              \
    X(WEBHOOKS, "webhooks.kek", "wraps the secrets of subscriptions")                              \
    X(VAULT, "vault.key", "opens documents and dead letters; for entitled commands only")          \
    X(VAULT_PUB, "vault.pub", "seals documents and dead letters")

enum secret {
#define X(name, file, purpose) SECRET_##name,
    SECRETS_LIST(X)
#undef X
        SECRETS
};
#define SECRET_BIT(name) (1u << SECRET_##name)

struct secrets;

/* Reads the files named by `wanted` (an or of SECRET_BIT). Also starts libsodium. RC_BROKEN with a
 * sentence that says what to do: no folder, no file, a mode that lets others read or anybody write
 * (a secret is 0400, vault.pub at most 0444), a wrong length, a processor without AES instructions.
 */
MUST_CHECK enum rc secrets_open(
    struct secrets **ret, const char *folder, unsigned wanted, struct why *why);
struct secrets *secrets_free(struct secrets *s); /* zeroes */
DEFINE_CLEANUP(struct secrets *, secrets_free)

/* SECRET_BYTES bytes; asserts that the secret was asked for at opening. */
const uint8_t *secret_at(const struct secrets *s, enum secret which);

/* Makes the folder (0700) if it is not there and every secret in it (0400), durably. Never
 * overwrites: RC_REFUSED if any of the files is already there, and then nothing is made. */
MUST_CHECK enum rc secrets_init(const char *folder, struct why *why);
const char *secret_file(enum secret which);    /* "pid.key" */
const char *secret_purpose(enum secret which); /* for people */

/* Random bytes of the system; for keys, ids and the name of the log. */
void vault_random(void *ret, size_t n);

#endif
