/* What a subscriptions file asks for: YAML, strict. Everything is checked here that can be checked
 * without the hub; a refusal names the line and the key. */
#ifndef COASTLINE_CLI_SUBSCRIPTION_WISHES_H
#define COASTLINE_CLI_SUBSCRIPTION_WISHES_H

#include "base/arena.h"
#include "base/rc.h"
#include "baked/hub.h"
#include "http/sign.h"
#include "vault/pid.h"

enum { WISHES_MAX = 1024, WISH_REGIONS_MAX = 64, WISH_URL_MAX = 1024 };

struct wish {
    struct slice name, partner, url, purpose; /* zero-terminated, in the arena */
    enum hub_role role;
    struct slice regions[WISH_REGIONS_MAX];
    size_t n_regions;
    enum hub_signal_kind signals[HUB_SIGNAL_KINDS];
    size_t n_signals;
    struct sign_secret secrets[SIGN_SECRETS_MAX]; /* none: kept, or made */
    size_t n_secrets;
    uint8_t alias_key[ALIAS_KEY_BYTES];
    bool has_alias_key; /* else kept, or made */
    int per_minute, in_flight;
    bool private_network, has_until;
    instant until;
    unsigned seen; /* keys met so far, by row */
};

struct wishes {
    struct wish *at; /* in the arena */
    size_t n;
};

/* RC_REFUSED: the file is not as it should be, why says "FILE:LINE: KEY: …". RC_BROKEN: it cannot
 * be read, or memory ran out. Zero the secrets after use (wishes_zero). */
MUST_CHECK enum rc wishes_read(
    const char *path, struct arena *a, struct wishes *ret, struct why *why);
void wishes_zero(struct wishes *w);

#endif
