/* A verdict somebody holds in hand, a state line or a word (fold.md 6, 7), against one computed. */
#ifndef COASTLINE_CLI_EXPLAIN_VERIFY_H
#define COASTLINE_CLI_EXPLAIN_VERIFY_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/instant.h"
#include "base/rc.h"
#include "codec/json.h"

struct given {
    struct buffer bytes; /* owned */
    struct arena *arena; /* owned */
    const struct json *json;
    bool logged;  /* to be compared with a log: numbers of words are those of another run */
    bool is_word; /* it has a `signal`, said at: */
    instant at;
    struct slice pid; /* at == NULL: it names nobody */
};

/* Reads one JSON object from the file (`-`: standard input). RC_REFUSED: it is none, says nothing
 * that can be compared, is a word without its time, or one of a line and not of a person. */
MUST_CHECK enum rc given_read(const char *path, struct given *ret, struct why *why);
void given_deinit(struct given *g);
/* Of the computed lines the one most like it is compared, key by key (not `n`, nor of a log
 * `supersedes`: they count words of one run, and it says so); each difference is printed.
 * *ret_differ: how many there are. */
MUST_CHECK enum rc given_compare(
    const struct given *g, struct slice lines, FILE *out, size_t *ret_differ, struct why *why);

#endif
