/* How a heavy record is laid out in its entry: type, form, [event_time (8)], id, [recorded_at],
 * [region], [supersedes], [retracts], [type name], fields: which are there, then their values.
 * Numbers are zigzag varints. For pack*.c alone. */
#ifndef COASTLINE_DOMAIN_PACK_FORM_H
#define COASTLINE_DOMAIN_PACK_FORM_H

#include "base/instant.h"
#include "base/slice.h"

enum form_bit {
    FORM_UUID = 1 << 0, /* the id is a UUID: as many of its bytes as its tag does not tell */
    FORM_RECORDED =
        1 << 1, /* recorded_at - event_time is none that the row can say: microseconds */
    FORM_REGION = 1 << 2,
    FORM_SUPERSEDES = 1 << 3,
    FORM_RETRACTS = 1 << 4,
    FORM_NAME = 1 << 5,  /* a retraction by another name than that of the catalogue */
    FORM_EXACT = 1 << 6, /* event_time is none that the row can say: microseconds */
    FORM_DRAWN = 1 << 7, /* a drawn one: first its milliseconds less those of event_time */
};

enum { AT_TYPE, AT_FORM, AT_REST, UUID_KEPT = 10, DRAWN_KEPT = 14, UUID_MS = 6 };

#define ROW_FIRST_US INT64_C(631152000000000) /* 1990-01-01T00:00:00Z */

/* Times a fact may carry: the years 0 to 9999. */
#define PACK_FIRST_US INT64_C(-62200000000000000)
#define PACK_LAST_US INT64_C(253500000000000000)

/* Seconds of a row for a time: rounded down, and no further than they reach. */
uint32_t row_seconds(instant t);
static inline instant row_time(uint32_t seconds)
{
    return (instant){ ROW_FIRST_US + (int64_t)seconds * 1000000 };
}

/* 48 bits of the bytes that name an event. Those of a UUID tell its last bytes to whoever has the
 * first ten, of a drawn one the first fourteen, so that these are all that is kept of it. */
uint64_t text_tag(struct slice bytes);
uint64_t uuid_tag(const uint8_t uuid[16]);
uint64_t drawn_tag(const uint8_t uuid[16]);
void uuid_restore(uint64_t tag, bool drawn, uint8_t uuid[16]);

/* Milliseconds since 1970 in the first six bytes (RFC 9562, version 7), and into them. */
uint64_t uuid_ms(const uint8_t uuid[16]);
void uuid_put_ms(uint64_t ms, uint8_t uuid[16]);

#endif
