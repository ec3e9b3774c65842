/* Opening the books, drafting and writing. */
#include "subscription/office.h"

#include <string.h>

#include "bus/reader.h"
#include "codec/record.h"
#include "runtime/topology.h"
#include "vault/wrap.h"

enum { ARENA_MAX = 16 * 1024 * 1024, SETTLE_MS = 30000, SAID_MAX = 256 * 1024 };

enum rc office_open(struct office *o, const char *brokers, const char *secrets, struct why *why)
{
    *o = (struct office){ .arena = arena_new(ARENA_MAX) };
    struct writer_conf writer = { .brokers = brokers, .client = "coastline-cli" };
    struct reader_conf reader = { .brokers = brokers, .client = "coastline-cli" };
    enum rc rc = o->arena ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = secrets_open(&o->secrets, secrets, SECRET_BIT(WEBHOOKS), why);
    struct subscriptions_conf table = { .brokers = brokers, .secrets = o->secrets };
    if (rc == RC_OK) rc = subscriptions_open(&o->table, &table, why);
    if (rc == RC_OK) rc = subscriptions_read(o->table, why);
    if (rc == RC_OK) rc = writer_open(&o->writer, &writer, why);
    if (rc == RC_OK) rc = writer_topic(o->writer, TOPIC_SUBSCRIPTIONS, &o->topic, why);
    if (rc == RC_OK) rc = reader_open(&o->reader, &reader, why);
    return rc;
}

void office_close(struct office *o)
{
    o->reader = reader_close(o->reader);
    o->writer = writer_close(o->writer);
    o->table = subscriptions_close(o->table);
    o->secrets = secrets_free(o->secrets);
    o->arena = arena_free(o->arena);
}

void draft_zero(struct draft *d) { explicit_bzero(d, sizeof *d); }

/* --- keys --- */

static enum rc wrap_into(struct office *o, const struct wrap_binding *binding, struct slice key,
    struct slice *ret, struct why *why)
{
    struct buffer out = buffer_new(SIGN_SECRET_MAX + WRAP_OVERHEAD);
    bool ok = wrap(o->secrets, binding, key, &out);
    if (ok) *ret = arena_copy(o->arena, buffer_slice(&out));
    buffer_deinit(&out);
    return ok && ret->at ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

static enum rc secrets_wrap(struct office *o, struct draft *d, struct why *why)
{
    const struct wrap_binding binding = { .purpose = WRAP_WEBHOOK_SECRET, .owner = d->said.name };
    struct slice *at = arena_take(o->arena, SIGN_SECRETS_MAX * sizeof *at);
    if (!at) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < d->n_secrets; i++)
        rc = wrap_into(o, &binding, slice_of(d->secrets[i].at, d->secrets[i].n), &at[i], why);
    d->said.wrapped_secrets.at = at;
    d->said.wrapped_secrets.n = d->n_secrets;
    return rc;
}

static enum rc alias_key_wrap(struct office *o, struct draft *d, struct why *why)
{
    const struct wrap_binding binding = { .purpose = WRAP_ALIAS_KEY, .owner = d->said.name };
    return wrap_into(
        o, &binding, slice_of(d->alias_key, sizeof d->alias_key), &d->said.wrapped_alias_key, why);
}

static bool same_secrets(const struct draft *d, const struct wish *wish)
{
    if (d->n_secrets != wish->n_secrets) return false;
    for (size_t i = 0; i < d->n_secrets; i++)
        if (!slice_equal(slice_of(d->secrets[i].at, d->secrets[i].n),
                slice_of(wish->secrets[i].at, wish->secrets[i].n)))
            return false;
    return true;
}

/* Keys that stay are not wrapped again, so that applying a file twice writes nothing. */
static enum rc secrets_settle(
    struct office *o, const struct wish *wish, bool fresh, struct draft *d, struct why *why)
{
    bool given = wish->n_secrets > 0 && !same_secrets(d, wish);
    if (!given && !fresh) return RC_OK;
    enum rc rc = RC_OK;
    if (given)
        memcpy(d->secrets, wish->secrets, sizeof d->secrets);
    else
        rc = sign_secret_new(&d->secrets[0], why);
    d->n_secrets = given ? wish->n_secrets : 1;
    return rc == RC_OK ? secrets_wrap(o, d, why) : rc;
}

