/* What a fact says is written, sealed and written again, into buffers that are kept for the next.
 */
#include "filer.h"

#include <stdlib.h>

#include "baked/hub.h"
#include "codec/frame.h"
#include "codec/record.h"

enum { VALUE_MAX = 1000 * 1000 }; /* of our records; letters have their own buffer */

/* Counted here and shown now and then: a metric costs a search. */
struct counts {
    int64_t events[SOURCES], facts[SOURCES], dropped[SOURCES];
    int64_t ticks;
};

struct filer {
    struct filer_conf conf;
    struct sealer *sealer;
    struct refuser *refuser;
    struct arena *arena;
    struct buffer text, sealed, value;
    struct counts counts;
    int64_t written; /* of the post, when last counted */
};

enum rc filer_new(struct filer **ret, const struct filer_conf *conf, struct why *why)
{
    CLEANUP(filer_freep) struct filer *f = calloc(1, sizeof *f);
    if (!f) return why_set(why, RC_BROKEN, "out of memory");
    f->conf = *conf;
    f->text = buffer_new(VALUE_MAX);
    f->sealed = buffer_new(VALUE_MAX);
    f->value = buffer_new(VALUE_MAX);
    f->arena = arena_new(INSPECT_ARENA);
    if (!f->arena) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = sealer_new(&f->sealer, why);
    if (rc == RC_OK) rc = refuser_new(&f->refuser, conf->secrets, why);
    if (rc == RC_OK) *ret = TAKE(f);
    return rc;
}

struct filer *filer_free(struct filer *f)
{
    if (!f) return NULL;
    refuser_free(f->refuser);
    sealer_free(f->sealer);
    arena_free(f->arena);
    buffer_deinit(&f->text);
    buffer_deinit(&f->sealed);
    buffer_deinit(&f->value);
    free(f);
    return NULL;
}

/* --- records of ours --- */

/* Into f->value, framed. A record that our own schema cannot hold is a fault of ours. */
static enum rc value_write(
    struct filer *f, const struct record_row *row, const void *from, struct why *why)
{
    buffer_reset(&f->value);
    frame_write(row->fingerprint, &f->value);
    enum rc rc = record_write(row, from, &f->value, why);
    return rc == RC_REFUSED ? why_add(why, RC_BROKEN, "%s", row->name) : rc;
}

enum rc filer_tick(struct filer *f, instant at, struct why *why)
{
    struct hub_tick tick = { .at = at };
    enum rc rc = value_write(f, &hub_tick_row, &tick, why);
    if (rc == RC_OK) rc = post_everywhere(f->conf.post, buffer_slice(&f->value), why);
    f->counts.ticks += rc == RC_OK;
    return rc;
}

static struct hub_origin origin_of(const struct letter *original)
{
    return (struct hub_origin){ original->topic, original->partition, original->offset };
}

static enum hub_moment_kind moment_of(enum event_type type)
{
    if (type == EVENT_HUB_OPENED) return HUB_MOMENT_KIND_OPENED;
    return type == EVENT_HUB_HEARTBEAT ? HUB_MOMENT_KIND_HEARTBEAT : HUB_MOMENT_KIND_RULESET;
}

static enum rc moment_file(
    struct filer *f, const struct filing *filing, const struct event *e, struct why *why)
{
    struct hub_moment moment = { .kind = moment_of(e->fact.type),
        .arrival = filing->arrival,
        .stamp = e->fact.stamp,
        .origin = origin_of(&filing->record->original) };
    if (moment.kind == HUB_MOMENT_KIND_RULESET) {
        moment.ruleset = e->fact.values[HUB_RULESET_ACTIVATED_RULESET].text;
        moment.sha256 = e->fact.values[HUB_RULESET_ACTIVATED_SHA256].text;
    }
    enum rc rc = value_write(f, &hub_moment_row, &moment, why);
    if (rc == RC_OK) rc = post_everywhere(f->conf.post, buffer_slice(&f->value), why);
    if (rc == RC_OK) bounds_count(filing->bounds, e);
    return rc;
}

