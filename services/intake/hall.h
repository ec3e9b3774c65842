/* The hall: one turn of the door, between the sources it reads and the filer that writes. Takes
 * from the sources in turn, asks the gate, files, lets the hour pass, and commits places only when
 * everything before them is acknowledged; so a crash repeats, and loses nothing. The outside stands
 * behind ports: Kafka in the service, arrays in the tests. */
#ifndef COASTLINE_INTAKE_HALL_H
#define COASTLINE_INTAKE_HALL_H

#include "bounds.h"
#include "gate.h"
#include "vault/letters.h"

/* A record as it was read; its slices live until the next take from the same source. */
struct hall_record {
    struct letter original;
    instant stamp;
};

struct hall_ports {
    void *self;
    struct text log; /* its name; kept beside the places, which mean nothing in another log */
    const struct bounds *bounds; /* kept there too; of what `file` has filed; NULL: nothing */
    /* The next record of a source, without waiting. RC_AGAIN: none is here; then *read_to may be
     * raised to the offset below which nothing is left (an end of partition). */
    enum rc (*take)(
        void *self, size_t source, struct hall_record *ret, int64_t *read_to, struct why *why);
    /* The present ends of all sources into ends[0..n-1]; untouched where no answer came. */
    enum rc (*ends)(void *self, int64_t *ends, struct why *why);
    /* Places (the next offset to file) of all sources, with what stands beside them. */
    enum rc (*commit)(
        void *self, const int64_t *places, const struct text *beside, struct why *why);

    /* What a record of hub.decisions is to the gate. Never asked of agencies. */
    enum gate_record (*peek)(void *self, size_t source, const struct hall_record *record);
    /* Files it, or writes its dead letter; need not wait for acknowledgement. */
    enum rc (*file)(void *self, size_t source, const struct hall_record *record, instant arrival,
        struct why *why);
    /* Writes the tick to every partition, behind all that was filed. */
    enum rc (*tick)(void *self, instant tick, struct why *why);
    /* Returns when everything written so far is acknowledged. */
    enum rc (*settle)(void *self, struct why *why);
};

struct hall;
/* The gate is handed over; its sources are numbered as those of the ports. places[i] is where
 * source i starts. */
MUST_CHECK enum rc hall_new(struct hall **ret, const struct hall_ports *ports, struct gate *gate,
    const int64_t *places, struct why *why);
struct hall *hall_free(struct hall *h);
DEFINE_CLEANUP(struct hall *, hall_free)

/* One turn. *ret_busy: something was done, so another turn is worth while at once. */
MUST_CHECK enum rc hall_turn(struct hall *h, instant now, bool *ret_busy, struct why *why);
/* Settles and commits, for an orderly end. */
MUST_CHECK enum rc hall_commit(struct hall *h, instant now, struct why *why);
const struct gate *hall_gate(const struct hall *h);

/* What stands beside the places: "1 <next tick in microseconds, 0 before the opening> <log>
 * <rule sets> <people in links>"; the last two are missing where an older door wrote it. */
struct beside {
    instant tick; /* 0 before the opening */
    struct text log;
    struct bounds bounds;
};
struct text beside_text(const struct beside *b);
/* False if it was written by something else. */
MUST_CHECK bool beside_parse(struct slice text, struct beside *ret);

#endif
