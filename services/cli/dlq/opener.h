/* What the door would say of a letter's record now, by the door's own checks (services/intake). */
#ifndef COASTLINE_CLI_DLQ_OPENER_H
#define COASTLINE_CLI_DLQ_OPENER_H

#include "base/arena.h"
#include "codec/event.h"
#include "dlq/letter.h"
#include "refuse.h"
#include "vault/letters.h"

/* Opens letters one after the other. */
struct opener {
    struct secrets *secrets;
    struct buffer text;
    struct arena *arena;
    struct letter_header headers[LETTER_HEADERS_MAX];
    struct letter letter; /* the last one opened; borrows all of the above */
};
/* RC_BROKEN: the vault's secrets are not in `folder`, or out of memory. */
MUST_CHECK enum rc opener_new(struct opener **ret, const char *folder, struct why *why);
struct opener *opener_free(struct opener *o); /* zeroes what was read */
DEFINE_CLEANUP(struct opener *, opener_free)
/* Into o->letter. False: it does not open with these secrets. */
MUST_CHECK bool opener_open(struct opener *o, const struct dead *d);

enum prospect {
    PROSPECT_PASSES,
    PROSPECT_DEPENDS, /* a decision: it passes if those it is about have a file by then */
    PROSPECT_REFUSED,
    PROSPECT_NOTHING, /* a record too large for a letter: there is nothing to re-drive */
};
struct judgement {
    enum prospect prospect;
    struct refusal refusal; /* if it is refused */
    struct event event;     /* if it passes or depends; borrows the letter and o->arena */
};
/* Of o->letter, which was opened from `d`, if its record came now with this stamp. RC_BROKEN: out
 * of memory. */
MUST_CHECK enum rc opener_judge(
    struct opener *o, const struct dead *d, instant stamp, struct judgement *ret, struct why *why);

#endif
