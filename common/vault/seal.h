/* Sealing: what a record says of a person, under that person's key (design.md 8). AES-256-GCM; a
 * sealed text is nonce (12 bytes) text tag (16 bytes). What stands beside it in clear is bound to
 * it as associated data, so that no sealed text passes for another. ONE layout for everything,
 * integers big-endian:
 *
 *   01 kind | pid: length (1 byte), bytes | key_id (8) | at (8, microseconds) | partition (4)
 *   | offset (8) | name: length (1 byte), bytes
 *
 *   kind           at               partition, offset, name
 *   SEALED_FACT    arrival as written, origin: partition, offset, topic
 *   SEALED_CHANGE  time of the step    cause: partition, offset in hub.facts, ""
 *   SEALED_FILE    0                   cause of the snapshot: partition, offset, ""
 *   SEALED_WEBHOOK 0                   cause: partition, offset, webhook id
 *   SEALED_LETTER  0                   origin: partition, offset, topic; pid "", key_id 0
 *   SEALED_HOP     arrival as written  origin in hub.facts: partition, offset, kind of hop
 *   SEALED_LINKS   0                   cause of the snapshot: partition, offset, "" */
#ifndef COASTLINE_VAULT_SEAL_H
#define COASTLINE_VAULT_SEAL_H

#include "base/buffer.h"
#include "base/instant.h"
#include "base/rc.h"

enum { KEY_BYTES = 32, NONCE_BYTES = 12, TAG_BYTES = 16, SEAL_OVERHEAD = NONCE_BYTES + TAG_BYTES };

/* A person's key, or the key of an hour. Kept raw: the schedule costs 0.1 us, its table 512 bytes
 * a person. */
struct key {
    uint8_t at[KEY_BYTES];
};

enum seal_kind {
    SEALED_FACT = 1,
    SEALED_CHANGE = 2,
    SEALED_FILE = 3,
    SEALED_WEBHOOK = 4,
    SEALED_LETTER = 5,
    SEALED_HOP = 6,
    SEALED_LINKS = 7,
};

struct seal_binding {
    enum seal_kind kind;
    struct slice pid; /* at most 64 bytes */
    int64_t key_id;
    instant at;
    int32_t partition;
    int64_t offset;
    struct slice name; /* at most 249 bytes, the longest a topic can be */
};

/* Holds random bytes for the next nonces; one a thread, never copied, not over a fork. */
struct sealer;
/* RC_BROKEN with a sentence if the processor has no AES instructions. */
MUST_CHECK enum rc sealer_new(struct sealer **ret, struct why *why);
struct sealer *sealer_free(struct sealer *s);
DEFINE_CLEANUP(struct sealer *, sealer_free)

struct key key_new(void); /* random */
int64_t key_id_new(void); /* random, 1 to 2^63-1 */

/* Appends the sealed text (text.n + SEAL_OVERHEAD bytes) to *out; `text` must not lie in *out.
 * False, nothing added, if the buffer is at its ceiling. */
MUST_CHECK bool seal(struct sealer *s, const struct key *key, const struct seal_binding *binding,
    struct slice text, struct buffer *out);
/* Appends the text to *out. False, nothing added, if a bit of text, binding or key is not the one
 * it was sealed with, or if the buffer is at its ceiling. */
MUST_CHECK bool seal_open(const struct key *key, const struct seal_binding *binding,
    struct slice sealed, struct buffer *out);

#endif
