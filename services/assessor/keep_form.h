/* What a snapshot seals: what was last said of a file, what it refused before the opening, then the
 * file as the domain writes it. */
#ifndef COASTLINE_ASSESSOR_KEEP_FORM_H
#define COASTLINE_ASSESSOR_KEEP_FORM_H

#include "people.h"

MUST_CHECK enum rc folder_save(const struct folder *f, struct buffer *out, struct why *why);
/* Fills in the folder's file, said and refusals. RC_REFUSED: not whole, or of another version. */
MUST_CHECK enum rc folder_load(struct folder *f, struct slice bytes, struct why *why);

/* What stands in hub.files of somebody who was shredded: that, and nothing else. The key of such a
 * record; and the pid of a record's key, if it is one. */
struct text shredded_key(struct slice pid);
MUST_CHECK bool shredded_pid(struct slice key, struct slice *ret_pid);

#endif
