/* Signatures of webhooks as Standard Webhooks 1.0.0 has them (wire.md 6.1): HMAC-SHA-256 over
 * "<id>.<timestamp>.<body>", the raw body, in a header that holds one signature a secret, so that a
 * partner can take over a new secret while the old one still signs. Nothing here blocks. */
#ifndef COASTLINE_HTTP_SIGN_H
#define COASTLINE_HTTP_SIGN_H

#include "base/buffer.h"
#include "base/rc.h"

enum {
    SIGN_SECRET_MIN = 24,
    SIGN_SECRET_MAX = 64,
    SIGN_SECRET_TEXT = 96, /* "whsec_" and base64 of the longest, terminated */
    SIGN_SECRETS_MAX = 2,  /* the present one and the one before it */
    SIGN_TOLERANCE_SECONDS = 300,
    SIGN_HEADER_MAX = SIGN_SECRETS_MAX * 48,
};

/* Raw bytes; zero them after use (sign_secret_zero). */
struct sign_secret {
    uint8_t at[SIGN_SECRET_MAX];
    size_t n;
};

/* "whsec_" and standard base64 with padding, 24 to 64 bytes. RC_REFUSED with a sentence that does
 * not repeat the secret. */
MUST_CHECK enum rc sign_secret_parse(struct slice text, struct sign_secret *ret, struct why *why);
void sign_secret_text(const struct sign_secret *s, char ret[SIGN_SECRET_TEXT]);
/* 32 random bytes. RC_BROKEN: libsodium did not start. */
MUST_CHECK enum rc sign_secret_new(struct sign_secret *ret, struct why *why);
void sign_secret_zero(struct sign_secret *s);

/* What is signed. The id holds no '.'; the timestamp is that of this attempt, in Unix seconds. */
struct signed_message {
    struct slice id;
    int64_t timestamp;
    struct slice body;
};

/* "v1,<base64>", with a blank between two, newest secret first; 1 to SIGN_SECRETS_MAX secrets. */
struct sign_header {
    char at[SIGN_HEADER_MAX + 1];
};
MUST_CHECK enum rc sign_message(const struct signed_message *m, const struct sign_secret *secrets,
    size_t n, struct sign_header *ret, struct why *why);

/* The other side, for `coastline` and the tests: the three headers as received (at == NULL:
 * missing), the raw body, the receiver's clock in Unix seconds. RC_REFUSED with a sentence. */
struct sign_claim {
    struct slice id, timestamp, signature;
    struct slice body;
};
MUST_CHECK enum rc sign_verify(
    const struct sign_claim *c, const struct sign_secret *secret, int64_t now, struct why *why);

#endif
