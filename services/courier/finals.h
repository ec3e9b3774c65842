/* Webhooks that are final in hub.deliveries and whose change may be met again, because the place
 * was not kept beyond it: they are not sent again. Filled once, then asked. */
#ifndef COASTLINE_COURIER_FINALS_H
#define COASTLINE_COURIER_FINALS_H

#include "base/slice.h"

struct finals {
    struct text *ids; /* owned; webhook ids, which name subscription and person too */
    size_t n, room;
    bool sorted;
};

MUST_CHECK bool finals_add(struct finals *f, const struct text *id); /* false: out of memory */
bool finals_has(struct finals *f, const struct text *id);
void finals_deinit(struct finals *f);

#endif
