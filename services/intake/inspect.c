/* From the outside in: size, framing, schema, bytes, whose topic, headers, then the rules that all
 * events obey, then those of a rule set: its hash, its content. The first that fails names the
 * reason. */
#include "inspect.h"

#include <sodium.h>

#include "codec/frame.h"
#include "domain/admit.h"
#include "domain/rules.h"

static enum rc refused(struct refusal *ret, enum reason reason)
{
    *ret = refusal_of(reason);
    return RC_REFUSED;
}

bool event_is_about_nobody(const struct event *e)
{
    return e->fact.type == EVENT_HUB_OPENED || e->fact.type == EVENT_HUB_HEARTBEAT ||
           e->fact.type == EVENT_HUB_RULESET_ACTIVATED;
}

/* --- bytes --- */

static enum rc decode(const struct inspection *what, struct arena *a, struct event *ret,
    struct refusal *refusal, struct why *why)
{
    struct slice value = what->original->value;
    struct frame frame;
    if (!value.at || value.n == 0) return refused(refusal, REASON_EMPTY);
    if (value.n > RECORD_MAX) return refused(refusal, REASON_SIZE);
    if (frame_read(value, &frame, NULL) != RC_OK) return refused(refusal, REASON_MARKER);
    if (!event_schema_is_known(frame.fingerprint)) return refused(refusal, REASON_FINGERPRINT);
    enum rc rc = event_read(value, a, ret, why);
    return rc == RC_REFUSED ? refused(refusal, REASON_DECODE) : rc;
}

/* --- headers of CloudEvents --- */

/* A time may have been written with fewer digits than the event has. */
static bool time_agrees(struct slice value, const struct event *e)
{
    instant at;
    if (!instant_parse(value, &at)) return false;
    int64_t apart = between(at, e->fact.event_time).us;
    return apart > -1000000 && apart < 1000000;
}

/* Any URI may name the system of an agency, but not another agency. */
static bool source_agrees(struct slice value, const struct event *e)
{
    enum event_source named;
    return value.n > 0 && (!event_source_from(value, &named) || named == e->fact.source);
}

static bool header_agrees(const struct letter_header *h, const struct event *e)
{
    if (slice_is(h->name, "ce_id")) return slice_equal(h->value, e->fact.id);
    if (slice_is(h->name, "ce_type")) return slice_equal(h->value, e->fact.type_name);
    if (slice_is(h->name, "ce_specversion")) return slice_is(h->value, "1.0");
    if (slice_is(h->name, "ce_source")) return source_agrees(h->value, e);
    if (slice_is(h->name, "ce_time")) return time_agrees(h->value, e);
    return true;
}

static bool headers_agree(const struct letter *original, const struct event *e)
{
    for (size_t i = 0; i < original->n_headers; i++)
        if (!header_agrees(&original->headers[i], e)) return false;
    return true;
}

/* --- rules --- */

static bool hash_agrees(const struct event *e)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof hash + 1];
    struct slice content = e->fact.values[HUB_RULESET_ACTIVATED_RULESET].text;
    (void)crypto_hash_sha256(hash, content.at, content.n); /* has no way to fail */
    (void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    return slice_is(e->fact.values[HUB_RULESET_ACTIVATED_SHA256].text, hex);
}

/* Assessors read the same content by the same code: what passes here stops none of them. */
static enum rc ruleset_judge(const struct event *e, struct refusal *refusal)
{
    struct rules rules;
    if (!hash_agrees(e)) return refused(refusal, REASON_RULESET);
    enum rc rc = rules_read(e->fact.values[HUB_RULESET_ACTIVATED_RULESET].text, &rules, NULL);
    return rc == RC_OK ? RC_OK : refused(refusal, REASON_RULES);
}

/* An agency names a person by document and never by pid; the hub's decisions do the opposite. */
static void strangers_strip(struct event *e)
{
    if (e->fact.source == SOURCE_HUB)
        e->has_subject = false;
    else
        e->fact.pid = (struct slice){ NULL, 0 };
}

static enum rc judge(const struct event *e, struct refusal *refusal)
{
    struct text reason = { "" };
    bool hub = e->fact.source == SOURCE_HUB;
    struct candidate c = { .fact = &e->fact,
        .subject = e->has_subject ? &e->subject : NULL,
        .nameless = !hub || event_is_about_nobody(e),
        .malformed = hub || e->has_subject ? 0 : ADMIT_SUBJECT };
    if (!admit(&c, &reason)) {
        *refusal = refusal_of_rule(&reason);
        return RC_REFUSED;
    }
    return e->fact.type == EVENT_HUB_RULESET_ACTIVATED ? ruleset_judge(e, refusal) : RC_OK;
}

enum rc inspect(const struct inspection *what, struct arena *a, struct event *ret,
    struct refusal *ret_refusal, struct why *why)
{
    arena_reset(a);
    enum rc rc = decode(what, a, ret, ret_refusal, why);
    if (rc != RC_OK) return rc;
    if (ret->fact.source != what->source) return refused(ret_refusal, REASON_TOPIC);
    if (!headers_agree(what->original, ret)) return refused(ret_refusal, REASON_HEADER);
    strangers_strip(ret);
    ret->fact.stamp = ret->fact.arrival = what->stamp;
    return judge(ret, ret_refusal);
}
