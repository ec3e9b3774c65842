/* Dead letters (wire.md 6.6): the refused record, whole and sealed. A fresh key every hour seals
 * the letters of that hour; it is itself sealed to the vault and travels beside each letter, so
 * that a door can write letters that it cannot read. Text of a letter, integers big-endian, -1 for
 * "none":
 *
 *   01 | key: length (4), bytes | value: length (4), bytes | number of headers (4)
 *   | of each header: name: length (4), bytes; value: length (4), bytes
 *
 * sealed as seal.h says (SEALED_LETTER). */
#ifndef COASTLINE_VAULT_LETTERS_H
#define COASTLINE_VAULT_LETTERS_H

#include "vault/secrets.h"
#include "vault/seal.h"

enum {
    LETTER_KEY_BYTES = 32 + 48, /* the key of the hour in its sealed box */
    LETTER_HEADERS_MAX = 4096,  /* more than fit into a record of a megabyte do not matter */
};

struct letter_header {
    struct slice name, value; /* value.at == NULL: none */
};

/* The original record. Slices are borrowed. */
struct letter {
    struct slice topic; /* its origin */
    int32_t partition;
    int64_t offset;
    struct slice key, value; /* at == NULL: none */
    const struct letter_header *headers;
    size_t n_headers;
};

/* The writing side. Needs VAULT_PUB; keeps the secrets by reference. */
struct letters;
MUST_CHECK enum rc letters_new(struct letters **ret, const struct secrets *s, struct why *why);
struct letters *letters_free(struct letters *l);
DEFINE_CLEANUP(struct letters *, letters_free)

/* Appends the sealed letter to *out. `now` (any clock that moves on) chooses the hour's key;
 * *ret_key is its box, valid until the next call. False if the letter does not fit. */
MUST_CHECK bool letter_seal(struct letters *l, instant now, const struct letter *letter,
    struct buffer *out, struct slice *ret_key);

/* As it stands in hub.dead-letters: the header `coastline.dlq.key`, and the record's value. */
struct sealed_letter {
    struct slice key, text;
};

/* The reading side; needs VAULT and VAULT_PUB. Topic, partition and offset of *letter are set by
 * the caller. The text goes to *text, which *letter then borrows, its headers to `headers` (room
 * for LETTER_HEADERS_MAX). False, *letter untouched, if it does not open or is no letter. */
MUST_CHECK bool letter_open(const struct secrets *s, const struct sealed_letter *sealed,
    struct buffer *text, struct letter_header *headers, struct letter *letter);

#endif
