/* What a fold said of one person: when what was told is due, and the words of a moment. */
#ifndef COASTLINE_CLI_EXPLAIN_DUES_H
#define COASTLINE_CLI_EXPLAIN_DUES_H

#include "base/buffer.h"
#include "base/instant.h"
#include "baked/hub.h"
#include "codec/json_words.h"
#include "fold/people.h"

struct due_note {
    char name[96]; /* of a task; of a need "need:KIND"; "proposal" */
    instant due;
};

struct dues {
    const struct people *people; /* of the fold that is heard */
    struct slice pid;            /* whose words: those of the file that holds this person's facts */
    struct due_note *at;         /* owned */
    size_t n, room;
    bool has_moment;
    instant moment;      /* words said in that second (as print has it) are kept, as lines: */
    struct buffer lines; /* owned */
    bool failed;         /* memory ran out */
};

/* For struct voice: `self` is a struct dues. */
void dues_hear(void *self, const struct words_place *place, const struct hub_signal *s);
void dues_deinit(struct dues *d);
/* When it is due, by the last word about it; NULL if none was said. */
const instant *dues_of(const struct dues *d, const char *prefix, struct slice name);

#endif
