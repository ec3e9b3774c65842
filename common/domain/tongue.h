/* What a step says, in the making: signals in order, all of it from the step's arena. */
#ifndef COASTLINE_DOMAIN_TONGUE_H
#define COASTLINE_DOMAIN_TONGUE_H

#include "base/arena.h"
#include "base/instant.h"
#include "baked/hub.h"

struct tongue {
    struct arena *arena;
    struct room *room; /* of the file, for what is remembered of the told */
    instant at;        /* time of the step */
    bool tick;
    int64_t cause;
    struct hub_signal *said;
    size_t n, capacity;
    bool failed; /* the arena is full: the step is not whole */
};

#define ROLE(name) (1u << HUB_ROLE_##name)

/* One signal more, empty but for its kind; never NULL (when the arena is full, one that is
 * lost). */
struct hub_signal *tongue_say(struct tongue *t, enum hub_signal_kind kind);
/* Sets of roles (ROLE(TOWN) | …) to lists, by the bytes of their names, and back. */
void tongue_recipients(struct tongue *t, struct hub_signal *s, uint32_t roles);
void tongue_notices(struct tongue *t, struct hub_signal *s, uint32_t roles);
uint32_t roles_of(size_t n, const enum hub_role *at);
struct slice tongue_text(struct tongue *t, struct slice text); /* a copy that lives with the step */
void *tongue_take(struct tongue *t, size_t bytes);              /* zeroed; NULL: failed */

#endif
