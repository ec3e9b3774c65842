/* One fact as bytes and back: what R4 calls its kept content, and nothing else. */
#ifndef COASTLINE_DOMAIN_PACK_H
#define COASTLINE_DOMAIN_PACK_H

#include "domain/ledger.h"

/* The first byte of a record is not content: what has become of it. */
enum pack_state {
    PACK_RETRACTED = 1 << 0,
    PACK_REPLACED = 1 << 1,
    PACK_OLD = 1 << 2,
    PACK_RETRACTION = 1 << 3,
    PACK_LIGHT = 1 << 6, /* packed as an ordinary fact: its id is a tag */
};
enum { PACK_MAX = 8192 }; /* no fact that passed the door is larger */

/* *ret_n bytes into `at`; false: larger than PACK_MAX. */
MUST_CHECK bool pack_fact(const struct fact *f, uint8_t at[PACK_MAX], uint32_t *ret_n);
/* The same as a light record with this shape; false: it is no ordinary fact. */
MUST_CHECK bool pack_shape(const struct fact *f, uint8_t at[PACK_MAX], uint32_t *ret_n);
uint32_t pack_light(const struct fact *f, uint8_t shape, uint8_t at[PACK_MAX]);
void unpack_fact(const uint8_t *at, const struct shapes *shapes, struct unpacked *ret);
/* Do these bytes begin with a record that can be unpacked? *ret_n: its length. */
MUST_CHECK bool pack_check(struct slice bytes, const struct shapes *shapes, uint32_t *ret_n);
/* Is this the shape of some type? */
MUST_CHECK bool shape_check(struct slice shape);
/* Parts of a record, without reading the rest. */
instant packed_time(const uint8_t *at);
enum event_source packed_source(const uint8_t *at);
struct slice packed_id(const uint8_t *at, char room[40]); /* of a light record: made of its tag */

/* What names a fact (R4). Of a light record only the tag is left. */
struct packed_name {
    enum event_source source;
    bool uuid;
    struct slice bytes; /* NULL: only the tag is known */
    uint64_t tag;
};
struct packed_name packed_name(const uint8_t *record);
struct packed_name name_of(enum event_source source, struct slice id, uint8_t room[16]);
bool name_equal(const struct packed_name *a, const struct packed_name *b);

#endif
