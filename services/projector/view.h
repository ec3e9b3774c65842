/* What every family of keys is given: one step that is being written. A family is a file; it says
 * what a word does to its keys, and knows nothing of the others. */
#ifndef COASTLINE_PROJECTOR_VIEW_H
#define COASTLINE_PROJECTOR_VIEW_H

#include "batch.h"
#include "rows.h"
#include "store/pack.h"
#include "store/writes.h"

struct board;

struct view {
    struct slice prefix; /* coastline:<generation>: */
    const struct part *part;
    struct standing standing; /* after what was written so far */
    struct writes *writes;
    struct board *board;    /* board.h: sums of this part; NULL: none are kept */
    struct pack *pack;      /* for hashes as one word; NULL: the server does not read them */
    struct buffer *scratch; /* for one value at a time */
    struct arena *arena;    /* until the batch is in */
    bool failed;            /* memory ran out: the step is not whole */
    struct row **dirty;     /* files to be written at the end of the step */
    size_t n_dirty;
};

/* Words of a write; inline, so that the lengths of literals are known when they are built. */
void view_name(struct view *v, struct slice family, struct slice rest);
static inline void view_key(struct view *v, const char *family, struct slice rest)
{
    view_name(v, slice_str(family), rest);
}
static inline void view_word(struct view *v, const char *word)
{
    writes_word(v->writes, slice_str(word));
}
static inline void view_pair(struct view *v, const char *name, struct slice value)
{
    view_word(v, name);
    writes_word(v->writes, value);
}
void view_offset_id(struct view *v, int64_t offset); /* "<offset>-0", id in a stream */
struct slice digits_of(char room[20], int64_t n);    /* n not negative, in decimal */

/* file.c: the hash of a file, once a step however many changes it had. */
void file_note(struct view *v, const struct said *s);
void file_write(struct view *v, struct row *row);
/* timeline.c, feed.c */
void timeline_write(struct view *v, const struct said *s);
void timeline_drop(struct view *v, const struct row *row);
void feed_write(struct view *v, const struct said *s);
/* worklist.c, alerts.c: body NULL takes everything of the person out */
void worklist_write(struct view *v, struct row *row, const struct hub_change_body *body);
void alerts_write(struct view *v, struct row *row, const struct hub_change_body *body);
/* The same from what stands in lists, for a row that has none: its entries of that kind. */
void worklist_put(struct view *v, struct row *row, const struct filed *now, size_t n);
void alerts_put(struct view *v, struct row *row, const struct filed *now, size_t n);

#endif
