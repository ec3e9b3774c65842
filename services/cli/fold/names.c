/* Open addressing, at most half full; the bytes of all names stand in one growing block, found by
 * place, so that growing moves nothing that anybody holds. */
#include <stdlib.h>

#include "fold/names.h"

struct cell {
    uint64_t hash; /* 0: free */
    size_t at, n;  /* where its bytes stand */
    int64_t number;
};

struct names {
    struct cell *cells;
    size_t n, capacity; /* capacity is a power of two */
    uint8_t *bytes;
    size_t used, room;
};

static uint64_t hash_of(struct slice s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < s.n; i++) h = (h ^ s.at[i]) * 0x100000001b3u;
    h ^= h >> 29;
    return h ? h : 1;
}

struct names *names_new(void)
{
    struct names *t = calloc(1, sizeof *t);
    if (!t) return NULL;
    t->capacity = 1024;
    t->cells = calloc(t->capacity, sizeof *t->cells);
    return t->cells ? t : names_free(t);
}

struct names *names_free(struct names *t)
{
    if (!t) return NULL;
    free(t->cells);
    free(t->bytes);
    free(t);
    return NULL;
}

/* The cell of this name, or the free one where it belongs. */
static struct cell *cell_find(const struct names *t, uint64_t hash, struct slice name)
{
    for (size_t i = hash & (t->capacity - 1);; i = (i + 1) & (t->capacity - 1)) {
        struct cell *c = &t->cells[i];
        if (c->hash == 0) return c;
        if (c->hash == hash && slice_equal(slice_of(t->bytes + c->at, c->n), name)) return c;
    }
}

static bool cells_grow(struct names *t)
{
    struct cell *old = t->cells;
    size_t n = t->capacity;
    struct cell *cells = calloc(n * 2, sizeof *cells);
    if (!cells) return false;
    t->cells = cells;
    t->capacity = n * 2;
    for (size_t i = 0; i < n; i++) {
        if (old[i].hash == 0) continue;
        struct slice name = slice_of(t->bytes + old[i].at, old[i].n);
        *cell_find(t, old[i].hash, name) = old[i];
    }
    free(old);
    return true;
}

static bool bytes_grow(struct names *t, size_t n)
{
    if (t->used + n <= t->room) return true;
    size_t room = MAX(t->room * 2, t->used + n + 65536);
    uint8_t *bytes = realloc(t->bytes, room);
    if (!bytes) return false;
    t->bytes = bytes;
    t->room = room;
    return true;
}

int64_t names_put(struct names *t, struct slice name, int64_t fresh)
{
    uint64_t hash = hash_of(name);
    struct cell *c = cell_find(t, hash, name);
    if (c->hash) return c->number;
    if (!bytes_grow(t, name.n) || (t->n * 2 >= t->capacity && !cells_grow(t))) return -1;
    c = cell_find(t, hash, name);
    *c = (struct cell){ hash, t->used, name.n, fresh };
    if (name.n) memcpy(t->bytes + t->used, name.at, name.n);
    t->used += name.n;
    t->n++;
    return fresh;
}

int64_t names_find(const struct names *t, struct slice name)
{
    const struct cell *c = cell_find(t, hash_of(name), name);
    return c->hash ? c->number : -1;
}
