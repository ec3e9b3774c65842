/* The end of a person's records (design.md 4, shredding). A step that shreds a file is noted; when
 * its record is done, and its words are acknowledged, the person's keys are retired in its name;
 * seven days later, at a daily tick, tombstones follow. All of it stands in hub.identities, so
 * nothing has to be remembered, and what a crash cut off is done at the next reading. */
#ifndef COASTLINE_ASSESSOR_SHRED_H
#define COASTLINE_ASSESSOR_SHRED_H

#include "part.h"

/* This file was shredded by the record at hand. */
void shred_note(struct part *p, struct folder *f);
/* After a record all of whose words are sent: ends the keys of those that were noted. Returns when
 * that is acknowledged. RC_AGAIN: not now; call it again. */
MUST_CHECK enum rc shred_settle(
    struct part *p, const struct record *r, instant at, struct why *why);

/* Was this fact filed, under this key, after its person was shredded? */
bool shred_is_late(const struct record *r, const struct person_key *key);
/* Such a fact is filed again under a new key, and what it says comes with that. RC_AGAIN as above.
 */
MUST_CHECK enum rc shred_refile(struct part *p, const struct record *r, const struct logged *l,
    const struct person_key *key, struct why *why);
/* A fact that no key opens any more: its person was shredded, which the file remembers. */
MUST_CHECK enum rc shred_gone(struct part *p, const struct record *r, struct why *why);

/* Before a daily tick is taken: tombstones for keys that were retired seven days ago. Codes as of
 * part_take. */
MUST_CHECK enum rc shred_tick(struct part *p, instant at, struct why *why);

#endif
