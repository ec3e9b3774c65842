/* One partition's voice in hub.changes: changes, sealed with their person's key, and closing
 * records, all in the name of one opening record. */
#ifndef COASTLINE_ASSESSOR_VOICE_H
#define COASTLINE_ASSESSOR_VOICE_H

#include "office.h"
#include "runtime/speaker.h"

struct voice {
    struct office *office;
    int32_t partition;
    int64_t speaker; /* our name */
    int64_t next;    /* the offset in hub.changes that our next record gets, if only we write */
};

/* A step, as its words are bound to it. */
struct voice_step {
    int64_t cause;
    instant at, stamp;
};

/* RC_REFUSED: larger than a record may be, even without the state; nothing was said. RC_BROKEN:
 * Kafka does not take it. */
MUST_CHECK enum rc voice_says(struct voice *v, const struct voice_step *step,
    const struct person_key *key, const struct hub_change_body *body, struct why *why);
MUST_CHECK enum rc voice_closes(struct voice *v, const struct voice_step *step, struct why *why);

/* A change that was said before, opened again. Slices live in the office's buffer `clear` and the
 * arena. RC_REFUSED: it does not open. */
MUST_CHECK enum rc voice_opens(const struct voice *v, const struct hub_change *change,
    const struct person_key *key, struct arena *arena, struct hub_change_body *ret,
    struct why *why);

#endif
