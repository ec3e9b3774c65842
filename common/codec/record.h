/* Records of the hub <-> Avro's binary form, by the rows baked from schemas/hub (baked/hub.h). */
#ifndef COASTLINE_CODEC_RECORD_H
#define COASTLINE_CODEC_RECORD_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/rc.h"
#include "schemas/rows.h"

/* `body` (no framing) into the struct of the row. Texts and bytes point into `body`, lists stand in
 * the arena. RC_REFUSED: out of bounds (1 MiB, texts 64 KiB, 10,000 items in all, 8 records deep),
 * not UTF-8, no such symbol, or bytes left over; `why` names the field. RC_BROKEN: arena full. */
MUST_CHECK enum rc record_read(const struct record_row *row, struct slice body, struct arena *a,
    void *ret, struct why *why);

/* Appends to `out`. RC_REFUSED: it would not be read back (text not UTF-8, required text absent, no
 * such symbol); RC_BROKEN: `out` is full. `out` then holds rubbish at its end. */
MUST_CHECK enum rc record_write(
    const struct record_row *row, const void *from, struct buffer *out, struct why *why);

#endif
