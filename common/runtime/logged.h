/* The records of hub.facts as every reader of them takes them (design.md 3): each fact, tick and
 * moment at its time, and repeats known as such. One rule for the assessor, the export, the auditor
 * and whoever else folds the log. */
#ifndef COASTLINE_RUNTIME_LOGGED_H
#define COASTLINE_RUNTIME_LOGGED_H

#include "base/arena.h"
#include "base/buffer.h"
#include "baked/hub.h"
#include "bus/bus.h"
#include "domain/fact.h"
#include "vault/seal.h"

/* How far time has come in one partition. */
struct logtime {
    instant last;      /* arrival of the last record; 0: none */
    instant last_tick; /* 0: none */
    bool opened;       /* hub.opened was passed */
    int32_t moment_partition; /* origin of the last record about nobody; -1: none */
    int64_t moment_offset;
};
struct logtime logtime_start(void);

enum logged_kind {
    LOGGED_CREATED, /* the name of the log */
    LOGGED_FACT,
    LOGGED_HOP, /* from another partition, of linked people: hop.h opens it */
    LOGGED_TICK,
    LOGGED_OPENED,
    LOGGED_HEARTBEAT,
    LOGGED_RULESET,
    LOGGED_REPEAT, /* a tick or moment that was there before, or before its time: drop it */
};

struct logged {
    enum logged_kind kind;
    instant at; /* the arrival as readers take it; of a tick its own time */
    union {
        struct hub_sealed_fact fact;
        struct hub_hop hop;
        struct hub_tick tick;
        struct hub_moment moment;
    };
    struct logtime after; /* the time when this record has passed; the caller takes it over */
};

/* Decodes the record and says what it is at its time. Changes nothing, so that a record may be
 * looked at again. Slices point into the record. RC_REFUSED: no record of hub.facts (an alarm). */
MUST_CHECK enum rc logged_read(const struct logtime *before, const struct record *record,
    struct arena *arena, struct logged *ret, struct why *why);

/* Opens a fact with its person's key. Texts point into `clear`, which is emptied first, and into
 * the record. RC_REFUSED: it does not open, or is no event: its bytes were damaged, or the door is
 * not ours. RC_BROKEN: no memory. */
MUST_CHECK enum rc logged_open(const struct logged *l, const struct record *record,
    const struct key *key, struct buffer *clear, struct arena *arena, struct fact *ret,
    struct why *why);

#endif
