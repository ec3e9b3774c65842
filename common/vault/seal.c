/* A sealed text and what it is bound to. The nonce is random: with 96 bits and one key a person, a
 * person would need four thousand million records before a repeat became one in 2^32. */
#include "vault/seal.h"

#include <sodium.h>
#include <stdlib.h>

enum { NONCES = 256, BINDING_MAX = 2 + 1 + 64 + 8 + 8 + 4 + 8 + 1 + 249 };

_Static_assert(NONCE_BYTES == crypto_aead_aes256gcm_NPUBBYTES, "AES-256-GCM's nonce");
_Static_assert(TAG_BYTES == crypto_aead_aes256gcm_ABYTES, "AES-256-GCM's tag");
_Static_assert(KEY_BYTES == crypto_aead_aes256gcm_KEYBYTES, "AES-256-GCM's key");

/* Asking the system for 12 bytes each time costs more than sealing; so a page at once. */
struct sealer {
    size_t used; /* nonces given out of this page */
    uint8_t nonces[NONCES][NONCE_BYTES];
};

enum rc sealer_new(struct sealer **ret, struct why *why)
{
    if (sodium_init() < 0 || !crypto_aead_aes256gcm_is_available())
        return why_set(why, RC_BROKEN,
            "this processor has no AES instructions (AES-NI, PCLMUL), which sealing needs");
    struct sealer *s = calloc(1, sizeof *s);
    if (!s) return why_set(why, RC_BROKEN, "out of memory");
    s->used = NONCES;
    *ret = s;
    return RC_OK;
}

struct sealer *sealer_free(struct sealer *s)
{
    free(s);
    return NULL;
}

static const uint8_t *nonce_next(struct sealer *s)
{
    if (s->used == NONCES) {
        randombytes_buf(s->nonces, sizeof s->nonces);
        s->used = 0;
    }
    return s->nonces[s->used++];
}

struct key key_new(void)
{
    struct key key;
    randombytes_buf(key.at, sizeof key.at);
    return key;
}

int64_t key_id_new(void)
{
    uint64_t id = 0;
    while (id == 0) { /* one in 2^63 */
        randombytes_buf(&id, sizeof id);
        id &= INT64_MAX;
    }
    return (int64_t)id;
}

/* --- the layout of seal.h --- */

static uint8_t *put_integer(uint8_t *at, uint64_t value, size_t n)
{
    for (size_t i = n; i-- > 0; value >>= 8) at[i] = (uint8_t)value;
    return at + n;
}

static uint8_t *put_short(uint8_t *at, struct slice bytes)
{
    *at++ = (uint8_t)bytes.n;
    if (bytes.n) memcpy(at, bytes.at, bytes.n);
    return at + bytes.n;
}

static size_t binding_write(const struct seal_binding *b, uint8_t at[BINDING_MAX])
{
    assert(b->pid.n <= TEXT_MAX && b->name.n <= 249);
    uint8_t *p = at;
    *p++ = 1;
    *p++ = (uint8_t)b->kind;
    p = put_short(p, b->pid);
    p = put_integer(p, (uint64_t)b->key_id, 8);
    p = put_integer(p, (uint64_t)b->at.us, 8);
    p = put_integer(p, (uint32_t)b->partition, 4);
    p = put_integer(p, (uint64_t)b->offset, 8);
    p = put_short(p, b->name);
    return (size_t)(p - at);
}

bool seal(struct sealer *s, const struct key *key, const struct seal_binding *binding,
    struct slice text, struct buffer *out)
{
    uint8_t bound[BINDING_MAX];
    size_t n_bound = binding_write(binding, bound);
    uint8_t *room = buffer_room(out, text.n + SEAL_OVERHEAD);
    if (!room) return false;
    const uint8_t *nonce = nonce_next(s);
    memcpy(room, nonce, NONCE_BYTES);
    int failed = crypto_aead_aes256gcm_encrypt(
        room + NONCE_BYTES, NULL, text.at, text.n, bound, n_bound, NULL, nonce, key->at);
    assert(!failed); /* it has no way to fail below 64 GB */
    return true;
}

bool seal_open(const struct key *key, const struct seal_binding *binding, struct slice sealed,
    struct buffer *out)
{
    if (sealed.n < SEAL_OVERHEAD) return false;
    uint8_t bound[BINDING_MAX];
    size_t n_bound = binding_write(binding, bound), before = out->n;
    uint8_t *room = buffer_room(out, sealed.n - SEAL_OVERHEAD);
    if (!room) return false;
    if (crypto_aead_aes256gcm_decrypt(room, NULL, NULL, sealed.at + NONCE_BYTES,
            sealed.n - NONCE_BYTES, bound, n_bound, sealed.at, key->at) == 0)
        return true;
    out->n = before;
    return false;
}
