#include "finals.h"

#include <stdlib.h>

bool finals_add(struct finals *f, const struct text *id)
{
    if (f->n == f->room) {
        size_t room = f->room ? 2 * f->room : 64;
        struct text *ids = realloc(f->ids, room * sizeof *ids);
        if (!ids) return false;
        f->ids = ids;
        f->room = room;
    }
    f->ids[f->n++] = *id;
    f->sorted = false;
    return true;
}

static int by_id(const void *a, const void *b)
{
    const struct text *x = a, *y = b;
    return strcmp(x->at, y->at);
}

bool finals_has(struct finals *f, const struct text *id)
{
    if (f->n == 0) return false;
    if (!f->sorted) qsort(f->ids, f->n, sizeof *f->ids, by_id);
    f->sorted = true;
    return bsearch(id, f->ids, f->n, sizeof *f->ids, by_id) != NULL;
}

void finals_deinit(struct finals *f)
{
    free(f->ids);
    *f = (struct finals){ 0 };
}
