/* Avro single-object encoding: C3 01, the fingerprint of the writer's schema (8 bytes,
 * little-endian), then the body. Framing is a declared property of the topic, never guessed from
 * bytes. */
#ifndef COASTLINE_CODEC_FRAME_H
#define COASTLINE_CODEC_FRAME_H

#include "base/buffer.h"
#include "base/rc.h"

enum { FRAME_BYTES = 10 };

struct frame {
    uint64_t fingerprint;
    struct slice body; /* points into the bytes given */
};

/* RC_REFUSED: another framing, or none. */
MUST_CHECK enum rc frame_read(struct slice bytes, struct frame *ret, struct why *why);
/* Appends the ten bytes; the body follows. Look at buffer_whole when done. */
void frame_write(uint64_t fingerprint, struct buffer *out);

#endif
