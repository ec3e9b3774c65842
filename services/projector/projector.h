/* The projector: words of hub.changes become the read models of schemas/redis.md. Redis keeps the
 * places; the group only shares out the partitions. */
#ifndef COASTLINE_PROJECTOR_PROJECTOR_H
#define COASTLINE_PROJECTOR_PROJECTOR_H

#include "runtime/service.h"

enum pack_files { PACK_AUTO, PACK_NO };

struct projector_conf {
    struct common_conf common;
    const char *generation; /* "": the live one, also when another becomes it */
    int64_t rate;           /* changes a second at most; 0: as many as go */
    int pack;               /* enum pack_files */
};

/* Hooks of struct service. Redis that is away is waited for without holding up the group: its
 * partitions are paused, and read again from the place that Redis has when it is back. */
enum rc projector_open(
    void **ret_self, const void *conf, const struct world *world, struct why *why);
void *projector_close(void *self);
const char *projector_group_of(const void *self);
enum rc projector_gained(void *self, int32_t partition, int64_t *ret_place, struct why *why);
enum rc projector_lost(void *self, int32_t partition, bool too_late, struct why *why);
enum rc projector_pass(void *self, const struct record *record, instant now, struct why *why);
enum rc projector_ended(void *self, int32_t partition, int64_t offset, struct why *why);
enum rc projector_settle(void *self, instant now, struct why *why);
enum rc projector_idle(void *self, instant now, struct why *why);
bool projector_ready_for(void *self, int32_t partition);

extern const struct service projector_service;

#endif
