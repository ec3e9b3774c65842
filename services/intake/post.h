/* The door's way out: records that are ready go to Kafka in the order that keeps the promises. A
 * person's key is acknowledged before the first fact it seals: facts of new people are parked until
 * then, and no record about nobody passes them. */
#ifndef COASTLINE_INTAKE_POST_H
#define COASTLINE_INTAKE_POST_H

#include "identity.h"
#include "refuse.h"
#include "runtime/service.h"

struct post;

struct post_conf {
    const char *brokers;
    struct identities *identities; /* kept by reference; told when their keys are acknowledged */
    int32_t partitions;            /* of hub.facts */
    const struct world *world;
};

/* Waits for the brokers. RC_AGAIN: no answer. */
MUST_CHECK enum rc post_new(struct post **ret, const struct post_conf *conf, struct why *why);
struct post *post_free(struct post *p); /* drops what is unacknowledged */
DEFINE_CLEANUP(struct post *, post_free)

/* All copy the record and need not wait. RC_BROKEN: end the process. RC_AGAIN: we were asked to
 * leave while we waited for keys, nothing was sent. */
MUST_CHECK enum rc post_fact(
    struct post *p, const struct person *person, struct slice value, struct why *why);
MUST_CHECK enum rc post_everywhere(struct post *p, struct slice value, struct why *why);
MUST_CHECK enum rc post_key(
    struct post *p, const struct identity_new *made, struct slice value, struct why *why);
MUST_CHECK enum rc post_letter(
    struct post *p, const struct dead_letter *letter, int32_t partition, struct why *why);

/* Sends what was parked, if its keys are there by now, and looks for trouble; call it every turn.
 */
MUST_CHECK enum rc post_look(struct post *p, struct why *why);
/* Sends at once what waits for company, up to wait_ms; for a door that has nothing else to do. */
MUST_CHECK enum rc post_hurry(struct post *p, int32_t wait_ms, struct why *why);
/* Returns when everything is acknowledged, beating the watchdog meanwhile. RC_AGAIN: we were asked
 * to leave. */
MUST_CHECK enum rc post_settle(struct post *p, struct why *why);

int64_t post_written(const struct post *p); /* records so far */
size_t post_unsettled(const struct post *p);

#endif
