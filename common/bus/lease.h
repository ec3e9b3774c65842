/* A lease by group membership: who is assigned the only partition of a topic holds it, the others
 * stand by. Kept alive by a thread of the client; a holder that is killed loses it within the
 * session's 8 seconds. A lease spares double work and is no lock: two may believe for a moment. */
#ifndef COASTLINE_BUS_LEASE_H
#define COASTLINE_BUS_LEASE_H

#include "bus/bus.h"

struct lease;

struct lease_conf {
    const char *brokers, *group, *topic;
    const char *member; /* static member id, so that a quick restart keeps the lease; NULL: none */
    struct bus_ear ear;
};

/* Does not wait for the brokers. */
MUST_CHECK enum rc lease_open(struct lease **ret, const struct lease_conf *conf, struct why *why);
struct lease *lease_close(struct lease *l); /* gives it back, unless `member` is set */
DEFINE_CLEANUP(struct lease *, lease_close)

/* Waits up to wait_ms for news; call it at least every few minutes, or the group takes the lease
 * away. RC_OK: it is ours; RC_AGAIN: somebody else's, or not settled; RC_BROKEN: past repair (a
 * second process with the same member id, rights missing). */
MUST_CHECK enum rc lease_look(struct lease *l, int wait_ms, struct why *why);

#endif
