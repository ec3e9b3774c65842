/* Who is linked with whom (fold.md R24): the decisions that link people and undo it, and from them
 * who leads whom. A function of the set of decisions: whatever their order, and however often each
 * comes, the groups are the same. Pure, as the file is; memory comes through the function handed
 * in. */
#ifndef COASTLINE_DOMAIN_TIES_H
#define COASTLINE_DOMAIN_TIES_H

#include "base/buffer.h"
#include "base/rc.h"
#include "domain/fact.h"
#include "domain/room.h" /* file_memory */

/* People who may be named in links; the door files no link beyond LINKED_MAX, so that there is room
 * to undo those that are there. */
enum { LINKS_MAX = 100000, LINKED_MAX = 80000 };

struct ties;

struct ties *ties_new(file_memory *memory); /* NULL: no memory */
struct ties *ties_free(struct ties *l);
DEFINE_CLEANUP(struct ties *, ties_free)

/* May this fact say who is linked with whom: a link, its undoing, or a word that takes back or
 * replaces a decision? */
bool ties_concern(const struct fact *fact);
/* How many people such a fact names, at most: 0 if it is none. */
uint32_t ties_named(const struct fact *fact);
/* Adds such a fact, filed under fact->pid, and judges the groups anew. Twice is as once; any other
 * fact is nothing. RC_BROKEN: no memory, or more than LINKS_MAX people. */
MUST_CHECK enum rc ties_add(struct ties *l, const struct fact *fact, struct why *why);
/* Who leads the group of this person: the pid itself if nobody else does. Lives until the next
 * ties_add, ties_load or as long as `pid`. */
struct slice ties_root(const struct ties *l, struct slice pid);

/* Drops all decisions filed under the people whom this one leads, and under itself: the person that
 * all of them are was shredded. */
MUST_CHECK enum rc ties_dissolve(struct ties *l, struct slice root, struct why *why);

/* Everybody who is named in links, by the bytes of pids. */
size_t ties_count(const struct ties *l);
struct slice ties_pid(const struct ties *l, size_t i);

/* Snapshot form, one person at a time. ties_save: false if nothing was filed under the i-th.
 * ties_load: RC_REFUSED: the bytes are damaged; after the last one call ties_judge. */
bool ties_save(const struct ties *l, size_t i, struct buffer *out);
MUST_CHECK enum rc ties_load(struct ties *l, struct slice pid, struct slice bytes, struct why *why);
MUST_CHECK enum rc ties_judge(struct ties *l, struct why *why);

#endif
