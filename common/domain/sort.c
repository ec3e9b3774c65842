#include <string.h>

#include "domain/sort.h"

struct heap {
    uint8_t *at;
    size_t item;
    int (*compare)(const void *a, const void *b);
};

static uint8_t *place(const struct heap *h, size_t i) { return h->at + i * h->item; }

static void swap(const struct heap *h, size_t i, size_t k)
{
    uint8_t kept[SORT_ITEM_MAX];
    memcpy(kept, place(h, i), h->item);
    memcpy(place(h, i), place(h, k), h->item);
    memcpy(place(h, k), kept, h->item);
}

static void sift(const struct heap *h, size_t i, size_t n)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n && h->compare(place(h, child), place(h, child + 1)) < 0) child++;
        if (h->compare(place(h, i), place(h, child)) >= 0) return;
        swap(h, i, child);
    }
}

static bool is_sorted(const struct heap *h, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (h->compare(place(h, i - 1), place(h, i)) > 0) return false;
    return true;
}

void sort(void *at, size_t n, size_t item, int (*compare)(const void *a, const void *b))
{
    struct heap h = { at, item, compare };
    assert(item <= SORT_ITEM_MAX);
    if (is_sorted(&h, n)) return;
    for (size_t i = n / 2; i > 0; i--) sift(&h, i - 1, n);
    for (size_t i = n; i > 1; i--) {
        swap(&h, 0, i - 1);
        sift(&h, 0, i - 1);
    }
}
