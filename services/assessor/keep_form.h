/* What a snapshot seals: what was last said of a file, what it refused before the opening, then the
 * file as the domain writes it. */
#ifndef COASTLINE_ASSESSOR_KEEP_FORM_H
#define COASTLINE_ASSESSOR_KEEP_FORM_H

#include "people.h"

MUST_CHECK enum rc folder_save(const struct folder *f, struct buffer *out, struct why *why);
/* Fills in the folder's file, said and refusals. RC_REFUSED: not whole, or of another version. */
MUST_CHECK enum rc folder_load(struct folder *f, struct slice bytes, struct why *why);

#endif
