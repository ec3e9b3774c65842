/* Which tasks and alerts of a person stand in lists, and where: the hash filed:<pid>. It is our own
 * note, so that they can be taken out again; no reader needs it.
 *
 *   field "<id>" of a task    value "<town> <due>"
 *   field "<alert> <region>"  value "<registered region> <first>"     (an id has no blank) */
#ifndef COASTLINE_PROJECTOR_FILED_H
#define COASTLINE_PROJECTOR_FILED_H

#include "rows.h"
#include "view.h"

/* From the hash, as HGETALL answers it. */
MUST_CHECK enum rc filed_take(
    struct row *row, const struct answer *hash, struct arena *a, struct why *why);
struct filed *filed_find(struct row *row, bool is_alert, struct slice id);

/* What is to be filed of one kind after a step. Takes out of the lists and of the note what is not
 * named any more, puts in what is new or has moved. `put` and `drop` write to the lists. */
struct filing {
    bool is_alert;
    const struct filed *now;
    size_t n;
    void (*put)(struct view *v, const struct row *row, const struct filed *f);
    void (*drop)(struct view *v, const struct row *row, const struct filed *f);
};
void filed_move(struct view *v, struct row *row, const struct filing *filing);

#endif
