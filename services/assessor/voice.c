/* Sizes are looked at before anything is handed to Kafka: a record that the broker would refuse
 * would end the process at every start. */
#include "voice.h"

#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/topology.h"

enum { BODY_MAX = 900 * 1000 };

static struct seal_binding binding_of(
    const struct voice *v, const struct hub_change *c, const struct person_key *key)
{
    return (struct seal_binding){ .kind = SEALED_CHANGE,
        .pid = slice_str(key->pid),
        .key_id = c->key_id,
        .at = c->at,
        .partition = v->partition,
        .offset = c->cause };
}

/* A body that is too large loses its state: readers keep the one they have, and the signals, which
 * nobody could say again, go out. */
static enum rc body_write(
    const struct hub_change_body *body, struct buffer *out, struct why *why)
{
    buffer_reset(out);
    enum rc rc = record_write(&hub_change_body_row, body, out, why);
    if (rc != RC_OK || out->n <= BODY_MAX) return rc;
    struct hub_change_body less = *body;
    less.has_state = false;
    buffer_reset(out);
    rc = record_write(&hub_change_body_row, &less, out, why);
    log_alarm("a change is too large to be said with its state", KV_INT("bytes", out->n));
    if (rc == RC_OK && out->n > BODY_MAX)
        rc = why_set(why, RC_REFUSED, "a change of %zu bytes is too large", out->n);
    return rc;
}

static enum rc send(struct voice *v, struct slice pid, struct why *why)
{
    struct office *o = v->office;
    const struct outgoing out = { .topic = o->changes,
        .partition = v->partition,
        .key = pid,
        .value = buffer_slice(&o->out) };
    enum rc rc = writer_send(o->writer, &out, why);
    v->next += rc == RC_OK;
    return rc;
}

static void count(const struct office *o, const struct hub_change_body *body)
{
    struct metrics *m = o->world->metrics;
    metric_add(m, METRIC_changes, 1);
    metric_add(m, METRIC_records_written, 1);
    for (size_t i = 0; i < body->signals.n; i++)
        metric_add_at(m, METRIC_signals, hub_signal_kind_name(body->signals.at[i].kind), 1);
}

enum rc voice_says(struct voice *v, const struct voice_step *step, const struct person_key *key,
    const struct hub_change_body *body, struct why *why)
{
    struct office *o = v->office;
    struct hub_change change = { .speaker = v->speaker,
        .cause = step->cause,
        .at = step->at,
        .stamp = step->stamp,
        .key_id = key->id };
    const struct seal_binding binding = binding_of(v, &change, key);
    enum rc rc = body_write(body, &o->body, why);
    if (rc != RC_OK) return rc;
    buffer_reset(&o->sealed);
    if (!seal(o->sealer, &key->key, &binding, buffer_slice(&o->body), &o->sealed))
        return why_set(why, RC_BROKEN, "out of memory");
    change.sealed = buffer_slice(&o->sealed);
    buffer_reset(&o->out);
    frame_write(hub_change_row.fingerprint, &o->out);
    rc = record_write(&hub_change_row, &change, &o->out, why);
    if (rc == RC_OK) rc = send(v, slice_str(key->pid), why);
    if (rc == RC_OK) count(o, body);
    return rc;
}

enum rc voice_closes(struct voice *v, const struct voice_step *step, struct why *why)
{
    struct office *o = v->office;
    const struct hub_closing closing = {
        .speaker = v->speaker, .cause = step->cause, .at = step->at
    };
    buffer_reset(&o->out);
    frame_write(hub_closing_row.fingerprint, &o->out);
    enum rc rc = record_write(&hub_closing_row, &closing, &o->out, why);
    return rc == RC_OK ? send(v, (struct slice){ NULL, 0 }, why) : rc;
}

enum rc voice_opens(const struct voice *v, const struct hub_change *change,
    const struct person_key *key, struct arena *arena, struct hub_change_body *ret,
    struct why *why)
{
    struct office *o = v->office;
    const struct seal_binding binding = binding_of(v, change, key);
    buffer_reset(&o->clear);
    if (!seal_open(&key->key, &binding, change->sealed, &o->clear))
        return why_set(why, RC_REFUSED, "a change that its person's key does not open");
    return record_read(&hub_change_body_row, buffer_slice(&o->clear), arena, ret, why);
}
