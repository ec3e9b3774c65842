/* Dead letters. Whoever holds the door's memory can read the letters of this hour, and no others.
 */
#include "vault/letters.h"

#include <sodium.h>
#include <stdlib.h>

enum { LETTER_FORM = 1, LETTER_TEXT_MAX = 16 * 1024 * 1024, NONE = -1 };

_Static_assert(LETTER_KEY_BYTES == KEY_BYTES + crypto_box_SEALBYTES, "a sealed box of a key");

struct letters {
    const struct secrets *secrets;
    struct sealer *sealer;
    struct buffer text; /* of the letter being sealed */
    struct key key;
    uint8_t box[LETTER_KEY_BYTES];
    int64_t hour; /* of the key; -1 before the first */
};

enum rc letters_new(struct letters **ret, const struct secrets *s, struct why *why)
{
    CLEANUP(letters_freep) struct letters *l = calloc(1, sizeof *l);
    if (!l) return why_set(why, RC_BROKEN, "out of memory");
    l->secrets = s;
    l->hour = -1;
    l->text = buffer_new(LETTER_TEXT_MAX);
    (void)secret_at(s, SECRET_VAULT_PUB); /* now, not at the first letter */
    enum rc rc = sealer_new(&l->sealer, why);
    if (rc == RC_OK) *ret = TAKE(l);
    return rc;
}

struct letters *letters_free(struct letters *l)
{
    if (!l) return NULL;
    sealer_free(l->sealer);
    if (l->text.at) sodium_memzero(l->text.at, l->text.capacity);
    buffer_deinit(&l->text);
    sodium_memzero(l, sizeof *l);
    free(l);
    return NULL;
}

static struct seal_binding binding_of(const struct letter *letter)
{
    return (struct seal_binding){ .kind = SEALED_LETTER,
        .partition = letter->partition,
        .offset = letter->offset,
        .name = letter->topic };
}

/* --- writing --- */

static void put_number(struct buffer *out, int32_t number)
{
    uint8_t bytes[4];
    for (size_t i = 0; i < 4; i++) bytes[i] = (uint8_t)((uint32_t)number >> (24 - 8 * i));
    buffer_add(out, slice_of(bytes, sizeof bytes));
}

static void put_bytes(struct buffer *out, struct slice bytes)
{
    bool fits = bytes.n <= LETTER_TEXT_MAX;
    if (!fits) out->failed = true;
    put_number(out, bytes.at && fits ? (int32_t)bytes.n : NONE);
    if (bytes.at && fits) buffer_add(out, bytes);
}

static bool letter_write(const struct letter *letter, struct buffer *out)
{
    buffer_reset(out);
    buffer_byte(out, LETTER_FORM);
    put_bytes(out, letter->key);
    put_bytes(out, letter->value);
    if (letter->n_headers > LETTER_HEADERS_MAX) return false;
    put_number(out, (int32_t)letter->n_headers);
    for (size_t i = 0; i < letter->n_headers; i++) {
        put_bytes(out, letter->headers[i].name);
        put_bytes(out, letter->headers[i].value);
    }
    return buffer_whole(out);
}

static bool key_of_the_hour(struct letters *l, instant now)
{
    int64_t hour = now.us / HOURS(1).us;
    if (hour == l->hour) return true;
    l->key = key_new();
    l->hour = -1;
    if (crypto_box_seal(l->box, l->key.at, KEY_BYTES, secret_at(l->secrets, SECRET_VAULT_PUB)) != 0)
        return false;
    l->hour = hour;
    return true;
}

bool letter_seal(struct letters *l, instant now, const struct letter *letter, struct buffer *out,
    struct slice *ret_key)
{
    struct seal_binding binding = binding_of(letter);
    bool good = key_of_the_hour(l, now) && letter_write(letter, &l->text) &&
                seal(l->sealer, &l->key, &binding, buffer_slice(&l->text), out);
    if (l->text.n) sodium_memzero(l->text.at, l->text.n);
    if (good) *ret_key = slice_of(l->box, sizeof l->box);
    return good;
}

/* --- reading: the text was sealed by us, and is read with care all the same --- */

static bool take_number(struct slice *text, int32_t *ret)
{
    if (text->n < 4) return false;
    uint32_t number = 0;
    for (size_t i = 0; i < 4; i++) number = number << 8 | text->at[i];
    *ret = (int32_t)number;
    *text = slice_of(text->at + 4, text->n - 4);
    return true;
}

static bool take_bytes(struct slice *text, struct slice *ret)
{
    int32_t n = 0;
    if (!take_number(text, &n) || n < NONE || (n > 0 && (size_t)n > text->n)) return false;
    size_t taken = n < 0 ? 0 : (size_t)n;
    *ret = slice_of(n < 0 ? NULL : text->at, taken);
    *text = slice_of(text->at + taken, text->n - taken);
    return true;
}

static bool headers_read(struct slice *text, struct letter_header *headers, size_t *ret)
{
    int32_t n = 0;
    if (!take_number(text, &n) || n < 0 || n > LETTER_HEADERS_MAX) return false;
    for (int32_t i = 0; i < n; i++)
        if (!take_bytes(text, &headers[i].name) || !take_bytes(text, &headers[i].value))
            return false;
    *ret = (size_t)n;
    return true;
}

static bool letter_read(struct slice text, struct letter_header *headers, struct letter *letter)
{
    struct letter read = *letter;
    if (text.n < 1 || text.at[0] != LETTER_FORM) return false;
    text = slice_of(text.at + 1, text.n - 1);
    if (!take_bytes(&text, &read.key) || !take_bytes(&text, &read.value)) return false;
    if (!headers_read(&text, headers, &read.n_headers) || text.n != 0) return false;
    read.headers = headers;
    *letter = read;
    return true;
}

bool letter_open(const struct secrets *s, const struct sealed_letter *sealed, struct buffer *text,
    struct letter_header *headers, struct letter *letter)
{
    struct key key;
    struct seal_binding binding = binding_of(letter);
    if (sealed->key.n != LETTER_KEY_BYTES ||
        crypto_box_seal_open(key.at, sealed->key.at, sealed->key.n, secret_at(s, SECRET_VAULT_PUB),
            secret_at(s, SECRET_VAULT)) != 0)
        return false;
    buffer_reset(text);
    bool good = seal_open(&key, &binding, sealed->text, text) &&
                letter_read(buffer_slice(text), headers, letter);
    sodium_memzero(&key, sizeof key);
    return good;
}
