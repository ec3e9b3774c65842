/* The assessor's hooks (runtime/service.h). */
#ifndef COASTLINE_ASSESSOR_ASSESSOR_H
#define COASTLINE_ASSESSOR_ASSESSOR_H

#include "runtime/service.h"

struct assessor_conf {
    struct common_conf common;
    span snapshot_age;     /* a checkpoint at least so often, while records come */
    int64_t snapshot_steps; /* and after so many steps of people, or 20 a file that changed */
};

enum rc assessor_open(
    void **ret_self, const void *conf, const struct world *world, struct why *why);
void *assessor_close(void *self);
enum rc assessor_gained(void *self, int32_t partition, int64_t *ret_place, struct why *why);
enum rc assessor_lost(void *self, int32_t partition, bool too_late, struct why *why);
enum rc assessor_pass(void *self, const struct record *record, instant now, struct why *why);
enum rc assessor_settle(void *self, instant now, struct why *why);
enum rc assessor_idle(void *self, instant now, struct why *why);
enum rc assessor_stop(void *self, instant now, struct why *why);

#endif
