/* Topics as they should be and as they are. All calls wait for the brokers, at most wait_ms each.
 */
#ifndef COASTLINE_BUS_TOPICS_H
#define COASTLINE_BUS_TOPICS_H

#include "bus/bus.h"

struct topics;

/* Does not wait. */
MUST_CHECK enum rc topics_open(
    struct topics **ret, const char *brokers, int32_t wait_ms, struct why *why);
struct topics *topics_close(struct topics *t);
DEFINE_CLEANUP(struct topics *, topics_close)

enum { TOPIC_SETTINGS = 12 };

struct topic_setting {
    const char *name, *value; /* as Kafka spells them: "retention.ms", "604800000" */
};

struct topic_row {
    const char *name;
    int32_t partitions;
    int32_t copies; /* replication factor; -1: the broker's default */
    struct topic_setting settings[TOPIC_SETTINGS];
    size_t n_settings;
};

/* RC_OK: made; *ret_made false if it was there already (it is then not changed). RC_AGAIN: no
 * answer; RC_REFUSED: the brokers do not want it, why says what they said. */
MUST_CHECK enum rc topics_make(
    struct topics *t, const struct topic_row *row, bool *ret_made, struct why *why);

/* Compares a topic with its row and says each difference as a sentence. RC_OK: compared, *ret_n
 * differences; a topic that is not there is one. RC_AGAIN: no answer. */
typedef void topics_say(void *self, const char *sentence);
MUST_CHECK enum rc topics_compare(struct topics *t, const struct topic_row *row, topics_say *say,
    void *self, size_t *ret_n, struct why *why);

/* What stands before `before` in a partition is gone, for every reader and for ever. RC_AGAIN: no
 * answer; RC_REFUSED: the brokers do not want it, why says what they said. */
MUST_CHECK enum rc topics_trim(
    struct topics *t, const char *name, int32_t partition, int64_t before, struct why *why);

/* RC_REFUSED: there is no such topic. */
MUST_CHECK enum rc topics_partitions(
    struct topics *t, const char *name, int32_t *ret, struct why *why);
/* Whether the broker's clock stamps its records (LogAppendTime). */
MUST_CHECK enum rc topics_broker_stamps(
    struct topics *t, const char *name, bool *ret, struct why *why);

#endif
