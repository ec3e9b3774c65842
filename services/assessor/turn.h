/* The step of one person. Beyond the mark it speaks; up to it, it hears what was said, and says
 * nothing. */
#ifndef COASTLINE_ASSESSOR_TURN_H
#define COASTLINE_ASSESSOR_TURN_H

#include "part.h"

/* A step of one person, in the making. */
struct turn {
    struct step step;
    instant stamp;
    const struct person_key *key;         /* seals what is said; NULL: not looked up yet */
    const struct hub_timeline_line *line; /* of the fact that caused it; NULL: none did */
    enum event_source source;             /* of that fact */
    const char *refused;                  /* why it was refused; NULL: it was not */
};

/* `due`: there is something to look at. Codes as of part_take. */
MUST_CHECK enum rc turn_take(
    struct part *p, struct folder *f, struct turn *t, bool due, struct why *why);
/* Was the word of this cause said before we opened? */
bool turn_is_spoken(const struct part *p, const struct cause *cause);

#endif
