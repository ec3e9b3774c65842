/* One fact as a record and back: what R4 calls its kept content, and nothing else. */
#ifndef COASTLINE_DOMAIN_PACK_H
#define COASTLINE_DOMAIN_PACK_H

#include "domain/fact.h"
#include "domain/rows.h"
#include "domain/shapes.h"

enum {
    PACK_MAX = 8192, /* no fact that passed the door is larger */
    NUMBER_BYTES = 10,
};

/* A record read again. Texts point into it and into the ledger: use it before either changes. */
struct unpacked {
    struct fact fact;
    char id[40];
    struct slice texts[FACT_LIST_MAX];
    bool named; /* the id is whole; else only what is left of it, and nothing to be shown */
    bool live;  /* neither retracted nor replaced, and no retraction itself */
    bool old;   /* over 72 h old when it reached the hub */
};

/* What names a fact (R4). An id as domain.md B1 wants it, a UUID of version 7 with a random rest,
 * is *drawn*: its tag is the lowest 16 bits of its milliseconds, the 16 bits after its version, 16
 * of a hash. So a light record, whose recorded_at tells the other milliseconds, knows the first 68
 * bits of its id: they are its place among facts of one moment (R5). Of facts with one millisecond
 * the ids of one in 65,536 pairs agree so far; then the hash decides. */
struct fact_name {
    enum event_source source;
    bool is_uuid, is_drawn;
    uint8_t uuid[16];  /* of the name of a light record: its milliseconds alone */
    struct slice text; /* the id; none in the name of a light record */
    uint64_t tag;
};
struct fact_name name_of(enum event_source source, struct slice id);
/* Has the record this name? Of a light one only tag and milliseconds are left. */
bool packed_has(const struct packed *p, const struct shapes *shapes, const struct fact_name *name);

/* As a heavy record, its entry in `room`; false: larger than PACK_MAX. */
MUST_CHECK bool pack_fact(
    const struct fact *f, const struct fact_name *name, uint8_t room[PACK_MAX], struct packed *ret);
/* The shape of an ordinary fact into `at`, type first; false: it is none. */
MUST_CHECK bool pack_shape(const struct fact *f, const struct fact_name *name,
    uint8_t at[SHAPE_BYTES], uint32_t *ret_n);
/* As a light record with the shape of this number. */
void pack_light(const struct fact *f, const struct fact_name *name, uint8_t shape,
    uint8_t room[NUMBER_BYTES], struct packed *ret);
/* The name again; of a light one what is left of it, also where it was made heavy. */
struct fact_name packed_name(const struct packed *p, const struct unpacked *u);
void unpack_fact(const struct packed *p, const struct shapes *shapes, struct unpacked *ret);
/* Can this be unpacked? */
MUST_CHECK bool pack_check(const struct packed *p, const struct shapes *shapes);
/* Is this the shape of some type? */
MUST_CHECK bool shape_check(struct slice shape);

/* Parts of a record, without reading the rest. */
enum event_type packed_type(const struct packed *p, const struct shapes *shapes);
bool packed_is_retraction(const struct packed *p);
bool packed_is_link(const struct packed *p); /* retracts or replaces */
/* In the order of facts: <0, 0, >0. */
int packed_compare(const struct packed *a, const struct packed *b, const struct shapes *shapes);

#endif