static enum rc alias_key_settle(
    struct office *o, const struct wish *wish, bool fresh, struct draft *d, struct why *why)
{
    bool given =
        wish->has_alias_key && memcmp(wish->alias_key, d->alias_key, sizeof d->alias_key) != 0;
    if (!given && !fresh) return RC_OK;
    if (given)
        memcpy(d->alias_key, wish->alias_key, sizeof d->alias_key);
    else
        vault_random(d->alias_key, sizeof d->alias_key);
    return alias_key_wrap(o, d, why);
}

/* --- drafts --- */

struct draft draft_of(const struct subscription *known)
{
    struct draft d = { .said = known->said, .n_secrets = known->n_secrets };
    memcpy(d.secrets, known->secrets, sizeof d.secrets);
    memcpy(d.alias_key, known->alias_key, sizeof d.alias_key);
    return d;
}

/* From the present ends on. That of hub.subscriptions comes first: whatever a courier reads there
 * later than this, it reads with this subscription in hand. */
static enum rc places_take(struct office *o, struct hub_subscription *said, struct why *why)
{
    int32_t n = 0;
    struct bus_span log;
    enum rc rc = reader_partitions(o->reader, TOPIC_CHANGES, &n, why);
    if (rc == RC_REFUSED) rc = RC_BROKEN;
    if (rc == RC_OK) rc = reader_span(o->reader, TOPIC_SUBSCRIPTIONS, 0, &log, why);
    if (rc != RC_OK) return rc;
    said->since = log.high;
    said->from.at = arena_take(o->arena, (size_t)n * sizeof *said->from.at);
    said->from.n = (size_t)n;
    if (!said->from.at) return why_set(why, RC_BROKEN, "out of memory");
    for (int32_t p = 0; rc == RC_OK && p < n; p++) {
        rc = reader_span(o->reader, TOPIC_CHANGES, p, &log, why);
        if (rc == RC_OK) said->from.at[p] = log.high;
    }
    return rc;
}

static void wish_take(const struct wish *wish, struct draft *d)
{
    struct hub_subscription *s = &d->said;
    s->name = wish->name;
    s->partner = wish->partner;
    s->url = wish->url;
    s->purpose = wish->purpose;
    s->role = wish->role;
    s->regions.n = wish->n_regions;
    s->regions.at = (struct slice *)(uintptr_t)wish->regions;
    s->signals.n = wish->n_signals;
    s->signals.at = (enum hub_signal_kind *)(uintptr_t)wish->signals;
    s->per_minute = wish->per_minute;
    s->in_flight = wish->in_flight;
    s->private_network = wish->private_network;
    s->has_until = wish->has_until;
    s->until = wish->until;
}

enum rc draft_make(struct office *o, const struct wish *wish, const struct subscription *known,
    struct draft *ret, struct why *why)
{
    *ret = known ? draft_of(known) : (struct draft){ .n_secrets = 0 };
    wish_take(wish, ret);
    enum rc rc = known ? RC_OK : places_take(o, &ret->said, why);
    if (rc == RC_OK) rc = secrets_settle(o, wish, !known, ret, why);
    return rc == RC_OK ? alias_key_settle(o, wish, !known, ret, why) : rc;
}

enum rc draft_rotate(struct office *o, struct draft *d, struct why *why)
{
    d->secrets[1] = d->secrets[0];
    d->n_secrets = 2;
    enum rc rc = sign_secret_new(&d->secrets[0], why);
    return rc == RC_OK ? secrets_wrap(o, d, why) : rc;
}

bool draft_differs(const struct draft *d, const struct subscription *known)
{
    if (!known) return true;
    struct buffer a = buffer_new(SAID_MAX), b = buffer_new(SAID_MAX);
    bool same = record_write(&hub_subscription_row, &d->said, &a, NULL) == RC_OK &&
                record_write(&hub_subscription_row, &known->said, &b, NULL) == RC_OK &&
                slice_equal(buffer_slice(&a), buffer_slice(&b));
    buffer_deinit(&a);
    buffer_deinit(&b);
    return !same;
}

enum rc draft_send(struct office *o, const struct draft *d, struct why *why)
{
    enum rc rc = subscription_write(o->writer, o->topic, d->said.name, &d->said, why);
    return rc == RC_OK ? writer_settle(o->writer, SETTLE_MS, why) : rc;
}
