#include "base/arena.h"

#include <stdlib.h>

enum { BLOCK = 64 * 1024, ALIGN = 16 };

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(ALIGN) uint8_t bytes[];
};

struct arena {
    struct block *blocks; /* the newest first; the oldest, of standard size, outlives a reset */
    size_t taken, ceiling;
};

static struct block *block_new(size_t size, struct block *next)
{
    struct block *b = malloc(sizeof *b + size);
    if (b) *b = (struct block){ .next = next, .size = size };
    return b;
}

struct arena *arena_new(size_t ceiling)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a) return NULL;
    a->ceiling = ceiling;
    a->blocks = block_new(BLOCK, NULL);
    return a->blocks ? a : arena_free(a);
}

static void blocks_free_down_to(struct arena *a, struct block *last)
{
    while (a->blocks != last) {
        struct block *b = a->blocks;
        a->blocks = b->next;
        free(b);
    }
}

struct arena *arena_free(struct arena *a)
{
    if (!a) return NULL;
    blocks_free_down_to(a, NULL);
    free(a);
    return NULL;
}

void arena_reset(struct arena *a)
{
    struct block *first = a->blocks;
    while (first->next) first = first->next;
    blocks_free_down_to(a, first);
    first->used = 0;
    a->taken = 0;
}

void *arena_take(struct arena *a, size_t n)
{
    if (n > a->ceiling - a->taken) return NULL;
    size_t rounded = (n + ALIGN - 1) / ALIGN * ALIGN;
    struct block *b = a->blocks;
    if (rounded > b->size - b->used) {
        b = block_new(MAX(rounded, (size_t)BLOCK), a->blocks);
        if (!b) return NULL;
        a->blocks = b;
    }
    void *at = b->bytes + b->used;
    b->used += rounded;
    a->taken = MIN(a->ceiling, a->taken + rounded);
    return memset(at, 0, n);
}

struct slice arena_copy(struct arena *a, struct slice bytes)
{
    uint8_t *at = arena_take(a, bytes.n ? bytes.n : 1);
    if (!at) return (struct slice){ 0 };
    if (bytes.n) memcpy(at, bytes.at, bytes.n);
    return slice_of(at, bytes.n);
}
