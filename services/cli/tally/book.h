/* The book of a tally: for every record that an agency (or an operator) published, by its origin
 * (topic, partition, offset), whether the hub filed it, refused it, both or neither. Two bits a
 * record, so five million records are 1.25 MB. */
#ifndef COASTLINE_CLI_TALLY_BOOK_H
#define COASTLINE_CLI_TALLY_BOOK_H

#include "baked/hub.h"
#include "base/buffer.h"
#include "base/rc.h"
#include "bus/reader.h"

enum { SOURCES = 6, REASONS_MAX = 128 };

struct source_part {
    struct bus_span span; /* of the log when the tally began */
    uint8_t *marks;       /* two bits a record: MARK_FILED, MARK_REFUSED */
};

/* One topic that the door reads. Counts are of distinct origins unless they say otherwise. */
struct source {
    const char *name; /* agency, or "hub" */
    const char *topic;
    struct source_part *parts;
    int32_t n_parts;
    int64_t published;
    int64_t filed;   /* as facts of a person */
    int64_t moments; /* filed in every partition, about nobody */
    int64_t refused;
    int64_t both;    /* filed and refused: never right */
    int64_t open;    /* neither: not read yet */
    int64_t foreign; /* filed or refused though it is beyond the span: it came during the tally */
    int64_t refiled; /* records of hub.facts beyond the first of their origin */
    int64_t reparked; /* records of hub.dead-letters beyond the first of their origin */
    int64_t events;  /* with secrets: filed for the first time under their id */
};

struct refusals {
    struct text reason;
    int64_t n; /* distinct origins */
};

struct book {
    struct source sources[SOURCES]; /* in the order of the walk */
    struct refusals refusals[REASONS_MAX];
    size_t n_refusals;
    int64_t ticks; /* of partition 0 */
    instant last_tick;
};

/* Asks the brokers for the spans. `r` is only asked, never told to read. */
MUST_CHECK enum rc book_open(struct book *b, struct reader *r, struct why *why);
void book_deinit(struct book *b);

/* A record of hub.facts that came from `origin`. NULL: an unknown topic or a part that is none. */
struct source *book_file(struct book *b, const struct hub_origin *origin, bool about_nobody);
/* A record of hub.dead-letters. RC_BROKEN: more reasons than the closed list can have. */
MUST_CHECK enum rc book_refuse(
    struct book *b, const struct hub_origin *origin, struct slice reason, struct why *why);
/* Fills in what is only known at the end: both, open. */
void book_close(struct book *b);

#endif
