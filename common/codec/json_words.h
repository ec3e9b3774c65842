/* Words as JSON lines, exactly as fold.md 6 and 7 print them: key order, escaping, number forms.
 * One writer for `coastline fold`, the log export and whoever compares with them. */
#ifndef COASTLINE_CODEC_JSON_WORDS_H
#define COASTLINE_CODEC_JSON_WORDS_H

#include "base/buffer.h"
#include "baked/hub.h"

/* What a line says beside the signal itself. */
struct words_place {
    int64_t n;                 /* number of the signal, from 1 */
    instant at;                /* time of the step */
    struct slice pid;          /* of the file */
    const int64_t *supersedes; /* numbers for signal->supersedes, as many; NULL if there are none */
};

/* One line, LF included. What does not apply to the kind is not looked at. */
void words_put_signal(
    struct buffer *out, const struct words_place *place, const struct hub_signal *s);

/* What a state line knows beyond hub_file_state. */
struct words_state {
    struct slice pid;
    int64_t facts; /* live ones */
    size_t n_member;
    const char **member; /* "S1", …, in the order of fold.md 7 */
};

void words_put_state(
    struct buffer *out, const struct words_state *w, const struct hub_file_state *state);

/* The lists of a state line by themselves, for readers who keep a file by its keys
 * (schemas/redis.md).
 */
enum words_list {
    WORDS_ALERTS,
    WORDS_BASIS,
    WORDS_FLOORS,
    WORDS_MUTED,
    WORDS_NEEDS,
    WORDS_PROPOSAL,
    WORDS_RULES,
    WORDS_TASKS,
};
/* False, nothing appended: the list is empty (a proposal: none is open). */
MUST_CHECK bool words_put_list(
    struct buffer *out, enum words_list which, const struct hub_file_state *state);

/* "grade.changed" for HUB_SIGNAL_KIND_GRADE_CHANGED: the first word is the noun. */
struct text words_kind_name(enum hub_signal_kind kind);

#endif
