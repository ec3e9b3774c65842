/* Words that everything on the bus shares: what a record is, who may listen to the client's own
 * troubles, and which partition a key belongs to. librdkafka stays behind this folder. */
#ifndef COASTLINE_BUS_BUS_H
#define COASTLINE_BUS_BUS_H

#include "base/instant.h"
#include "base/rc.h"
#include "base/slice.h"

struct record_header {
    struct slice name, value; /* value.at == NULL: none */
};

/* One record as it was read. Its slices live until the next poll of the reader it came from. */
struct record {
    struct slice topic;
    int32_t partition;
    int64_t offset;
    instant stamp;           /* whole milliseconds, as Kafka keeps them */
    bool broker_stamp;       /* by the broker's clock (LogAppendTime) */
    struct slice key, value; /* at == NULL: none; a value of none is a tombstone */
    const void *kafka;       /* the bus's own */
};

/* The headers of a record in order; returns how many there are, of which at most `room` were
 * written. They live as long as the record. */
size_t record_headers(const struct record *r, struct record_header *ret, size_t room);
/* The value of the first of `n` headers with this name; empty if there is none. */
struct slice header_named(const struct record_header *headers, size_t n, const char *name);

/* What a client has to say beside its answers. Both may be NULL. */
struct bus_ear {
    void *self;
    /* Words of the client library about brokers and connections; never the content of a record.
     * level as syslog has it (3 error, 4 warning, 6 information). Called from any thread. */
    void (*say)(void *self, int level, const char *words);
    /* Called about every 100 ms while a call waits for the brokers, so that a watchdog knows it
     * is waiting and not stuck. */
    void (*waiting)(void *self);
};

/* The partition of a key: murmur2, made positive, modulo the number of partitions, as the Java
 * client does it (design.md 5). partitions > 0. */
int32_t bus_partition_of(struct slice key, int32_t partitions);

/* Where to begin, given what was kept and what the log has (design.md 9: no place is guessed by the
 * client). Pure. place < 0: never kept, so begin at the beginning. RC_OK: *ret_start; and
 * *ret_expired, the number of records that were deleted before we read them: raise an alarm if it
 * is not 0. RC_BROKEN: the place lies behind the end, so the log is another one, or a restored
 * backup. */
struct bus_span {
    int64_t low, high; /* first offset kept; offset the next record will get */
};
MUST_CHECK enum rc bus_begin(
    int64_t place, struct bus_span log, int64_t *ret_start, int64_t *ret_expired, struct why *why);

#endif
