#include "domain/shapes.h"
#include "domain/form.h"
#include "domain/pack.h"

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

/* ---- snapshot form ---- */

static void shape_write(const struct shapes *s, uint8_t i, struct form *form)
{
    uint8_t bytes[SHAPE_BYTES];
    struct slice shape = shape_at(s, i);
    uint8_t length = (uint8_t)shape.n;
    memcpy(bytes, shape.at, length);
    form_bytes(form, &length, 1);
    form_bytes(form, bytes, length);
}

static void shape_read(struct shapes *s, struct form *form, struct room *room)
{
    uint8_t bytes[SHAPE_BYTES], length = 0, number;
    form_bytes(form, &length, 1);
    if (length > SHAPE_BYTES) form->failed = true;
    if (!form->failed) form_bytes(form, bytes, length);
    if (form->failed) return;
    struct slice shape = slice_of(bytes, length);
    if (!shape_check(shape) || !shapes_add(s, shape, room, &number)) form->failed = true;
}

void shapes_form(struct shapes *s, struct form *form, struct room *room)
{
    uint32_t n = s->n;
    form_count(form, &n, 3);
    for (uint32_t i = 0; i < n && !form->failed && !room->failed; i++) {
        if (form->out)
            shape_write(s, (uint8_t)i, form);
        else
            shape_read(s, form, room);
    }
}
