/* What a door on duty has: the roll of people, a pen, a place in every partition, and the hall
 * between them. Made when the lease is ours, and taken down when it is not. */
#ifndef COASTLINE_INTAKE_DUTY_H
#define COASTLINE_INTAKE_DUTY_H

#include "door.h"
#include "runtime/logname.h"
#include "vault/secrets.h"

struct duty;

struct duty_conf {
    const struct door_conf *door;
    const struct world *world;
    const struct secrets *secrets;
    const struct logname *log;
};

/* Reads the roll and the places; blocks, beating. RC_AGAIN: the brokers do not answer; RC_BROKEN: a
 * topic is not there or not stamped by the clock we were told, places of another log, other
 * secrets. The conf's pointers are kept. */
MUST_CHECK enum rc duty_begin(struct duty **ret, const struct duty_conf *conf, struct why *why);
struct duty *duty_end(struct duty *d); /* settles and commits nothing */
DEFINE_CLEANUP(struct duty *, duty_end)

/* One turn; waits some milliseconds if there is nothing to do. */
MUST_CHECK enum rc duty_turn(struct duty *d, instant now, struct why *why);
/* Settles and commits, for an orderly end. */
MUST_CHECK enum rc duty_stop(struct duty *d, instant now, struct why *why);

#endif
