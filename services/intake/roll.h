/* Reading the roll: everybody in hub.identities, before the door opens. */
#ifndef COASTLINE_INTAKE_ROLL_H
#define COASTLINE_INTAKE_ROLL_H

#include "bus/bus.h"
#include "identity.h"

/* Reads every partition to its present end. Blocks, beating through the ear. RC_AGAIN: the brokers
 * do not answer; RC_BROKEN: a key does not open (other secrets), or the topic does not have
 * `partitions` partitions. */
MUST_CHECK enum rc roll_read(struct identities *ids, int32_t partitions, const char *brokers,
    struct bus_ear ear, struct why *why);

#endif
