/* A binary heap that knows where its members lie, so that any of them can be taken out. */
#include "line.h"

#include <stdlib.h>

static bool is_due_before(const struct line *a, const struct line *b)
{
    return is_before(a->first->next_try, b->first->next_try);
}

static void line_put(struct line_heap *h, size_t place, struct line *l)
{
    h->at[place] = l;
    l->place = place;
}

static void line_rise(struct line_heap *h, struct line *l)
{
    size_t i = l->place;
    for (; i > 0 && is_due_before(l, h->at[(i - 1) / 2]); i = (i - 1) / 2)
        line_put(h, i, h->at[(i - 1) / 2]);
    line_put(h, i, l);
}

static void line_sink(struct line_heap *h, struct line *l)
{
    size_t i = l->place;
    for (size_t child = 2 * i + 1; child < h->n; child = 2 * i + 1) {
        if (child + 1 < h->n && is_due_before(h->at[child + 1], h->at[child])) child++;
        if (!is_due_before(h->at[child], l)) break;
        line_put(h, i, h->at[child]);
        i = child;
    }
    line_put(h, i, l);
}

bool line_heap_reserve(struct line_heap *h, size_t lines)
{
    if (lines <= h->capacity) return true;
    size_t capacity = MAX(2 * h->capacity, 64);
    struct line **at = realloc(h->at, capacity * sizeof(struct line *));
    if (!at) return false;
    h->at = at;
    h->capacity = capacity;
    return true;
}

void line_heap_add(struct line_heap *h, struct line *l)
{
    assert(h->n < h->capacity);
    line_put(h, h->n++, l);
    line_rise(h, l);
}

void line_heap_moved(struct line_heap *h, struct line *l)
{
    line_rise(h, l);
    line_sink(h, l);
}

void line_heap_remove(struct line_heap *h, struct line *l)
{
    struct line *moved = h->at[--h->n];
    if (moved == l) return;
    line_put(h, l->place, moved);
    line_heap_moved(h, moved);
}

static int order_compare(const struct delivery *a, const struct delivery *b)
{
    if (a->cause != b->cause) return a->cause < b->cause ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

bool line_insert(struct line *l, struct delivery *d)
{
    struct delivery *before = NULL;
    if (l->last && order_compare(l->last, d) < 0)
        before = l->last; /* the usual case */
    else
        for (struct delivery *x = l->first; x && order_compare(x, d) <= 0; x = x->next) before = x;
    if (before && order_compare(before, d) == 0) return false;
    d->next = before ? before->next : l->first;
    if (before)
        before->next = d;
    else
        l->first = d;
    if (!d->next) l->last = d;
    return true;
}

void line_take_out(struct line *l, struct delivery *d)
{
    struct delivery *before = NULL;
    for (struct delivery *x = l->first; x != d; x = x->next) before = x;
    if (before)
        before->next = d->next;
    else
        l->first = d->next;
    if (l->last == d) l->last = before;
    d->next = NULL;
}
