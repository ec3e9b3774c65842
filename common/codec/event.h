/* Bytes of partners <-> facts: single-object encoding, one schema an event type (schemas/). */
#ifndef COASTLINE_CODEC_EVENT_H
#define COASTLINE_CODEC_EVENT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/rc.h"
#include "domain/fact.h"
#include "domain/subject.h"

struct event {
    struct fact fact; /* arrival and stamp are 0: the log and the door know them */
    bool has_subject;
    struct subject subject; /* personal: it ends at the door */
    int32_t dropped;        /* fields of an accepted writer's schema that are not ours */
};

/* Texts point into `bytes`, lists stand in the arena. Bounded and decoded only; what is good in a
 * field is domain/admit's to judge. RC_REFUSED: framing, unknown schema, or bad bytes, with the
 * field's name in `why` and never its content; RC_BROKEN: the arena is full. */
MUST_CHECK enum rc event_read(
    struct slice bytes, struct arena *a, struct event *ret, struct why *why);

/* Is it the fingerprint of a schema that event_read reads: ours, or one of schemas/accepted? */
bool event_schema_is_known(uint64_t fingerprint);

/* The same for a body whose framing was taken off, by our own schema of the type. */
MUST_CHECK enum rc event_body_read(
    enum event_type type, struct slice body, struct arena *a, struct event *ret, struct why *why);

/* By our own schema of the type. RC_REFUSED: something required is absent or out of range;
 * RC_BROKEN: `out` is full. `out` then holds rubbish at its end. */
MUST_CHECK enum rc event_write(const struct event *event, struct buffer *out, struct why *why);

#endif
