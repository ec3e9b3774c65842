#include "simulate/heap.h"

#include <stdlib.h>
#include <string.h>

enum { ITEM_MAX = 128, FIRST_ROOM = 1024 };

static uint8_t *item(const struct heap *h, size_t i) { return h->at + i * h->size; }

static void swap(struct heap *h, size_t a, size_t b)
{
    uint8_t kept[ITEM_MAX];
    memcpy(kept, item(h, a), h->size);
    memcpy(item(h, a), item(h, b), h->size);
    memcpy(item(h, b), kept, h->size);
}

static bool grow(struct heap *h)
{
    size_t room = h->room ? 2 * h->room : FIRST_ROOM;
    uint8_t *at = realloc(h->at, room * h->size);
    if (!at) return false;
    h->at = at;
    h->room = room;
    return true;
}

bool heap_add(struct heap *h, const void *from)
{
    assert(h->size <= ITEM_MAX);
    if (h->n == h->room && !grow(h)) return false;
    memcpy(item(h, h->n), from, h->size);
    for (size_t i = h->n++; i > 0 && h->before(item(h, i), item(h, (i - 1) / 2)); i = (i - 1) / 2)
        swap(h, i, (i - 1) / 2);
    return true;
}

/* The lesser of the two below i; n if there is none. */
static size_t below(const struct heap *h, size_t i)
{
    size_t left = 2 * i + 1, right = left + 1;
    if (left >= h->n) return h->n;
    return right < h->n && h->before(item(h, right), item(h, left)) ? right : left;
}

void heap_drop(struct heap *h)
{
    assert(h->n > 0);
    memcpy(item(h, 0), item(h, --h->n), h->size);
    size_t i = 0;
    for (size_t j = below(h, 0); j < h->n && h->before(item(h, j), item(h, i)); j = below(h, i)) {
        swap(h, i, j);
        i = j;
    }
}

void heap_deinit(struct heap *h)
{
    free(h->at);
    h->at = NULL;
    h->n = h->room = 0;
}
