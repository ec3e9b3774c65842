/* Avro's binary form, one value at a time, never beyond the end. A value that is not there or not
 * allowed makes the cursor bad; it then gives zeros, so that callers look once, at the end. */
#ifndef COASTLINE_CODEC_CURSOR_H
#define COASTLINE_CODEC_CURSOR_H

#include "base/buffer.h"
#include "base/slice.h"

enum { CODEC_TEXT_MAX = 64 * 1024, CODEC_ITEMS_MAX = 10000, CODEC_BYTES_MAX = 1024 * 1024 };

struct cursor {
    const uint8_t *at, *end;
    uint32_t items; /* of all lists so far; bounded by CODEC_ITEMS_MAX */
    bool bad;
};

static inline struct cursor cursor_on(struct slice bytes)
{
    return (struct cursor){ .at = bytes.at, .end = bytes.at ? bytes.at + bytes.n : NULL };
}

/* Zigzag, at most ten bytes. */
static inline int64_t cursor_long(struct cursor *c)
{
    uint64_t n = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (c->at == c->end) break;
        uint8_t b = *c->at++;
        if (shift == 63 && b > 1) break;
        n |= (uint64_t)(b & 0x7f) << shift;
        if (b < 0x80) return (int64_t)(n >> 1) ^ -(int64_t)(n & 1);
    }
    c->bad = true;
    c->at = c->end;
    return 0;
}

static inline int32_t cursor_int(struct cursor *c)
{
    int64_t n = cursor_long(c);
    if (n < INT32_MIN || n > INT32_MAX) c->bad = true;
    return (int32_t)n;
}

static inline bool cursor_boolean(struct cursor *c)
{
    if (c->at == c->end || *c->at > 1) {
        c->bad = true;
        return false;
    }
    return *c->at++ == 1;
}

/* An ordinal below n: of an enum's symbols or a union's branches. */
static inline uint32_t cursor_ordinal(struct cursor *c, uint32_t n)
{
    int64_t v = cursor_long(c);
    if (v >= 0 && v < (int64_t)n) return (uint32_t)v;
    c->bad = true;
    return 0;
}

static inline struct slice cursor_bytes(struct cursor *c, size_t max)
{
    int64_t n = cursor_long(c);
    if (n < 0 || n > c->end - c->at || (uint64_t)n > max) {
        c->bad = true;
        return (struct slice){ NULL, 0 };
    }
    struct slice s = slice_of(c->at, (size_t)n);
    c->at += n;
    return s;
}

static inline struct slice cursor_text(struct cursor *c)
{
    struct slice s = cursor_bytes(c, CODEC_TEXT_MAX);
    if (!slice_is_utf8(s)) c->bad = true;
    return s;
}

/* The number of items of the next block of a list, 0 at its end. The size that a block may claim
 * of itself must be within the bytes that are left. */
static inline uint32_t cursor_block(struct cursor *c)
{
    int64_t n = cursor_long(c);
    if (n < 0 && n > INT64_MIN) {
        int64_t size = cursor_long(c);
        if (size < 0 || size > c->end - c->at) c->bad = true;
        n = -n;
    }
    if (n < 0 || n > c->end - c->at || n > CODEC_ITEMS_MAX - (int64_t)c->items) c->bad = true;
    if (c->bad) return 0;
    c->items += (uint32_t)n;
    return (uint32_t)n;
}

static inline void put_long(struct buffer *out, int64_t v)
{
    uint64_t n = ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
    for (; n >= 0x80; n >>= 7) buffer_byte(out, (uint8_t)(n | 0x80));
    buffer_byte(out, (uint8_t)n);
}

static inline void put_bytes(struct buffer *out, struct slice s)
{
    put_long(out, (int64_t)s.n);
    buffer_add(out, s);
}

#endif
