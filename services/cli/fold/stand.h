/* How people stand at the end of a fold: state lines (fold.md 7). */
#ifndef COASTLINE_CLI_FOLD_STAND_H
#define COASTLINE_CLI_FOLD_STAND_H

#include "fold/logged.h"

/* `l`: of a log, else NULL. With it a person stands where its partition's last tick left it (R43).
 */
const struct rulebook *stand_of(
    const struct fold *f, const struct logged_fold *l, const struct person *p, instant *ret_until);
/* How a person stands at an instant. */
struct standing {
    instant at;
    const struct rulebook *rules;
    struct file_picture picture;
};
/* Puts its line into voice.line. */
MUST_CHECK enum rc stand_line(
    struct fold *f, const struct person *p, const struct standing *s, struct why *why);
/* Puts the person's state line into voice.line. *ret_state lives in the arena `word` until the next
 * person; *ret_facts 0: there is no file, and nothing was put. */
MUST_CHECK enum rc stand_put(struct fold *f, const struct logged_fold *l, struct person *p,
    struct hub_file_state *ret_state, int64_t *ret_facts, struct why *why);

#endif
