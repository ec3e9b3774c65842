/* Sealed facts of people whose key is not acknowledged yet: they wait here, in order, until it is.
 * Bounded; a full park is the sign to wait for the keys. */
#ifndef COASTLINE_INTAKE_PARK_H
#define COASTLINE_INTAKE_PARK_H

#include "base/buffer.h"
#include "base/rc.h"

struct park {
    struct buffer bytes;
    size_t n;   /* facts */
    size_t max; /* facts; more do not fit */
};

/* At most `facts` facts of `bytes` bytes together; nothing is allocated yet. */
struct park park_new(size_t facts, size_t bytes);
void park_deinit(struct park *p);

/* False, and nothing kept, if there is no room: wait for the keys, empty the park, park again. */
MUST_CHECK bool park_add(struct park *p, int32_t partition, struct slice pid, struct slice value);
/* Hands out every fact in the order of parking, then is empty. Stops at the first failure, and is
 * then as it was: the process ends, and the records are read again. */
typedef enum rc park_send_fn(
    void *self, int32_t partition, struct slice pid, struct slice value, struct why *why);
MUST_CHECK enum rc park_empty(struct park *p, park_send_fn *send, void *self, struct why *why);

#endif
