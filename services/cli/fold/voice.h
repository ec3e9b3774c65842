/* The output of a fold: numbered words, one a line. */
#ifndef COASTLINE_CLI_FOLD_VOICE_H
#define COASTLINE_CLI_FOLD_VOICE_H

#include <stdio.h>

#include "base/buffer.h"
#include "base/instant.h"
#include "base/rc.h"
#include "codec/json_event.h"
#include "fold/people.h"

struct words_place;

struct voice {
    FILE *out;
    bool silent; /* --no-signals: counted, not printed */
    int64_t said;
    struct buffer line;
    /* Who listens to every word, printed or not; NULL: nobody. */
    void (*hear)(void *self, const struct words_place *place, const struct hub_signal *s);
    void *self;
};

/* What the door says of a line: refused, or accepted without some of its fields. */
MUST_CHECK enum rc voice_refuses(
    struct voice *v, instant at, const struct json_event *e, const char *reason, struct why *why);
MUST_CHECK enum rc voice_drops(
    struct voice *v, instant at, const struct json_event *e, struct why *why);
/* What a step says of a person: signal `index` of its cause. */
MUST_CHECK enum rc voice_says(struct voice *v, const struct step *step, struct person *p,
    const struct hub_signal *s, int32_t index, struct why *why);
/* Prints what stands in `line`. */
MUST_CHECK enum rc voice_flush(struct voice *v, struct why *why);

#endif
