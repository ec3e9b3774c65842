/* The log has a name (design.md 4): a random id in the first record of each partition of hub.facts,
 * written by `coastline topics create`. Who keeps a place keeps the name beside it, and stops if
 * the log is another one. */
#ifndef COASTLINE_RUNTIME_LOGNAME_H
#define COASTLINE_RUNTIME_LOGNAME_H

#include "bus/reader.h"
#include "runtime/topology.h"

struct logname {
    struct text name;
    int32_t partitions; /* of hub.facts, and of all topics that follow a person */
};

/* Reads the first record of every partition. RC_AGAIN: no answer. RC_BROKEN: no topic, no name, or
 * partitions that name different logs; why says what to do. Waits for the brokers. */
MUST_CHECK enum rc logname_read(const char *brokers, struct logname *ret, struct why *why);
/* Names the partitions that are empty: as the others are, or anew if all are; then reads as above.
 * Run again it changes nothing. `now`: the wall clock, for people. Waits for the brokers. */
MUST_CHECK enum rc logname_make(
    const char *brokers, instant now, struct logname *ret, struct why *why);
/* The name of one partition from its first record, if that is hub.created. */
MUST_CHECK enum rc logname_of_record(const struct record *first, struct text *ret, struct why *why);
/* RC_BROKEN: `kept` (empty: nothing was kept) is another log. */
MUST_CHECK enum rc logname_check(const struct logname *log, struct slice kept, struct why *why);

#endif
