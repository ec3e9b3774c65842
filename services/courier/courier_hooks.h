/* The hooks of the courier, for main.c (runtime/service.h says what each is for). */
#ifndef COASTLINE_COURIER_HOOKS_H
#define COASTLINE_COURIER_HOOKS_H

#include "courier.h"

enum rc courier_open(void **ret_self, const void *conf, const struct world *world, struct why *why);
void *courier_close(void *self);
enum rc courier_gained(void *self, int32_t partition, int64_t *ret_place, struct why *why);
enum rc courier_lost(void *self, int32_t partition, bool too_late, struct why *why);
enum rc courier_pass(void *self, const struct record *record, instant now, struct why *why);
enum rc courier_settle(void *self, instant now, struct why *why);
enum rc courier_idle(void *self, instant now, struct why *why);
enum rc courier_wait(void *self, int bell, int32_t wait_ms, struct why *why);
bool courier_ready_for(void *self, int32_t partition);
enum rc courier_stop(void *self, instant now, struct why *why);

#endif
