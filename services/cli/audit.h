/* hub.audit: who did what, noted by the command that does it. */
#ifndef COASTLINE_CLI_AUDIT_H
#define COASTLINE_CLI_AUDIT_H

#include "base/instant.h"
#include "baked/hub.h"
#include "bus/writer.h"

enum { AUDIT_WAIT_MS = 30000 };

/* The clock on the wall. */
MUST_CHECK enum rc clock_now(instant *ret, struct why *why);

/* Writes the note, dated now (`at` of it does not count), to `topic` (a handle of hub.audit) and
 * waits until it is there. RC_REFUSED: a text in it is none; RC_AGAIN: the brokers do not answer.
 */
MUST_CHECK enum rc audit_send(
    struct writer *w, int topic, const struct hub_audit *note, struct why *why);

#endif
