/* People who are linked (design.md 4, fold.md R24), across partitions. Three kinds of hops go
 * through hub.facts, each acknowledged before anything is said of its cause, and each a repeat if
 * it comes again: link  a decision that may link, which the file of its pid took: to every
 * partition, each of which has all links, and so knows who leads whom file  all facts of a person
 * whom somebody else leads from now on: to that one's partition fact  each later one What a file
 * holds follows from the links that its partition has seen and the facts that came. A link hop that
 * holds hub.file.erased ends the group of its member. */
#ifndef COASTLINE_ASSESSOR_LINKED_H
#define COASTLINE_ASSESSOR_LINKED_H

#include "turn.h"

/* What is to be sent on of a fact, its keys at hand. */
struct sending {
    bool away;             /* somebody else leads: */
    struct text root;      /* who */
    struct person_key to;  /* and the key; its pid is "" if the leader was shredded */
    bool all;              /* a decision that may link: */
    struct person_key own; /* the key of whom it is filed under */
};
/* Before a fact filed under this pid is added. RC_AGAIN: a key does not come, nothing was touched.
 */
MUST_CHECK enum rc linked_ready(struct part *p, struct folder *f, const struct fact *fact,
    struct sending *ret, struct why *why);
/* When the file has it; once more if it comes again. Returns when all is acknowledged. RC_BROKEN:
 * it is not: end the process. */
MUST_CHECK enum rc linked_send(struct part *p, const struct sending *s, const struct fact *fact,
    const struct turn *t, struct why *why);

/* Of somebody who was shredded and leads others: tells every partition, where those are ended, too,
 * and the links of all of them. Sends, and does not wait. Codes as of linked_ready. */
MUST_CHECK enum rc linked_end(
    struct part *p, const struct folder *f, int64_t cause, instant at, struct why *why);

/* Waits until all that was sent is acknowledged. RC_BROKEN: asked to leave before. */
MUST_CHECK enum rc linked_acknowledged(struct part *p, struct why *why);

/* A hop that came. Codes as of part_take. */
MUST_CHECK enum rc linked_take(
    struct part *p, const struct record *r, const struct logged *l, struct why *why);

/* steps.c: the step of a fact that the file answered so. */
MUST_CHECK enum rc fact_step(struct part *p, struct folder *f, const struct fact *fact,
    const struct file_answer *answer, struct turn *t, struct why *why);

#endif
