/* Bytes that grow up to a ceiling they were born with. */
#ifndef COASTLINE_BASE_BUFFER_H
#define COASTLINE_BASE_BUFFER_H

#include "base/slice.h"

struct buffer {
    uint8_t *at; /* owned; moves when it grows */
    size_t n, capacity;
    size_t ceiling;
    bool failed; /* something did not fit, or memory ran out: the content is not whole */
};

/* An empty buffer that will hold at most `ceiling` bytes; nothing is allocated yet. */
struct buffer buffer_new(size_t ceiling);
void buffer_deinit(struct buffer *b); /* leaves an empty buffer of the same ceiling */
void buffer_reset(struct buffer *b);  /* keeps the memory for the next use */

/* Appending never fails at once: look at `failed` (or buffer_whole) when done. */
void buffer_add(struct buffer *b, struct slice bytes);
void buffer_printf(struct buffer *b, const char *format, ...) PRINTF_LIKE(2, 3);
void buffer_number(struct buffer *b, int64_t n); /* in decimal; cheaper than printing it */
/* Room for n bytes at the end, counted as added; NULL if they do not fit. */
uint8_t *buffer_room(struct buffer *b, size_t n);

static inline void buffer_byte(struct buffer *b, uint8_t byte)
{
    uint8_t *room = b->n < b->capacity && !b->failed ? b->at + b->n++ : buffer_room(b, 1);
    if (room) *room = byte;
}

static inline bool buffer_whole(const struct buffer *b) { return !b->failed; }
static inline struct slice buffer_slice(const struct buffer *b) { return slice_of(b->at, b->n); }

#endif
