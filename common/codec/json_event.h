/* One line of `coastline fold`: an event as JSON becomes a fact, a word about nobody, or a refusal
 * with the first failing check (fold.md 1, R2, R3, R42, R44). Reads no clock and keeps nothing. */
#ifndef COASTLINE_CODEC_JSON_EVENT_H
#define COASTLINE_CODEC_JSON_EVENT_H

#include "base/arena.h"
#include "base/rc.h"
#include "domain/fact.h"

enum { JSON_EVENT_MAX = 65536 }; /* bytes of a line, its end not counted */

enum json_event_kind {
    JSON_EVENT_BLANK,   /* nothing on the line */
    JSON_EVENT_FACT,    /* `fact` is good */
    JSON_EVENT_REFUSED, /* `reason` says why */
    JSON_EVENT_OPENED,  /* hub.opened, */
    JSON_EVENT_BEAT,    /* hub.heartbeat, */
    JSON_EVENT_RULES,   /* hub.ruleset.activated: they move time, and are no facts */
};

#define HOP_ERASED "erased" /* kind of a hop that ends the group of its member */

/* What `coastline log export` says of a hop (runtime/hop.h), on a line about nobody. */
struct json_hop {
    struct slice kind, member, to; /* kind.at == NULL: the line tells of none */
    int64_t partition, cause;      /* where it came from */
};

struct json_event {
    enum json_event_kind kind;
    struct fact fact;   /* of a fact; texts belong to the line and the arena */
    int32_t dropped;    /* unknown fields of envelope and data */
    struct text reason; /* of a refusal: "json", "ingested_at", or as admit.h lists them */
    struct slice pid, id, source; /* as in the line; empty unless texts of 1-64 bytes */
    bool has_arrival;             /* false: taken at the arrival of the line before */
    instant arrival;
    struct slice ruleset, sha256; /* of hub.ruleset.activated */
    bool has_place;               /* a line of `coastline log export` carries its place: */
    int64_t partition, cause;
    struct json_hop hop;
    struct slice gone; /* likewise: whose fact stood here and opens no more; at == NULL: nobody's */
};

struct json_event_way {
    bool has_last;
    instant last; /* the latest good arrival before this line: an earlier one is "falling" */
    bool logged;  /* `partition`, `cause`, `hop` and `gone` are known keys */
};

/* RC_OK whatever the line holds; RC_BROKEN: the arena is full (a line needs at most 6 MB). */
MUST_CHECK enum rc json_event_read(struct slice line, const struct json_event_way *way,
    struct arena *a, struct json_event *ret, struct why *why);

#endif