/* --- letters --- */

static enum rc letter_file(
    struct filer *f, const struct filing *filing, const struct refusal *refusal, struct why *why)
{
    struct refused refused = { .original = filing->record->original,
        .stamp = filing->record->stamp,
        .now = filing->now,
        .refusal = *refusal };
    struct dead_letter letter;
    enum rc rc = refuse(f->refuser, &refused, &letter, why);
    if (rc != RC_OK) return rc;
    metric_add_at(f->conf.metrics, METRIC_refused, refusal_word(refusal), 1);
    return post_letter(f->conf.post, &letter, refused.original.partition, why);
}

/* --- people --- */

static enum rc key_send(
    struct filer *f, const struct identity_new *made, instant stamp, struct why *why)
{
    struct hub_identity identity = { .pid = slice_str(made->pid),
        .key_id = made->key_id,
        .document = made->document,
        .wrapped_key = made->wrapped_key,
        .wrapped_token = made->wrapped_token,
        .made = stamp };
    enum rc rc = value_write(f, &hub_identity_row, &identity, why);
    return rc == RC_OK ? post_key(f->conf.post, made, buffer_slice(&f->value), why) : rc;
}

static enum rc person_of_document(
    struct filer *f, const struct event *e, const struct person **ret, struct why *why)
{
    struct identity_new made;
    enum rc rc = identity_find(f->conf.identities, &e->subject, ret);
    if (rc != RC_AGAIN) return rc;
    rc = identity_make(f->conf.identities, &e->subject, &made, why);
    if (rc == RC_OK) rc = key_send(f, &made, e->fact.stamp, why);
    if (rc == RC_OK) rc = identity_find(f->conf.identities, &e->subject, ret);
    return rc == RC_AGAIN ? why_set(why, RC_BROKEN, "a person is not found again") : rc;
}

/* The pid that a link names beside its own; NULL of any other decision. */
static const struct fact_value *other_of(const struct event *e)
{
    if (e->fact.type == EVENT_HUB_IDENTITY_LINKED)
        return &e->fact.values[HUB_IDENTITY_LINKED_OTHER];
    if (e->fact.type == EVENT_HUB_IDENTITY_UNLINKED)
        return &e->fact.values[HUB_IDENTITY_UNLINKED_OTHER];
    return NULL;
}

/* Of a decision: whoever it is about, and whom it names, must be known to the hub. */
static enum rc person_of_decision(struct filer *f, const struct event *e, const struct person **ret)
{
    const struct fact_value *other = other_of(e);
    const struct person *p = identity_of_pid(f->conf.identities, e->fact.pid);
    if (!p || (other && !identity_of_pid(f->conf.identities, other->text))) return RC_REFUSED;
    *ret = p;
    return RC_OK;
}

/* RC_REFUSED: nobody is meant. */
static enum rc person_find(
    struct filer *f, const struct event *e, const struct person **ret, struct why *why)
{
    return e->fact.source == SOURCE_HUB ? person_of_decision(f, e, ret)
                                        : person_of_document(f, e, ret, why);
}

/* --- facts --- */

/* What the event says, without the document, sealed into f->sealed. */
static enum rc fact_seal(struct filer *f, const struct filing *filing, struct event *e,
    const struct person *p, struct why *why)
{
    const struct letter *original = &filing->record->original;
    struct seal_binding binding = { .kind = SEALED_FACT,
        .pid = slice_of(p->pid, PID_CHARS),
        .key_id = p->key_id,
        .at = filing->arrival,
        .partition = original->partition,
        .offset = original->offset,
        .name = original->topic };
    e->has_subject = false;
    buffer_reset(&f->text);
    buffer_reset(&f->sealed);
    enum rc rc = event_write(e, &f->text, why);
    if (rc != RC_OK) return rc;
    if (!seal(f->sealer, &p->key, &binding, buffer_slice(&f->text), &f->sealed))
        return why_set(why, RC_BROKEN, "a fact does not fit its seal");
    return RC_OK;
}

