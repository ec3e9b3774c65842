/* A command as rows: each thing it can do is a verb with option rows of its own. One place finds
 * the verb, reads the options, prints the help, says what failed, and knows the exit status. */
#ifndef COASTLINE_CLI_VERB_H
#define COASTLINE_CLI_VERB_H

#include "runtime/option.h"

enum { VERB_TABLES = 2 };

struct verb_row {
    const char *name;    /* NULL: the command has no verbs, and this is its only one */
    const char *purpose; /* sentence without full stop */
    const struct option_row *tables[VERB_TABLES]; /* a second one may be absent */
    size_t counts[VERB_TABLES];
    size_t conf_size; /* of the struct that the rows fill in; zeroed before */
    enum rc (*run)(const void *conf, struct why *why);
};

/* argv[0] is the command's name. Exit status: 0 done, 1 failed (said on standard error), 2 misused.
 */
int verbs_run(const struct verb_row *verbs, size_t n, int argc, char *argv[]);

#endif
