/* What one step did to one file, as hub.changes says it (schemas/hub/changes.avsc): the state if it
 * is another than was last said, the difference it makes to the boards, and the signals. Pure. */
#ifndef COASTLINE_DOMAIN_CHANGE_H
#define COASTLINE_DOMAIN_CHANGE_H

#include "base/arena.h"
#include "base/rc.h"
#include "baked/hub.h"

enum board_counter {
#define COUNTER(name, text) BOARD_##name,
#include "domain/board.def"
#undef COUNTER
    BOARD_COUNTERS,
};

/* What a file adds to the boards. A file without live facts adds nothing. */
struct board {
    int32_t region; /* six digits of R today; 0: none, it counts for the province alone */
    uint8_t at[BOARD_COUNTERS];
};

/* What was last said of how a file stands; {0} when nothing was. Kept with the file. */
struct change_said {
    uint64_t digest; /* of the state; 0: none was said, or there is no file any more */
    struct board board;
};

/* A file after a step. Everything is borrowed. */
struct change_step {
    struct slice token;                   /* of the person */
    struct slice town;                    /* of the open order; at == NULL: none */
    struct slice ruleset;                 /* name of the rule set in force */
    const struct hub_timeline_line *line; /* of the fact that caused it; NULL: none did */
    int64_t facts;                        /* live ones; 0: the file says nothing any more */
    const struct hub_file_state *state;   /* looked at if facts > 0 */
    struct hub_signal *signals;
    size_t n_signals;
};

/* Fills *ret; lists and texts are borrowed from the step and taken from the arena. *ret_after is
 * what will have been said then. RC_BROKEN: the arena is full. */
MUST_CHECK enum rc change_build(const struct change_step *step, const struct change_said *before,
    struct arena *a, struct hub_change_body *ret, struct change_said *ret_after, struct why *why);
/* False if there is nothing to say: no line, no signal, state as before. */
bool change_needed(const struct change_step *step, const struct change_said *before,
    const struct change_said *after);

/* What was last said, once this body was heard. */
void change_heard(struct change_said *said, const struct hub_change_body *body);

/* A digest of a state that does not depend on where it came from; never 0. */
uint64_t state_digest(const struct hub_file_state *state);

#endif
