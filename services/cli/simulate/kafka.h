/* The province as five agencies publish it: one topic an agency, their own keys, and the stamps of
 * the play. Reviewers write to hub.decisions. */
#ifndef COASTLINE_SIMULATE_KAFKA_H
#define COASTLINE_SIMULATE_KAFKA_H

#include <stdio.h>

#include "simulate/pace.h"
#include "simulate/province.h"

struct kafka_conf {
    const char *brokers;
    struct pace pace;
    /* Either may be NULL. journal: one line a record that landed: topic, partition, offset,
     * microseconds since 1970 when it was sent, event id. roster: one document a line. */
    FILE *journal, *roster;
    FILE *progress; /* NULL: silent */
};

struct kafka_sink;

/* RC_BROKEN: settings are wrong, or out of memory. */
MUST_CHECK enum rc kafka_sink_make(
    struct kafka_sink **ret, const struct kafka_conf *conf, struct why *why);
/* Waits until everything has landed. */
MUST_CHECK enum rc kafka_sink_settle(struct kafka_sink *k, struct why *why);
struct kafka_sink *kafka_sink_free(struct kafka_sink *k);
DEFINE_CLEANUP(struct kafka_sink *, kafka_sink_free)
struct sink kafka_sink(struct kafka_sink *k);

#endif
