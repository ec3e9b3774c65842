/* Boards, as of the day before the last daily tick; see the head of board.c. */
#ifndef COASTLINE_PROJECTOR_BOARD_H
#define COASTLINE_PROJECTOR_BOARD_H

#include "store/store.h"
#include "view.h"

struct board *board_new(void); /* NULL: out of memory */
struct board *board_free(struct board *b);
DEFINE_CLEANUP(struct board *, board_free)

/* The day of which boards are after a closing at this time. */
date board_day(instant closing);
/* Whether the batch of this part ends a day: then what stands aside is asked for, and taken into
 * the arena, in a pipeline. RC_AGAIN, RC_BROKEN: as store_answer; out of memory. */
bool board_turns(const struct part *p);
MUST_CHECK enum rc board_ask(
    struct store *store, struct slice prefix, const struct part *part, struct why *why);
MUST_CHECK enum rc board_take(
    struct store *store, struct part *part, struct arena *a, struct why *why);

/* Forgets all sums, and begins with what stands aside for this part. RC_BROKEN: out of memory, or
 * that is not what we write. */
MUST_CHECK enum rc board_begin(struct board *b, const struct part *part, struct why *why);
void board_add(struct view *v, const struct said *said); /* a change with a body */
size_t board_count(const struct board *b);               /* writes that board_write will make */
void board_write(struct view *v);
/* Days up to this one go to the boards. False: the script is full; to be called again in the next
 * one, with nothing added between. */
MUST_CHECK bool board_turn(struct view *v, date day);

#endif
