/* Files as Redis has them, as far as a change must know: what their digests are, and in which lists
 * they stand. Read for a whole batch in one round trip; valid as long as Redis keeps the place that
 * was read with them, which the script checks. */
#ifndef COASTLINE_PROJECTOR_ROWS_H
#define COASTLINE_PROJECTOR_ROWS_H

#include "batch.h"
#include "names.h"
#include "store/store.h"

/* A task or an alert that stands in lists. */
struct filed {
    bool is_alert;
    struct slice id;    /* of a task kind:key; of an alert "X1 469003", where it was observed */
    struct slice where; /* town of the task; region where the person of an alert is registered */
    int64_t score;      /* due time, or first observation, in microseconds; 0: not known */
};

struct row {
    struct slice pid;
    bool there;                 /* Redis has a hash for it */
    bool is_filed;              /* and, when it was read, a note of lists */
    bool cleared;               /* it was taken away before what is to be written now */
    bool dirty;                 /* something is to be written */
    int64_t forgotten_to;       /* changes below this offset are not fed: shredded; 0: none is */
    uint64_t of_state, of_rest; /* digests of the two halves of the hash, as summed now */
    struct filed *filed;        /* room for FILED_MAX once there is one */
    size_t n_filed;
    const struct hub_file_state *state; /* to be written; NULL: as it is */
    const struct said *last;            /* to be written; NULL: the file is taken away */
};

struct rows;
struct rows *rows_new(void); /* NULL: out of memory */
struct rows *rows_close(struct rows *r);
DEFINE_CLEANUP(struct rows *, rows_close)

struct arena *rows_arena(const struct rows *r); /* emptied by each rows_load */

/* Finds or makes a row for each change of the parts, reads them, and compares each part's place: a
 * part whose place is not the one we think becomes doubtful. Slices of rows live until the next
 * call. RC_AGAIN: Redis is away. RC_BROKEN: out of memory, or hashes are not what we write. */
MUST_CHECK enum rc rows_load(struct rows *r, struct store *store, struct slice prefix,
    struct part *const *parts, size_t n_parts, struct why *why);

#endif
