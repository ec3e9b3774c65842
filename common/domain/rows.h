/* Where the records of a ledger lie: rows of twelve bytes in the order of facts, in chunks, so that
 * a row that comes between others moves few of them. What twelve bytes do not hold stands in the
 * entry of a row, a string of bytes; entries lie beside the rows of their chunk, in their order. */
#ifndef COASTLINE_DOMAIN_ROWS_H
#define COASTLINE_DOMAIN_ROWS_H

#include "domain/room.h"

enum {
    ROW_SHAPE = 63,     /* mask; of `kind`: number of the shape of a light record, or */
    ROW_HEAVY = 63,     /* the record stands in the entry */
    ROW_GONE = 1 << 6,  /* retracted or replaced */
    ROW_OLD = 1 << 7,   /* over 72 h old when it reached the hub */
    WRITTEN_MAX = 254,  /* seconds that `written` can hold */
    WRITTEN_ENTRY = 255 /* of a light record: they stand in the entry */
};

/* A record, put together from its row and its entry. */
struct packed {
    uint64_t tag;     /* 48 bits of its name */
    uint32_t seconds; /* event_time since 1990, whole; the nearest it can say */
    uint8_t kind, written;
    struct slice entry; /* at == NULL: none */
};
static inline bool packed_is_heavy(const struct packed *p)
{
    return (p->kind & ROW_SHAPE) == ROW_HEAVY;
}

struct row {
    uint16_t tag[2], seconds[2];
    uint8_t kind, written;
};
struct chunk {
    LIST(uint16_t) marks; /* the lowest bits of the tags: names are looked up here */
    LIST(struct row) rows;
    LIST(uint8_t) entries; /* of each: its length as a number, its bytes */
};
struct rows {
    LIST(struct chunk) chunks; /* none is empty */
    uint32_t n;
    uint32_t moved; /* how often rows have gone to another place */
};

/* A place in the order: before row i, or at the end. Where that is in memory is found again when
 * rows have moved. */
struct row_at {
    uint32_t i;
    uint32_t chunk, row, entry; /* where that is, */
    uint32_t moved;             /* as of then */
};

struct row_at rows_at(const struct rows *r, uint32_t i);
/* The row there; false at the end. rows_next goes on to the one after it. */
bool rows_read(const struct rows *r, struct row_at *at, struct packed *ret);
void rows_next(struct row_at *at, const struct packed *here);
/* The next row from *at on that has this tag; false: none is left. */
bool rows_seek(const struct rows *r, struct row_at *at, uint64_t tag, struct packed *ret);
/* The first row of a chunk; behind the last row. */
struct row_at rows_first(const struct rows *r, uint32_t chunk);
struct row_at rows_end(const struct rows *r);
/* Is that later than every row says? */
bool rows_is_last(const struct rows *r, uint32_t seconds);
/* Puts a record before the row there; nothing if the room fails. */
MUST_CHECK bool rows_put(
    struct rows *r, struct row_at at, const struct packed *p, struct room *room);
/* Marks the row there as gone, or as not; false: it was so. */
bool rows_mark(struct rows *r, const struct row_at *at, bool gone);
void rows_free(struct rows *r, struct room *room);

#endif
