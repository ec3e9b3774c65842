/* What people decide goes to hub.decisions as an event of source `hub`, in Avro like any agency's.
 */
#ifndef COASTLINE_CLI_DECISION_H
#define COASTLINE_CLI_DECISION_H

#include "codec/event.h"

enum decision_clock { DECISION_CLOCK_WALL, DECISION_CLOCK_TOPICS };

struct decision_conf {
    const char *brokers;
    int clock;       /* enum decision_clock */
    const char *at;  /* RFC 3339, or "": now (wall), or the hub's latest arrival (topics) */
    const char *who; /* pseudonymous id of who decided about a person, for hub.audit; else NULL */
    const char *note; /* why, for hub.audit alone; or NULL */
};

/* Dates the event, names it (UUIDv7), checks it as the door will (domain/admit.h), writes it and
 * waits until it is there; ret_id: its name. With the clock of the topics it is stamped with the
 * same time (design.md 3). Who decided is noted before, so that no decision goes unnoted.
 * RC_REFUSED: `at` is no time, the hub has no arrival yet and none was given, or the door would
 * refuse it; RC_AGAIN: the brokers do not answer. */
MUST_CHECK enum rc decision_send(
    const struct decision_conf *conf, struct event *event, struct text *ret_id, struct why *why);

#endif
