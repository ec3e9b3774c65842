/* How a packed record is laid out: state, type, form, event_time (8), id, [recorded_at], [region],
 * [supersedes], [retracts], [type name], fields: which are there, then their values. Numbers are
 * zigzag varints. For pack*.c alone. */
#ifndef COASTLINE_DOMAIN_PACK_FORM_H
#define COASTLINE_DOMAIN_PACK_FORM_H

#include "base/slice.h"

enum form_bit {
    FORM_UUID = 1 << 0,     /* the id is 16 bytes, not a text */
    FORM_RECORDED = 1 << 1, /* recorded_at is another than event_time */
    FORM_REGION = 1 << 2,
    FORM_SUPERSEDES = 1 << 3,
    FORM_RETRACTS = 1 << 4,
    FORM_NAME = 1 << 5, /* a retraction by another name than that of the catalogue */
};

enum { AT_STATE, AT_TYPE, AT_FORM, AT_TIME, AT_ID = AT_TIME + 8 };

/* A light record: state, type, shape, event_time (4: seconds since 1990), tag of the name (8), then
 * recorded_at - event_time in seconds. Of facts that nobody names again but by retracting them. */
enum { AT_SHAPE = AT_FORM, AT_SECONDS, AT_TAG = AT_SECONDS + 4, AT_WRITTEN = AT_TAG + 8 };

#define LIGHT_FIRST_US INT64_C(631152000000000) /* 1990-01-01T00:00:00Z */

/* Times a fact may carry: the years 0 to 9999. */
#define PACK_FIRST_US INT64_C(-62200000000000000)
#define PACK_LAST_US INT64_C(253500000000000000)

/* 64 bits of the bytes that name an event. */
uint64_t name_tag(struct slice bytes);

#endif
