/* The subscriptions as hub.subscriptions has them: read to its end, then followed. The same for the
 * courier and for `coastline subscription`. At most SUBSCRIPTIONS_MAX names; a name keeps its index
 * for as long as the process lives, also after it was removed.
 *
 * Secrets are unwrapped once, when read, and zeroed when they are replaced. */
#ifndef COASTLINE_RUNTIME_SUBSCRIPTIONS_H
#define COASTLINE_RUNTIME_SUBSCRIPTIONS_H

#include "base/arena.h"
#include "baked/hub.h"
#include "bus/writer.h"
#include "http/sign.h"
#include "vault/pid.h"

enum { SUBSCRIPTIONS_MAX = 1024 };

struct subscription {
    struct text name;
    int64_t offset;               /* of its present record: changes whenever it is written again */
    bool removed;                 /* what follows is then what it was */
    struct hub_subscription said; /* slices live until the next subscriptions_read or _look */
    struct sign_secret secrets[SIGN_SECRETS_MAX]; /* newest first */
    size_t n_secrets;
    uint8_t alias_key[ALIAS_KEY_BYTES];
    struct arena *arena; /* owned: where `said` stands */
};

struct subscriptions;

struct subscriptions_conf {
    const char *brokers;
    const struct secrets *secrets; /* with WEBHOOKS; kept by reference */
    struct bus_ear ear;
};

/* Does not wait. */
MUST_CHECK enum rc subscriptions_open(
    struct subscriptions **ret, const struct subscriptions_conf *conf, struct why *why);
struct subscriptions *subscriptions_close(struct subscriptions *s); /* zeroes */
DEFINE_CLEANUP(struct subscriptions *, subscriptions_close)

/* Reads to the present end; blocks, beating through the ear. RC_AGAIN: the brokers do not answer.
 * RC_BROKEN: no such topic, too many names, or the secrets do not open (another folder). A record
 * that cannot be read is passed over and counted. */
MUST_CHECK enum rc subscriptions_read(struct subscriptions *s, struct why *why);
/* Takes what is there, without waiting. */
MUST_CHECK enum rc subscriptions_look(struct subscriptions *s, struct why *why);

size_t subscriptions_count(const struct subscriptions *s); /* removed ones included */
const struct subscription *subscription_at(const struct subscriptions *s, size_t index);
/* NULL: never there, or removed. */
const struct subscription *subscription_find(const struct subscriptions *s, struct slice name);
/* The next offset to read: everything before it has been taken. */
int64_t subscriptions_next(const struct subscriptions *s);

/* Writes one, or its end (said == NULL: a tombstone); look at writer_settle. `topic` is that of
 * hub.subscriptions. */
MUST_CHECK enum rc subscription_write(struct writer *w, int topic, struct slice name,
    const struct hub_subscription *said, struct why *why);

#endif
