#include "domain/item.h"

struct place item_place(const struct item *item)
{
    struct place p = { .at = item->at, .source = -1 };
    if (!item->fact) return p;
    p.source = (int32_t)item->fact->source;
    (void)!text_copy(item->fact->id, &p.id); /* ids fit: the door saw to it */
    return p;
}

/* Sources sort by their names. */
static int source_compare(int32_t a, int32_t b)
{
    if (a == b || a < 0 || b < 0) return a - b;
    return strcmp(event_source_name((enum event_source)a), event_source_name((enum event_source)b));
}

int place_compare(const struct place *a, const struct place *b)
{
    if (a->at.us != b->at.us) return a->at.us < b->at.us ? -1 : 1;
    int order = source_compare(a->source, b->source);
    return order != 0 ? order : text_compare(&a->id, &b->id);
}
