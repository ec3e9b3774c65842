/* One document, three names: pid inside the hub, alias at a partner, and the token between them. */
#include "vault/pid.h"

#include <sodium.h>

#include "base/base32.h"
#include "domain/docno.h"

enum { NAME_BYTES = 16 }; /* 128 bits: 26 characters */

bool document_from(const struct subject *subject, struct document *ret)
{
    struct text number = { "" };
    bool good = subject->doc_type == DOC_CN_ID ? docno_normal(subject->doc_no, &number)
                                               : text_from(subject->doc_no, &number);
    const char *type = good ? doc_type_name(subject->doc_type) : "";
    size_t n_type = strlen(type), n = good ? strlen(number.at) : 0;
    if (!good || n == 0 || n_type + 1 + n >= sizeof ret->at) return false;
    memcpy(ret->at, type, n_type);
    ret->at[n_type] = ':';
    memcpy(ret->at + n_type + 1, number.at, n + 1);
    ret->n = n_type + 1 + n;
    sodium_memzero(&number, sizeof number);
    return true;
}

void document_zero(struct document *d) { sodium_memzero(d, sizeof *d); }

static const unsigned char *bytes_of(const struct document *d)
{
    return (const unsigned char *)d->at;
}

struct text pid_of(const struct secrets *s, const struct document *d)
{
    uint8_t hash[NAME_BYTES];
    int failed = crypto_generichash(
        hash, sizeof hash, bytes_of(d), d->n, secret_at(s, SECRET_PID), SECRET_BYTES);
    assert(!failed); /* only for sizes it does not know */
    return base32_text(slice_of(hash, sizeof hash));
}

/* HMAC-SHA-256 fails for nothing: its result codes are all 0. */
static void hmac_start(crypto_auth_hmacsha256_state *state, struct slice key)
{
    (void)crypto_auth_hmacsha256_init(state, key.at, key.n);
}

static void hmac_add(crypto_auth_hmacsha256_state *state, struct slice bytes)
{
    if (bytes.n) (void)crypto_auth_hmacsha256_update(state, bytes.at, bytes.n);
}

static struct text hmac_name(crypto_auth_hmacsha256_state *state)
{
    uint8_t mac[crypto_auth_hmacsha256_BYTES];
    (void)crypto_auth_hmacsha256_final(state, mac);
    return base32_text(slice_of(mac, NAME_BYTES));
}

struct token token_of(const struct secrets *s, const struct document *d)
{
    struct token token;
    crypto_auth_hmacsha256_state state;
    hmac_start(&state, slice_of(secret_at(s, SECRET_TOKEN), SECRET_BYTES));
    hmac_add(&state, slice_of(d->at, d->n));
    (void)crypto_auth_hmacsha256_final(&state, token.at);
    sodium_memzero(&state, sizeof state);
    return token;
}

struct text alias_of(const uint8_t alias_key[ALIAS_KEY_BYTES], const struct token *token)
{
    crypto_auth_hmacsha256_state state;
    hmac_start(&state, slice_of(alias_key, ALIAS_KEY_BYTES));
    hmac_add(&state, slice_of(token->at, sizeof token->at));
    struct text alias = hmac_name(&state);
    sodium_memzero(&state, sizeof state);
    return alias;
}

struct text webhook_id(const struct webhook_name *name)
{
    uint8_t place[12];
    for (size_t i = 0; i < 8; i++) place[i] = (uint8_t)((uint64_t)name->offset >> (56 - 8 * i));
    for (size_t i = 0; i < 4; i++) place[8 + i] = (uint8_t)((uint32_t)name->index >> (24 - 8 * i));
    crypto_auth_hmacsha256_state state;
    hmac_start(&state, name->log);
    hmac_add(&state, name->subscription);
    hmac_add(&state, slice_of("", 1));
    hmac_add(&state, name->pid);
    hmac_add(&state, slice_of("", 1));
    hmac_add(&state, slice_of(place, sizeof place));
    struct text tail = hmac_name(&state), id = { "msg_" };
    memcpy(id.at + 4, tail.at, strlen(tail.at) + 1);
    return id;
}
