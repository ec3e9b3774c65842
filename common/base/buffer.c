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

void buffer_printf(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    /* one byte more, for the terminator that vsnprintf writes and nobody counts */
    uint8_t *room = n < 0 ? NULL : buffer_room(b, (size_t)n + 1);
    if (room) {
        vsnprintf((char *)room, (size_t)n + 1, format, again);
        b->n--;
    }
    va_end(again);
}
