/* Names of people and of webhooks (design.md 8). All of them are keyed: without the secret nobody
 * can go from a document number to a name by trying all numbers. Exact bytes:
 *
 *   document    doc_type ":" doc_no, e.g. "cn_id:460108189001010010"; citizen numbers in their one
 *               form (15 digits made 18, `x` made `X`), other documents as written
 *   pid         base32( BLAKE2b(key = pid.key, output 16 bytes, message = document) )
 *   token       HMAC-SHA-256(key = token.key, message = document), 32 bytes
 *   alias       base32( first 16 bytes of HMAC-SHA-256(key = the partner's alias key, token) )
 *   webhook id  "msg_" base32( first 16 bytes of HMAC-SHA-256(key = name of the log,
 *               subscription 00 pid 00 offset index) ), offset 8 bytes and index 4, big-endian
 *
 * base32 is Crockford's, lower case, 26 characters of 16 bytes (base/base32.h). */
#ifndef COASTLINE_VAULT_PID_H
#define COASTLINE_VAULT_PID_H

#include "domain/subject.h"
#include "vault/secrets.h"

enum { PID_CHARS = 26, TOKEN_BYTES = 32, ALIAS_KEY_BYTES = 32, DOCUMENT_MAX = 80 };

struct token {
    uint8_t at[TOKEN_BYTES];
};

/* The document as one normalised text, zero-terminated. Personal: zero it after use. */
struct document {
    char at[DOCUMENT_MAX];
    size_t n;
};

/* False, and *ret untouched, if the number is empty, longer than 64 bytes or no citizen number
 * where it should be one. */
MUST_CHECK bool document_from(const struct subject *subject, struct document *ret);
void document_zero(struct document *d);

struct text pid_of(const struct secrets *s, const struct document *d);    /* needs PID */
struct token token_of(const struct secrets *s, const struct document *d); /* needs TOKEN */
struct text alias_of(const uint8_t alias_key[ALIAS_KEY_BYTES], const struct token *token);

/* What a webhook is about: a signal of a change. */
struct webhook_name {
    struct slice log;          /* the name of the log (hub.created) */
    struct slice subscription; /* no zero byte inside */
    struct slice pid;          /* of the change */
    int64_t offset;            /* its cause: offset in hub.facts */
    int32_t index;             /* of the signal in the change */
};
struct text webhook_id(const struct webhook_name *name);

#endif
