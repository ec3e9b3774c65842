#include "simulate/agenda.h"

#include <stdlib.h>

#include "simulate/heap.h"

struct agenda {
    struct heap heap;
    uint64_t planned;
};

static bool before(const void *a, const void *b)
{
    const struct act *x = a, *y = b;
    return x->at.us != y->at.us ? x->at.us < y->at.us : x->planned < y->planned;
}

struct agenda *agenda_new(void)
{
    struct agenda *a = calloc(1, sizeof *a);
    if (a) a->heap = (struct heap){ .size = sizeof(struct act), .before = before };
    return a;
}

struct agenda *agenda_free(struct agenda *a)
{
    if (a) heap_deinit(&a->heap);
    free(a);
    return NULL;
}

bool agenda_add(struct agenda *a, struct act act)
{
    act.planned = a->planned++;
    return heap_add(&a->heap, &act);
}

const struct act *agenda_next(const struct agenda *a)
{
    return a->heap.n ? (const struct act *)(const void *)a->heap.at : NULL;
}

void agenda_done(struct agenda *a) { heap_drop(&a->heap); }
