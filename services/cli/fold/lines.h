/* The input of a fold: a file of lines held in memory, and what must be known of it beforehand. */
#ifndef COASTLINE_CLI_FOLD_LINES_H
#define COASTLINE_CLI_FOLD_LINES_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/instant.h"
#include "base/rc.h"
#include "fold/progress.h"

enum { LINES_MAX = 1 << 30 }; /* bytes of a file */

struct lines {
    struct buffer bytes;
    size_t at;        /* where the next line begins */
    bool has_first;   /* a line with a good arrival exists: */
    instant first;    /* its arrival, at which what stands before it is taken (R2) */
    bool has_opened;  /* a hub.opened exists (R42): */
    instant opened;   /* its arrival, */
    size_t opened_at; /* and where its line begins */
    struct progress *progress; /* is told how far the reading is; NULL: nobody */
    bool has_links;   /* a word that people are linked may be among them */
};

/* Reads the file (`-`: standard input) to its end. RC_BROKEN: it cannot be read, or is too large.
 */
MUST_CHECK enum rc lines_read(const char *path, struct lines *ret, struct why *why);
void lines_deinit(struct lines *l);
/* Fills in what stands above under `bytes`. */
MUST_CHECK enum rc lines_scan(struct lines *l, struct arena *turn, struct why *why);
/* The next line without its LF; false at the end. */
bool lines_next(struct lines *l, struct slice *ret);

#endif
