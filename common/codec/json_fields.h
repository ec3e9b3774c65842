/* The type of a line and the fields of its `data`; the envelope is json_event.c's. */
#ifndef COASTLINE_CODEC_JSON_FIELDS_H
#define COASTLINE_CODEC_JSON_FIELDS_H

#include "codec/json.h"
#include "domain/fact.h"

/* The catalogue's type of that name; any retraction is the one retraction of its source, whose name
 * is `word`. False: not in the catalogue, or its first word is not the source. */
MUST_CHECK bool json_type_find(
    struct slice name, enum event_source source, const char *word, enum event_type *ret);

struct json_fields {
    uint32_t malformed; /* bit i: field i is of the wrong kind */
    int32_t dropped;    /* keys that the type does not have */
};

/* Fills f->values from `data`, by f->type; null is absence. RC_BROKEN: the arena is full. */
MUST_CHECK enum rc json_fields_take(const struct json *data, struct arena *a, struct fact *f,
    struct json_fields *ret, struct why *why);

#endif
