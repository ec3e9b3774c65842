/* The door as a service: one is open, the others stand by (design.md 3). */
#ifndef COASTLINE_INTAKE_DOOR_H
#define COASTLINE_INTAKE_DOOR_H

#include "gate.h"
#include "runtime/service.h"

struct door_conf {
    struct common_conf common;
    int clock; /* enum gate_clock */
    int64_t people_max, cached;
};

/* The hooks of struct service. */
enum rc door_open(void **ret_self, const void *conf, const struct world *world, struct why *why);
void *door_close(void *self);
enum rc door_turn(void *self, instant now, struct why *why);
enum rc door_stop(void *self, instant now, struct why *why);

#endif
