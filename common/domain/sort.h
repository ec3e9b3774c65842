/* Sorting without memory of its own: the domain has none, and qsort may take some. */
#ifndef COASTLINE_DOMAIN_SORT_H
#define COASTLINE_DOMAIN_SORT_H

#include "base/base.h"

enum { SORT_ITEM_MAX = 128 }; /* bytes */

/* Heapsort, n log n whatever comes; nothing to do if it is in order already. */
void sort(void *at, size_t n, size_t item, int (*compare)(const void *a, const void *b));

#endif
