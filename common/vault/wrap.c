/* Keys in records, and documents for the vault. Off the hot path: once a person, once a start. */
#include "vault/wrap.h"

#include <sodium.h>

enum { AEAD_NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES };
enum { BOUND_MAX = 2 + 1 + TEXT_MAX + 8 };

_Static_assert(WRAP_OVERHEAD == AEAD_NONCE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
    "nonce and tag of XChaCha20-Poly1305");

static const uint8_t *kek_of(const struct secrets *s, enum wrap_purpose purpose)
{
    switch (purpose) {
    case WRAP_PERSON_KEY:
    case WRAP_PERSON_TOKEN: return secret_at(s, SECRET_PERSONS);
    case WRAP_WEBHOOK_SECRET:
    case WRAP_ALIAS_KEY: return secret_at(s, SECRET_WEBHOOKS);
    }
    assert(false && "a purpose of the list");
    return NULL;
}

static size_t bound_write(const struct wrap_binding *b, uint8_t at[BOUND_MAX])
{
    assert(b->owner.n <= TEXT_MAX);
    size_t n = 0;
    at[n++] = 1;
    at[n++] = (uint8_t)b->purpose;
    at[n++] = (uint8_t)b->owner.n;
    if (b->owner.n) memcpy(at + n, b->owner.at, b->owner.n);
    n += b->owner.n;
    for (size_t i = 0; i < 8; i++) at[n++] = (uint8_t)((uint64_t)b->key_id >> (56 - 8 * i));
    return n;
}

bool wrap(const struct secrets *s, const struct wrap_binding *binding, struct slice secret,
    struct buffer *out)
{
    uint8_t bound[BOUND_MAX];
    size_t n_bound = bound_write(binding, bound);
    uint8_t *room = buffer_room(out, secret.n + WRAP_OVERHEAD);
    if (!room) return false;
    randombytes_buf(room, AEAD_NONCE);
    int failed = crypto_aead_xchacha20poly1305_ietf_encrypt(room + AEAD_NONCE, NULL, secret.at,
        secret.n, bound, n_bound, NULL, room, kek_of(s, binding->purpose));
    assert(!failed); /* it has no way to fail at these sizes */
    return true;
}

static bool open_at(
    const struct secrets *s, const struct wrap_binding *binding, struct slice wrapped, uint8_t *ret)
{
    uint8_t bound[BOUND_MAX];
    size_t n_bound = bound_write(binding, bound);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, wrapped.at + AEAD_NONCE,
               wrapped.n - AEAD_NONCE, bound, n_bound, wrapped.at,
               kek_of(s, binding->purpose)) == 0;
}

bool unwrap(const struct secrets *s, const struct wrap_binding *binding, struct slice wrapped,
    struct buffer *out)
{
    if (wrapped.n < WRAP_OVERHEAD) return false;
    size_t before = out->n;
    uint8_t *room = buffer_room(out, wrapped.n - WRAP_OVERHEAD);
    if (!room) return false;
    if (open_at(s, binding, wrapped, room)) return true;
    out->n = before;
    return false;
}

bool unwrap_person_key(const struct secrets *s, struct slice pid, int64_t key_id,
    struct slice wrapped, struct key *ret)
{
    struct wrap_binding binding = { WRAP_PERSON_KEY, pid, key_id };
    struct key key;
    if (wrapped.n != sizeof key.at + WRAP_OVERHEAD || !open_at(s, &binding, wrapped, key.at))
        return false;
    *ret = key;
    sodium_memzero(&key, sizeof key);
    return true;
}

bool unwrap_person_token(const struct secrets *s, struct slice pid, int64_t key_id,
    struct slice wrapped, struct token *ret)
{
    struct wrap_binding binding = { WRAP_PERSON_TOKEN, pid, key_id };
    struct token token;
    if (wrapped.n != sizeof token.at + WRAP_OVERHEAD || !open_at(s, &binding, wrapped, token.at))
        return false;
    *ret = token;
    sodium_memzero(&token, sizeof token);
    return true;
}

bool document_seal(const struct secrets *s, const struct document *d, struct buffer *out)
{
    uint8_t *room = buffer_room(out, d->n + crypto_box_SEALBYTES);
    if (!room) return false;
    int failed =
        crypto_box_seal(room, (const unsigned char *)d->at, d->n, secret_at(s, SECRET_VAULT_PUB));
    if (failed) out->n -= d->n + crypto_box_SEALBYTES;
    return !failed;
}

bool document_open(const struct secrets *s, struct slice sealed, struct document *ret)
{
    struct document d = { .n = 0 };
    if (sealed.n <= crypto_box_SEALBYTES || sealed.n - crypto_box_SEALBYTES >= sizeof d.at)
        return false;
    if (crypto_box_seal_open((unsigned char *)d.at, sealed.at, sealed.n,
            secret_at(s, SECRET_VAULT_PUB), secret_at(s, SECRET_VAULT)) != 0)
        return false;
    d.n = sealed.n - crypto_box_SEALBYTES;
    *ret = d;
    document_zero(&d);
    return true;
}
