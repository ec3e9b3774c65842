/* Who reads and writes what: topology.def, as C. */
#ifndef COASTLINE_RUNTIME_TOPOLOGY_H
#define COASTLINE_RUNTIME_TOPOLOGY_H

#include "base/base.h"

/* The hub's topics (design.md 5). Topics of agencies are "<agency>.events.v1". */
#define TOPIC_FACTS "hub.facts.v1"
#define TOPIC_CHANGES "hub.changes.v1"
#define TOPIC_FILES "hub.files.v1"
#define TOPIC_IDENTITIES "hub.identities.v1"
#define TOPIC_DECISIONS "hub.decisions.v1"
#define TOPIC_LETTERS "hub.dead-letters.v1"
#define TOPIC_SUBSCRIPTIONS "hub.subscriptions.v1"
#define TOPIC_DELIVERIES "hub.deliveries.v1"
#define TOPIC_ATTEMPTS "hub.attempts.v1"
#define TOPIC_AUDIT "hub.audit.v1"
#define TOPIC_DOOR "hub.door.v1"
#define AGENCY_TOPIC_END ".events.v1"

struct topology_row {
    const char *service, *reads, *writes, *keeps, *purpose;
};
/* In the order of the walk; ends with a row whose service is NULL. */
extern const struct topology_row topology_rows[];

#endif
