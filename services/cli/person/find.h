/* Where a person's pseudonym stands in clear: in keys and values of every topic, in Redis. */
#ifndef COASTLINE_CLI_PERSON_FIND_H
#define COASTLINE_CLI_PERSON_FIND_H

#include "base/rc.h"

struct find_conf {
    const char *pid, *brokers, *redis; /* redis "": not looked at */
};
/* `coastline person find`: prints a line a place. Reads every topic to its present end: of a long
 * log that takes its time. Exit status as of verbs_run. */
int find_command(int argc, char *argv[]);
/* In Redis: prints its lines; *ret: how many places. RC_AGAIN: no answer. */
MUST_CHECK enum rc find_redis(const struct find_conf *conf, int64_t *ret, struct why *why);

#endif
