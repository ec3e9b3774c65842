/* Ten bytes in front of a body. */
#include "codec/frame.h"

enum rc frame_read(struct slice bytes, struct frame *ret, struct why *why)
{
    if (!bytes.at || bytes.n < FRAME_BYTES || bytes.at[0] != 0xc3 || bytes.at[1] != 0x01)
        return why_set(why, RC_REFUSED, "not in Avro single-object encoding");
    uint64_t fingerprint = 0;
    for (int i = 7; i >= 0; i--) fingerprint = fingerprint << 8 | bytes.at[2 + i];
    *ret = (struct frame){ fingerprint, slice_of(bytes.at + FRAME_BYTES, bytes.n - FRAME_BYTES) };
    return RC_OK;
}

void frame_write(uint64_t fingerprint, struct buffer *out)
{
    buffer_byte(out, 0xc3);
    buffer_byte(out, 0x01);
    for (int i = 0; i < 8; i++) buffer_byte(out, (uint8_t)(fingerprint >> (8 * i)));
}
