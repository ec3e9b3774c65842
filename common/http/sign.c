/* One MAC in three pieces: it is fed id, '.', time, '.', body, so that no body is ever copied. */
#include "http/sign.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#define PREFIX "whsec_"
enum { BASE64 = sodium_base64_VARIANT_ORIGINAL, MAC_BYTES = crypto_auth_hmacsha256_BYTES };
enum { MAC_TEXT = sodium_base64_ENCODED_LEN(MAC_BYTES, BASE64), SECRET_NEW = 32 };

_Static_assert(
    sizeof PREFIX - 1 + sodium_base64_ENCODED_LEN(SIGN_SECRET_MAX, BASE64) <= SIGN_SECRET_TEXT,
    "the longest secret fits its text");
_Static_assert(MAC_TEXT - 1 + 3 + 1 <= SIGN_HEADER_MAX / SIGN_SECRETS_MAX, "a signature fits");

enum rc sign_secret_parse(struct slice text, struct sign_secret *ret, struct why *why)
{
    if (!slice_starts(text, slice_str(PREFIX)))
        return why_set(why, RC_REFUSED, "secret: it must begin with whsec_");
    const char *from = (const char *)text.at + strlen(PREFIX);
    struct sign_secret s = { .n = 0 };
    int bad = sodium_base642bin(
        s.at, sizeof s.at, from, text.n - strlen(PREFIX), NULL, &s.n, NULL, BASE64);
    if (bad || s.n < SIGN_SECRET_MIN) {
        sign_secret_zero(&s);
        return why_set(why, RC_REFUSED, "secret: after whsec_ comes base64 of %d to %d bytes",
            SIGN_SECRET_MIN, SIGN_SECRET_MAX);
    }
    *ret = s;
    sign_secret_zero(&s);
    return RC_OK;
}

void sign_secret_text(const struct sign_secret *s, char ret[SIGN_SECRET_TEXT])
{
    memcpy(ret, PREFIX, strlen(PREFIX));
    sodium_bin2base64(ret + strlen(PREFIX), SIGN_SECRET_TEXT - strlen(PREFIX), s->at, s->n, BASE64);
}

enum rc sign_secret_new(struct sign_secret *ret, struct why *why)
{
    if (sodium_init() < 0) return why_set(why, RC_BROKEN, "libsodium did not start");
    ret->n = SECRET_NEW;
    randombytes_buf(ret->at, ret->n);
    return RC_OK;
}

void sign_secret_zero(struct sign_secret *s) { sodium_memzero(s, sizeof *s); }

static void mac_feed(crypto_auth_hmacsha256_state *state, struct slice bytes)
{
    (void)crypto_auth_hmacsha256_update(state, bytes.at, bytes.n); /* cannot fail */
}

static void mac_text(const struct sign_secret *s, struct slice id, struct slice timestamp,
    struct slice body, char ret[MAC_TEXT])
{
    crypto_auth_hmacsha256_state state;
    uint8_t mac[MAC_BYTES];
    (void)crypto_auth_hmacsha256_init(&state, s->at, s->n);
    mac_feed(&state, id);
    mac_feed(&state, slice_str("."));
    mac_feed(&state, timestamp);
    mac_feed(&state, slice_str("."));
    mac_feed(&state, body);
    (void)crypto_auth_hmacsha256_final(&state, mac);
    sodium_bin2base64(ret, MAC_TEXT, mac, sizeof mac, BASE64);
    sodium_memzero(&state, sizeof state);
}

enum rc sign_message(const struct signed_message *m, const struct sign_secret *secrets, size_t n,
    struct sign_header *ret, struct why *why)
{
    if (n == 0 || n > SIGN_SECRETS_MAX) return why_set(why, RC_BROKEN, "sign: %zu secrets", n);
    if (m->id.n == 0 || memchr(m->id.at, '.', m->id.n))
        return why_set(why, RC_BROKEN, "sign: an id is not empty and holds no '.'");
    char timestamp[24];
    (void)snprintf(timestamp, sizeof timestamp, "%" PRId64, m->timestamp);
    struct sign_header header = { "" };
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        if (secrets[i].n < SIGN_SECRET_MIN) return why_set(why, RC_BROKEN, "sign: short secret");
        char mac[MAC_TEXT];
        mac_text(&secrets[i], m->id, slice_str(timestamp), m->body, mac);
        int wrote =
            snprintf(header.at + used, sizeof header.at - used, "%sv1,%s", i ? " " : "", mac);
        used += (size_t)wrote;
    }
    *ret = header;
    return RC_OK;
}

/* Digits only, at most 12: no sign, no blank, no fraction. */
static bool seconds_parse(struct slice text, int64_t *ret)
{
    if (text.n == 0 || text.n > 12) return false;
    int64_t value = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') return false;
        value = value * 10 + (text.at[i] - '0');
    }
    *ret = value;
    return true;
}

/* Items of other versions, and half items, match nothing; every item is compared in constant time.
 */
static bool header_holds(struct slice header, const char mac[MAC_TEXT])
{
    bool held = false;
    while (header.n > 0) {
        const uint8_t *blank = memchr(header.at, ' ', header.n);
        size_t n = blank ? (size_t)(blank - header.at) : header.n;
        if (n == MAC_TEXT - 1 + 3 && memcmp(header.at, "v1,", 3) == 0)
            held |= sodium_memcmp(header.at + 3, mac, MAC_TEXT - 1) == 0;
        size_t step = blank ? n + 1 : n;
        header = slice_of(header.at + step, header.n - step);
    }
    return held;
}

enum rc sign_verify(
    const struct sign_claim *c, const struct sign_secret *secret, int64_t now, struct why *why)
{
    if (!c->id.at || !c->timestamp.at || !c->signature.at || c->id.n == 0)
        return why_set(why, RC_REFUSED, "a webhook header is missing");
    if (secret->n == 0) return why_set(why, RC_REFUSED, "the secret is empty");
    int64_t sent = 0;
    if (!seconds_parse(c->timestamp, &sent))
        return why_set(why, RC_REFUSED, "webhook-timestamp is no whole number");
    if (now - sent > SIGN_TOLERANCE_SECONDS || sent - now > SIGN_TOLERANCE_SECONDS)
        return why_set(why, RC_REFUSED, "webhook-timestamp is more than 300 s off");
    char mac[MAC_TEXT];
    mac_text(secret, c->id, c->timestamp, c->body, mac);
    if (!header_holds(c->signature, mac)) return why_set(why, RC_REFUSED, "no signature fits");
    return RC_OK;
}
