#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct buffer buffer_new(size_t ceiling) { return (struct buffer){ .ceiling = ceiling }; }

void buffer_deinit(struct buffer *b)
{
    free(b->at);
    *b = buffer_new(b->ceiling);
}

void buffer_reset(struct buffer *b)
{
    b->n = 0;
    b->failed = false;
}

uint8_t *buffer_room(struct buffer *b, size_t n)
{
    if (b->failed || n > b->ceiling - b->n) {
        b->failed = true;
        return NULL;
    }
    if (b->n + n > b->capacity || !b->at) {
        size_t capacity = MIN(b->ceiling, MAX(b->n + n, MAX((size_t)256, 2 * b->capacity)));
        uint8_t *at = realloc(b->at, capacity ? capacity : 1);
        if (!at) {
            b->failed = true;
            return NULL;
        }
        b->at = at;
        b->capacity = capacity;
    }
    uint8_t *room = b->at + b->n;
    b->n += n;
    return room;
}

void buffer_add(struct buffer *b, struct slice bytes)
{
    uint8_t *room = buffer_room(b, bytes.n);
    if (room && bytes.n) memcpy(room, bytes.at, bytes.n);
}

/* Into what room there is; only what does not fit is printed again. */
void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    size_t spare = b->failed ? 0 : b->capacity - b->n;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(spare ? (char *)b->at + b->n : NULL, spare, format, args);
    va_end(args);
    bool fits = n >= 0 && (size_t)n < spare && (size_t)n < b->ceiling - b->n;
    /* one byte more, for the terminator that vsnprintf writes and nobody counts */
    uint8_t *room = n < 0 || fits ? NULL : buffer_room(b, (size_t)n + 1);
    if (room) vsnprintf((char *)room, (size_t)n + 1, format, again);
    if (room) b->n--;
    if (fits) b->n += (size_t)n;
    va_end(again);
}

void buffer_number(struct buffer *b, int64_t n)
{
    uint8_t digits[20];
    size_t i = sizeof digits;
    uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do {
        digits[--i] = (uint8_t)('0' + left % 10);
        left /= 10;
    } while (left);
    if (n < 0) buffer_byte(b, '-');
    buffer_add(b, slice_of(digits + i, sizeof digits - i));
}
