#include "domain/tags.h"

enum { SLOTS_FIRST = 64 };

static struct tag_slot *slot_of(struct tag_slot *at, uint32_t capacity, uint64_t tag)
{
    uint32_t i = (uint32_t)tag & (capacity - 1);
    while (at[i].tag != 0 && at[i].tag != tag) i = (i + 1) & (capacity - 1);
    return &at[i];
}

/* At most half full, so that a search is short. */
static bool tags_grow(struct room *room, struct tags *t)
{
    if (2 * (t->n + 1) <= t->capacity) return true;
    uint32_t more = t->capacity ? 2 * t->capacity : SLOTS_FIRST;
    struct tag_slot *fresh = room_take(room, NULL, 0, more * sizeof *fresh);
    if (!fresh) return false;
    memset(fresh, 0, more * sizeof *fresh);
    for (uint32_t i = 0; i < t->capacity; i++)
        if (t->at[i].tag != 0) *slot_of(fresh, more, t->at[i].tag) = t->at[i];
    uint32_t n = t->n;
    tags_free(room, t);
    *t = (struct tags){ .at = fresh, .capacity = more, .n = n };
    return true;
}

uint32_t *tags_put(struct room *room, struct tags *t, uint64_t tag, uint32_t fresh, bool *ret_fresh)
{
    if (!tags_grow(room, t)) return NULL;
    struct tag_slot *slot = slot_of(t->at, t->capacity, tag);
    *ret_fresh = slot->tag == 0;
    if (*ret_fresh) {
        *slot = (struct tag_slot){ tag, fresh };
        t->n++;
    }
    return &slot->number;
}

void tags_free(struct room *room, struct tags *t)
{
    list_free(room, (void **)&t->at, &t->n, &t->capacity, sizeof *t->at);
}
