/* Hops: what the partitions of linked people tell each other in hub.facts (design.md 4, links). The
 * assessor writes them; whoever folds the log reads them. */
#ifndef COASTLINE_RUNTIME_HOP_H
#define COASTLINE_RUNTIME_HOP_H

#include "runtime/logged.h"
#include "vault/seal.h"

struct hop {
    enum hub_hop_kind kind;
    struct slice member; /* whose facts these are; of a link: under whom it was filed */
    struct fact fact;    /* of HUB_HOP_KIND_FACT and LINK; its pid is the member */
    struct slice own;    /* of HUB_HOP_KIND_FILE: as kin_own wrote it */
};

/* A record that is LOGGED_HOP, and with what it is opened. */
struct hop_sealed {
    const struct logged *logged;
    const struct record *record;
    const struct key *key; /* of the person named by the record's key */
    struct buffer *clear;  /* emptied first */
    struct arena *arena;
};
/* `stamp` and arrival of the fact are the hop's. Texts point into `clear` and the arena.
 * RC_REFUSED: it does not open. */
MUST_CHECK enum rc hop_open(const struct hop_sealed *sealed, struct hop *ret, struct why *why);

/* Where a hop comes from, and for whom it is. */
struct hop_draft {
    struct hop hop; /* of its fact only what happened is written */
    int32_t partition;
    int64_t cause;     /* offset in hub.facts of what caused it */
    instant at, stamp; /* when that arrived */
    struct slice to;   /* key of the record, whose key seals it: */
    int64_t key_id;
    const struct key *key;
};
struct hop_desk {
    struct sealer *sealer;               /* lent */
    struct buffer *clear, *sealed, *out; /* lent; emptied first */
};
/* The record's value into *out. RC_BROKEN: it does not fit, or no memory. */
MUST_CHECK enum rc hop_write(
    const struct hop_desk *desk, const struct hop_draft *draft, struct why *why);

#endif
