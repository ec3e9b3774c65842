/* A short table in the order of first sight; names are few, so they are looked for one by one. */
#include "runtime/subscriptions.h"

#include <stdlib.h>
#include <string.h>

#include "bus/reader.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/log.h"
#include "runtime/topology.h"
#include "vault/wrap.h"

enum { RECORD_MAX = 256 * 1024, POLL_MS = 100, WAIT_POLLS = 100, LOOK_MAX = 64 };

struct subscriptions {
    struct reader *reader;
    struct bus_ear ear;
    const struct secrets *secrets;
    struct subscription *at; /* owned, SUBSCRIPTIONS_MAX places */
    size_t n;
    int64_t next; /* -1: nothing was read yet */
};

static void subscription_empty(struct subscription *s)
{
    for (size_t i = 0; i < s->n_secrets; i++) sign_secret_zero(&s->secrets[i]);
    s->n_secrets = 0;
    explicit_bzero(s->alias_key, sizeof s->alias_key);
    s->arena = arena_free(s->arena);
}

/* --- secrets --- */

static enum rc sealed_else(struct why *why)
{
    return why_set(why, RC_BROKEN,
        "a secret of hub.subscriptions does not open: --secrets is not the folder it was made "
        "with");
}

static enum rc secret_open(const struct secrets *secrets, const struct subscription *s,
    struct slice wrapped, struct sign_secret *ret, struct why *why)
{
    const struct wrap_binding binding = { .purpose = WRAP_WEBHOOK_SECRET,
        .owner = slice_text(&s->name) };
    struct buffer out = buffer_new(SIGN_SECRET_MAX);
    bool ok = unwrap(secrets, &binding, wrapped, &out) && out.n >= SIGN_SECRET_MIN;
    if (ok) {
        memcpy(ret->at, out.at, out.n);
        ret->n = out.n;
        explicit_bzero(out.at, out.n);
    }
    buffer_deinit(&out);
    return ok ? RC_OK : sealed_else(why);
}

static enum rc alias_key_open(
    const struct secrets *secrets, struct subscription *s, struct why *why)
{
    const struct wrap_binding binding = { .purpose = WRAP_ALIAS_KEY,
        .owner = slice_text(&s->name) };
    struct buffer out = buffer_new(ALIAS_KEY_BYTES);
    bool ok =
        unwrap(secrets, &binding, s->said.wrapped_alias_key, &out) && out.n == ALIAS_KEY_BYTES;
    if (ok) {
        memcpy(s->alias_key, out.at, out.n);
        explicit_bzero(out.at, out.n);
    }
    buffer_deinit(&out);
    return ok ? RC_OK : sealed_else(why);
}

static enum rc secrets_unwrap(
    const struct secrets *secrets, struct subscription *s, struct why *why)
{
    size_t n = s->said.wrapped_secrets.n;
    if (n < 1 || n > SIGN_SECRETS_MAX)
        return why_set(why, RC_REFUSED, "a subscription of %zu secrets", n);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        rc = secret_open(secrets, s, s->said.wrapped_secrets.at[i], &s->secrets[i], why);
        if (rc == RC_OK) s->n_secrets++;
    }
    return rc == RC_OK ? alias_key_open(secrets, s, why) : rc;
}

/* --- records --- */

static struct subscription *named(const struct subscriptions *s, struct slice name)
{
    for (size_t i = 0; i < s->n; i++)
        if (slice_is(name, s->at[i].name.at)) return &s->at[i];
    return NULL;
}

static enum rc decode(struct subscription *s, const struct record *r, struct why *why)
{
    struct frame frame;
    s->arena = arena_new(RECORD_MAX);
    struct slice copy = s->arena ? arena_copy(s->arena, r->value) : slice_of(NULL, 0);
    if (!copy.at) return why_set(why, RC_REFUSED, "a subscription that is too large");
    enum rc rc = frame_read(copy, &frame, why);
    if (rc == RC_OK && frame.fingerprint != hub_subscription_row.fingerprint)
        rc = why_set(why, RC_REFUSED, "a record of another schema in hub.subscriptions");
    if (rc == RC_OK) rc = record_read(&hub_subscription_row, frame.body, s->arena, &s->said, why);
    if (rc == RC_OK && !slice_is(s->said.name, s->name.at))
        rc = why_set(why, RC_REFUSED, "a subscription under another one's name");
    return rc;
}

static enum rc record_take(struct subscriptions *s, const struct record *r, struct why *why)
{
    struct subscription fresh = { .offset = r->offset };
    if (r->key.n == 0 || !text_from(r->key, &fresh.name))
        return why_set(why, RC_REFUSED, "a subscription without a name");
    struct subscription *known = named(s, r->key);
    if (!r->value.at) {
        if (known) known->removed = true;
        if (known) known->offset = r->offset;
        return RC_OK;
    }
    if (!known && s->n == SUBSCRIPTIONS_MAX)
        return why_set(why, RC_BROKEN, "more than %d subscriptions", (int)SUBSCRIPTIONS_MAX);
    enum rc rc = decode(&fresh, r, why);
    if (rc == RC_OK) rc = secrets_unwrap(s->secrets, &fresh, why);
    if (rc != RC_OK) {
        subscription_empty(&fresh);
        return rc;
    }
    if (!known) known = &s->at[s->n++];
    subscription_empty(known);
    *known = fresh;
    explicit_bzero(&fresh, sizeof fresh);
    return RC_OK;
}

