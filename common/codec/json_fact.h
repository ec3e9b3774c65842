/* A fact as a line of fold.md 1: what json_event_read reads back. For exports and simulated days.
 */
#ifndef COASTLINE_CODEC_JSON_FACT_H
#define COASTLINE_CODEC_JSON_FACT_H

#include "base/buffer.h"
#include "codec/json_event.h"
#include "domain/fact.h"
#include "domain/subject.h"

struct json_fact_more {
    const struct subject *subject; /* NULL: left out; personal, for invented people only */
    bool has_place;                /* a line of `coastline log export` carries its place */
    int64_t partition, cause;
    const struct json_hop *hop; /* NULL: the line tells of none */
    struct slice gone;          /* at == NULL: of nobody; else whose fact opens no more */
};

/* One line, LF included. A fact without pid is about nobody (fold.md R42). `stamped_at` is said
 * only where it is not the arrival, times with microseconds only where they have some. */
void json_put_fact(struct buffer *out, const struct fact *f, const struct json_fact_more *more);

#endif
