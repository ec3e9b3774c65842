/* A few people, and what agencies publish of them: good events, the same once more, late ones, and
 * rubbish. What becomes of each record is known. */
#ifndef COASTLINE_TESTS_SIM_PROVINCE_H
#define COASTLINE_TESTS_SIM_PROVINCE_H

#include "base/instant.h"
#include "bus/bus.h"

struct published {
    struct slice topic;
    int32_t partition;
    int64_t offset;
    instant stamp;
    bool good;              /* else it is refused */
    bool nobody;            /* a moment of the hub */
    int64_t facts, letters; /* seen of it in the log */
};

void province_begin(void);
/* One record, now; `aged`: it happened so long ago. */
void province_publish(span aged);
void province_moment(bool opens); /* hub.opened, or a heartbeat */
int64_t province_count(void);
struct published *province_at(int64_t i);
struct published *province_find(struct slice topic, int32_t partition, int64_t offset);

#endif
