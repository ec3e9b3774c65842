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
};
enum { PACK_MAX = 8192 }; /* no fact that passed the door is larger */

/* *ret_n bytes into `at`; false: larger than PACK_MAX. */
MUST_CHECK bool pack_fact(const struct fact *f, uint8_t at[PACK_MAX], uint32_t *ret_n);
void unpack_fact(const uint8_t *at, struct unpacked *ret);
/* Do these bytes begin with a record that can be unpacked? *ret_n: its length. */
MUST_CHECK bool pack_check(struct slice bytes, uint32_t *ret_n);
/* Parts of a record, without reading the rest. */
instant packed_time(const uint8_t *at);
enum event_source packed_source(const uint8_t *at);
struct slice packed_id(const uint8_t *at, char room[40]);

/* What names a fact (R4), as it is packed: comparing these compares names. */
struct packed_name {
    enum event_source source;
    bool uuid;
    struct slice bytes;
};
struct packed_name packed_name(const uint8_t *record);
struct packed_name name_of(enum event_source source, struct slice id, uint8_t room[16]);

#endif
