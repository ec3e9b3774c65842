/* The roll: everybody in hub.identities. Read before the door opens, and followed while it is open,
 * since keys are retired and shredded by others (design.md 4). */
#ifndef COASTLINE_INTAKE_ROLL_H
#define COASTLINE_INTAKE_ROLL_H

#include "bus/bus.h"
#include "identity.h"

struct roll;

struct roll_conf {
    struct identities *identities; /* what is read goes here; kept by reference */
    int32_t partitions;            /* of hub.facts; the topic must have as many */
    const char *brokers;
    struct bus_ear ear;
};

/* Reads every partition to its present end. Blocks, beating through the ear. RC_AGAIN: the brokers
 * do not answer; RC_BROKEN: a key does not open (other secrets), or there are other partitions. */
MUST_CHECK enum rc roll_open(struct roll **ret, const struct roll_conf *conf, struct why *why);
struct roll *roll_close(struct roll *r);
DEFINE_CLEANUP(struct roll *, roll_close)

/* Takes what has come since, without waiting, some hundred records at most. RC_BROKEN as above. */
MUST_CHECK enum rc roll_follow(struct roll *r, struct why *why);

#endif
