/* A dead letter from outside: what stands beside the seal (wire.md 6.6), and which letters are
 * meant. */
#ifndef COASTLINE_CLI_DLQ_LETTER_H
#define COASTLINE_CLI_DLQ_LETTER_H

#include "bus/bus.h"
#include "dlq/marks.h"

struct dead {
    const struct record *record; /* its stamp says when it was refused */
    struct origin origin;
    instant stamp;                  /* of the record that was refused */
    struct slice stage, error, box; /* words of closed lists; the key of the hour in its box */
    int64_t redrives;               /* how often it had been re-driven before it was refused */
};
/* Slices live as long as the record. False: it is no letter that a door wrote,
 * or what is left of one that was erased. */
MUST_CHECK bool dead_read(const struct record *r, struct dead *ret);

enum letter_state { LETTER_OPEN, LETTER_REDRIVEN, LETTER_DROPPED, LETTER_STATES };
const char *letter_state_word(enum letter_state state);

struct filter {
    bool has_letter, has_source, has_state;
    struct origin letter; /* this one alone */
    enum event_source source;
    const char *reason;   /* "": any; "field" means field:<name>, too */
    int64_t partition;    /* -1: any */
    int64_t first, last;  /* offsets of the refused records */
    instant since, until; /* when they were refused; 0: no bound */
    enum letter_state state;
};
bool filter_wants(const struct filter *f, const struct dead *d);

#endif
