/* Settled records leave at the front, so the ring holds what is late and what came after it. */
#include "places.h"

#include <stdlib.h>

static struct passed *passed_at(struct places *p, size_t i)
{
    return &p->at[(p->first + i) % p->capacity];
}

void places_deinit(struct places *p)
{
    free(p->at);
    *p = (struct places){ 0 };
}

static bool places_grow(struct places *p)
{
    size_t capacity = MAX(2 * p->capacity, 64);
    struct passed *at = malloc(capacity * sizeof *at);
    if (!at) return false;
    for (size_t i = 0; i < p->n; i++) at[i] = *passed_at(p, i);
    free(p->at);
    p->at = at;
    p->first = 0;
    p->capacity = capacity;
    return true;
}

static void places_trim(struct places *p)
{
    while (p->n > 0 && p->at[p->first].open == 0) {
        p->first = (p->first + 1) % p->capacity;
        p->n--;
    }
}

enum rc places_pass(
    struct places *p, int64_t offset, int open, const struct vantage *before, struct why *why)
{
    assert(offset >= p->next);
    if (open > 0) {
        if (p->n == p->capacity && !places_grow(p))
            return why_set(why, RC_BROKEN, "places: out of memory");
        p->n++;
        *passed_at(p, p->n - 1) = (struct passed){ offset, open, *before };
    }
    p->next = offset + 1;
    return RC_OK;
}

void places_settle(struct places *p, int64_t offset)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (passed_at(p, middle)->offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == p->n || passed_at(p, low)->offset != offset) return;
    struct passed *found = passed_at(p, low);
    assert(found->open > 0);
    found->open--;
    places_trim(p);
}

int64_t places_next(const struct places *p) { return p->n ? p->at[p->first].offset : p->next; }

const struct vantage *places_beside(const struct places *p, const struct vantage *now)
{
    return p->n ? &p->at[p->first].before : now;
}
