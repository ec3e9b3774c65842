/* Not yet: with the alerts. */
#include "domain/readings/home.h"

void home_take(struct home *h, const struct item *item, struct room *room)
{
    (void)h, (void)item, (void)room;
}

void home_free(struct home *h, struct room *room) { LIST_FREE(room, &h->rows); }
