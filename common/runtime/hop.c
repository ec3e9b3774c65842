/* A hop arrives a microsecond after what caused it at the earliest, so that a log that is read in
 * the order of arrivals shows the cause first. */
#include "runtime/hop.h"

#include "codec/event.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "runtime/topology.h"

static struct seal_binding binding_of(struct slice pid, const struct hub_hop *h)
{
    return (struct seal_binding){ .kind = SEALED_HOP,
        .pid = pid,
        .key_id = h->key_id,
        .at = h->arrival,
        .partition = h->origin.partition,
        .offset = h->origin.offset,
        .name = slice_str(hub_hop_kind_name(h->kind)) };
}

/* --- in --- */

static enum rc fact_read(
    const struct logged *l, struct slice bytes, struct arena *a, struct hop *h, struct why *why)
{
    struct event e;
    enum rc rc = event_read(bytes, a, &e, why);
    if (rc != RC_OK) return rc;
    h->fact = e.fact;
    h->fact.pid = h->member;
    h->fact.arrival = l->at;
    h->fact.stamp = is_before(l->at, l->hop.stamp) ? l->at : l->hop.stamp;
    return RC_OK;
}

enum rc hop_open(const struct hop_sealed *s, struct hop *ret, struct why *why)
{
    const struct hub_hop *body = &s->logged->hop;
    struct hop h = { .kind = body->kind };
    const struct seal_binding binding = binding_of(s->record->key, body);
    buffer_reset(s->clear);
    if (!seal_open(s->key, &binding, body->sealed, s->clear))
        return why_set(why, RC_REFUSED, "a hop that its person's key does not open");
    struct slice bytes = buffer_slice(s->clear);
    if (bytes.n < 1 || bytes.at[0] > TEXT_MAX || bytes.n < 1U + bytes.at[0])
        return why_set(why, RC_REFUSED, "a hop that is not whole");
    h.member = slice_of(bytes.at + 1, bytes.at[0]);
    bytes = slice_of(bytes.at + 1 + h.member.n, bytes.n - 1 - h.member.n);
    bool file = h.kind == HUB_HOP_KIND_FILE;
    if (file) h.own = bytes;
    enum rc rc = file ? RC_OK : fact_read(s->logged, bytes, s->arena, &h, why);
    if (rc == RC_OK) *ret = h;
    return rc;
}

/* --- out --- */

static enum rc content_write(const struct hop *h, struct buffer *out, struct why *why)
{
    struct event e = { .fact = h->fact };
    buffer_reset(out);
    buffer_byte(out, (uint8_t)h->member.n);
    buffer_add(out, h->member);
    if (h->kind == HUB_HOP_KIND_FILE) {
        buffer_add(out, h->own);
        return buffer_whole(out) ? RC_OK : why_set(why, RC_BROKEN, "a hop does not fit");
    }
    e.fact.pid = (struct slice){ NULL, 0 };
    enum rc rc = event_write(&e, out, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc; /* it was read before */
}

enum rc hop_write(const struct hop_desk *desk, const struct hop_draft *draft, struct why *why)
{
    struct hub_hop h = { .kind = draft->hop.kind,
        .arrival = instant_plus(draft->at, (span){ 1 }),
        .stamp = draft->stamp,
        .origin = { slice_str(TOPIC_FACTS), draft->partition, draft->cause },
        .key_id = draft->key_id };
    const struct seal_binding binding = binding_of(draft->to, &h);
    enum rc rc = content_write(&draft->hop, desk->clear, why);
    if (rc != RC_OK) return rc;
    buffer_reset(desk->sealed);
    if (!seal(desk->sealer, draft->key, &binding, buffer_slice(desk->clear), desk->sealed))
        return why_set(why, RC_BROKEN, "out of memory");
    h.sealed = buffer_slice(desk->sealed);
    buffer_reset(desk->out);
    frame_write(hub_hop_row.fingerprint, desk->out);
    rc = record_write(&hub_hop_row, &h, desk->out, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}