static enum rc news_take(struct subscriptions *s, const struct news *news, struct why *why)
{
    if (news->kind != NEWS_RECORD) {
        s->next = MAX(s->next, news->record.offset);
        return RC_OK;
    }
    enum rc rc = record_take(s, &news->record, why);
    if (rc == RC_REFUSED)
        log_warning("a record of subscriptions is passed over",
            KV_INT("offset", news->record.offset), KV("why", why->text));
    if (rc == RC_BROKEN) return rc;
    s->next = news->record.offset + 1;
    return RC_OK;
}

/* --- reading --- */

static enum rc begin(struct subscriptions *s, int64_t low, struct why *why)
{
    if (s->next >= 0) return RC_OK;
    enum rc rc = reader_begin(s->reader, TOPIC_SUBSCRIPTIONS, 0, low, why);
    if (rc == RC_OK) s->next = low;
    return rc;
}

enum rc subscriptions_read(struct subscriptions *s, struct why *why)
{
    struct bus_span log;
    struct news news;
    enum rc rc = reader_span(s->reader, TOPIC_SUBSCRIPTIONS, 0, &log, why);
    if (rc == RC_REFUSED) rc = RC_BROKEN;
    if (rc == RC_OK) rc = begin(s, log.low, why);
    for (int silent = 0; rc == RC_OK && s->next < log.high;) {
        rc = reader_poll(s->reader, POLL_MS, &news, why);
        silent = rc == RC_AGAIN ? silent + 1 : 0;
        if (silent == WAIT_POLLS) return why_set(why, RC_AGAIN, "hub.subscriptions does not come");
        if (rc == RC_OK) rc = news_take(s, &news, why);
        if (rc == RC_AGAIN) rc = RC_OK;
        if (s->ear.waiting) s->ear.waiting(s->ear.self);
    }
    return rc;
}

enum rc subscriptions_look(struct subscriptions *s, struct why *why)
{
    struct news news;
    for (int i = 0; i < LOOK_MAX; i++) {
        enum rc rc = reader_poll(s->reader, 0, &news, why);
        if (rc == RC_OK) rc = news_take(s, &news, why);
        if (rc != RC_OK) return rc == RC_AGAIN ? RC_OK : rc;
    }
    return RC_OK;
}

size_t subscriptions_count(const struct subscriptions *s) { return s->n; }
int64_t subscriptions_next(const struct subscriptions *s) { return s->next; }

const struct subscription *subscription_at(const struct subscriptions *s, size_t index)
{
    return &s->at[index];
}

const struct subscription *subscription_find(const struct subscriptions *s, struct slice name)
{
    const struct subscription *found = named(s, name);
    return found && !found->removed ? found : NULL;
}

enum rc subscription_write(struct writer *w, int topic, struct slice name,
    const struct hub_subscription *said, struct why *why)
{
    struct buffer value = buffer_new(RECORD_MAX);
    enum rc rc = RC_OK;
    if (said) {
        frame_write(hub_subscription_row.fingerprint, &value);
        rc = record_write(&hub_subscription_row, said, &value, why);
    }
    struct outgoing out = { .topic = topic, .partition = 0, .key = name };
    if (said) out.value = buffer_slice(&value);
    if (rc == RC_OK) rc = writer_send(w, &out, why);
    buffer_deinit(&value);
    return rc;
}

/* --- up and down --- */

enum rc subscriptions_open(
    struct subscriptions **ret, const struct subscriptions_conf *conf, struct why *why)
{
    CLEANUP(subscriptions_closep) struct subscriptions *s = calloc(1, sizeof *s);
    if (s) s->at = calloc(SUBSCRIPTIONS_MAX, sizeof *s->at);
    if (!s || !s->at) return why_set(why, RC_BROKEN, "out of memory");
    s->ear = conf->ear;
    s->secrets = conf->secrets;
    s->next = -1;
    struct reader_conf reader = { .brokers = conf->brokers,
        .client = "coastline-subscriptions",
        .queue_kib = 1024,
        .ear = conf->ear };
    enum rc rc = reader_open(&s->reader, &reader, why);
    if (rc == RC_OK) *ret = TAKE(s);
    return rc;
}

struct subscriptions *subscriptions_close(struct subscriptions *s)
{
    if (!s) return NULL;
    for (size_t i = 0; s->at && i < s->n; i++) subscription_empty(&s->at[i]);
    free(s->at);
    reader_close(s->reader);
    free(s);
    return NULL;
}
