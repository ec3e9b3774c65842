#include "domain/shapes.h"

struct slice shape_at(const struct shapes *s, uint8_t i)
{
    const uint8_t *at = s->bytes.at;
    for (; i > 0; i--) at += 1 + at[0];
    return slice_of(at + 1, at[0]);
}

bool shapes_find(const struct shapes *s, struct slice shape, uint8_t *ret)
{
    const uint8_t *at = s->bytes.at;
    for (uint32_t i = 0; i < s->n; i++, at += 1 + at[0]) {
        if (at[0] != shape.n || memcmp(at + 1, shape.at, shape.n) != 0) continue;
        *ret = (uint8_t)i;
        return true;
    }
    return false;
}

bool shapes_add(struct shapes *s, struct slice shape, struct room *room, uint8_t *ret)
{
    uint32_t start = s->bytes.n, n = start + 1 + (uint32_t)shape.n;
    if (s->n == SHAPES_MAX || shape.n > SHAPE_BYTES) return false;
    if (!list_reserve(room, (void **)&s->bytes.at, &s->bytes.capacity, (struct list_size){ n, 1 }))
        return false;
    s->bytes.at[start] = (uint8_t)shape.n;
    memcpy(s->bytes.at + start + 1, shape.at, shape.n);
    s->bytes.n = n;
    *ret = (uint8_t)s->n++;
    return true;
}

void shapes_free(struct shapes *s, struct room *room)
{
    LIST_FREE(room, &s->bytes);
    s->n = 0;
}