static enum rc fact_file(
    struct filer *f, const struct filing *filing, struct event *e, struct why *why)
{
    const struct person *p = NULL;
    struct refusal nobody = refusal_of(REASON_NOBODY);
    enum rc rc = person_find(f, e, &p, why);
    if (rc == RC_REFUSED) return letter_file(f, filing, &nobody, why);
    if (rc == RC_OK) rc = fact_seal(f, filing, e, p, why);
    if (rc == RC_REFUSED) return why_add(why, RC_BROKEN, "what was read cannot be written");
    if (rc != RC_OK) return rc;
    struct hub_sealed_fact fact = { .arrival = filing->arrival,
        .stamp = e->fact.stamp,
        .origin = origin_of(&filing->record->original),
        .key_id = p->key_id,
        .sealed = buffer_slice(&f->sealed) };
    rc = value_write(f, &hub_sealed_fact_row, &fact, why);
    if (rc == RC_OK) rc = post_fact(f->conf.post, p, buffer_slice(&f->value), why);
    f->counts.facts[filing->source] += rc == RC_OK;
    if (rc == RC_OK) bounds_count(filing->bounds, e);
    return rc;
}

/* --- the record in front --- */

enum rc filer_file(struct filer *f, const struct filing *filing, struct why *why)
{
    struct inspection what = { .original = &filing->record->original,
        .source = filing->source,
        .stamp = gate_stamp(filing->record->stamp) };
    struct refusal refusal;
    struct event e;
    enum rc rc = inspect(&what, f->arena, &e, &refusal, why);
    f->counts.events[filing->source]++;
    if (rc == RC_OK && e.fact.type == EVENT_HUB_OPENED && filing->opened) {
        refusal = refusal_of(REASON_OPENED);
        rc = RC_REFUSED;
    }
    if (rc == RC_OK && !bounds_allow(filing->bounds, &e, &refusal)) rc = RC_REFUSED;
    if (rc == RC_REFUSED) return letter_file(f, filing, &refusal, why);
    if (rc != RC_OK) return rc;
    f->counts.dropped[filing->source] += e.dropped;
    return event_is_about_nobody(&e) ? moment_file(f, filing, &e, why)
                                     : fact_file(f, filing, &e, why);
}

enum gate_record filer_peek(struct filer *f, const struct hall_record *record)
{
    struct inspection what = {
        .original = &record->original, .source = SOURCE_HUB, .stamp = gate_stamp(record->stamp)
    };
    const struct person *p = NULL;
    struct refusal refusal;
    struct event e;
    if (inspect(&what, f->arena, &e, &refusal, NULL) != RC_OK) return GATE_PLAIN;
    if (e.fact.type == EVENT_HUB_OPENED) return GATE_OPENED;
    if (event_is_about_nobody(&e)) return GATE_PLAIN;
    return person_of_decision(f, &e, &p) == RC_OK ? GATE_PLAIN : GATE_NOBODY;
}

void filer_count(struct filer *f)
{
    struct metrics *m = f->conf.metrics;
    const struct counts *c = &f->counts;
    int64_t read = 0;
    for (size_t i = 0; i < SOURCES; i++) {
        const char *agency = event_source_name((enum event_source)i);
        if (c->events[i]) metric_add_at(m, METRIC_events, agency, c->events[i]);
        if (c->facts[i]) metric_add_at(m, METRIC_facts, agency, c->facts[i]);
        if (c->dropped[i]) metric_add_at(m, METRIC_fields_dropped, agency, c->dropped[i]);
        read += c->events[i];
    }
    metric_add(m, METRIC_records_read, read);
    int64_t written = post_written(f->conf.post);
    metric_add(m, METRIC_records_written, written - f->written);
    metric_add(m, METRIC_ticks, c->ticks);
    metric_set(m, METRIC_people, (int64_t)identities_count(f->conf.identities));
    metric_set(m, METRIC_unsettled, (int64_t)post_unsettled(f->conf.post));
    f->written = written;
    f->counts = (struct counts){ .ticks = 0 };
}
