/* The inside of the courier, for its files:
 *
 *   courier.c   the hooks of the loop
 *   partition.c a partition of hub.changes comes, goes, and has its place kept
 *   due.c       one change becomes the webhooks that are due
 *   lanes.c     subscriptions as they stand, and what a new one has missed
 *   notes.c     hub.deliveries: what is pending and done, written and read back
 *   shelf.c     what does not fit into memory
 *   shredded.c  what waits for people who were shredded, and is dropped
 *   post.c      posts and what comes of them */
#ifndef COASTLINE_COURIER_COURIER_H
#define COASTLINE_COURIER_COURIER_H

#include "base/buffer.h"
#include "body.h"
#include "bus/writer.h"
#include "delivery.h"
#include "finals.h"
#include "http/http.h"
#include "places.h"
#include "runtime/keys.h"
#include "runtime/logname.h"
#include "runtime/service.h"
#include "runtime/subscriptions.h"

enum { PARTS_MAX = 1024, URL_MAX = 1024 };

struct courier_conf {
    struct common_conf common;
    int64_t waiting; /* webhooks in memory, above which no more changes are read */
    int64_t in_flight, per_host;
    span connect, timeout, note_after;
};

/* One webhook from the change it came from to its end. */
struct webhook {
    struct delivery d; /* first: the scheduler hands it back */
    int32_t partition;
    int64_t offset; /* of its change in hub.changes; -1: no place waits for it */
    int64_t key_id; /* which of the person's keys seals it when noted */
    bool noted;     /* hub.deliveries has it as pending */
    bool orphan;    /* on its way, and no longer ours to settle */
    bool dropped;   /* on its way, and not to be tried again: its person was shredded */
    instant passed;
    struct webhook *older, *newer; /* among those that are not noted */
    size_t n;
    uint8_t body[];
};

/* A subscription as the scheduler sees it; same index in both. */
struct lane_view {
    int64_t offset; /* of the record it was made from; -1: none yet */
    int64_t since;  /* as in that record: another one is another beginning */
    bool told;      /* it exists: signals can be due to it */
    bool checked;   /* its URL may be reached, as far as can be said before it is resolved */
    bool late;      /* something of it had to be noted, and nothing went quickly since */
    bool shelved;   /* some of what waits is in hub.deliveries alone */
    bool skipping;  /* while reading back: no more of it fits */
    int64_t *back;  /* owned, NULL until needed; by partition: what lies before was read back */
    char url[URL_MAX + 1];
};

struct part {
    bool ours;
    char name[12];
    int64_t position; /* the next offset to pass */
    int64_t mark;     /* next offset of hub.subscriptions; what stands before it missed nothing */
    struct vantage now;
    struct places places;
    struct finals finals; /* what was final already and may be met again */
    int64_t kept, kept_mark;
    int64_t notes_turn, changes_turn; /* the last reading beside the loop: aside_turn then */
};

struct courier {
    const struct courier_conf *conf;
    const struct world *world;
    struct logname log;
    struct secrets *secrets;
    struct keys *keys;
    struct subscriptions *subscriptions;
    struct sealer *sealer;
    struct schedule *schedule;
    struct http *http;
    struct writer *writer;
    struct reader *aside; /* for hub.deliveries, and hub.changes again */
    int64_t aside_turn;   /* counts the readers that `aside` was */
    int deliveries, attempts, subscriptions_topic;
    struct arena *arena;
    struct buffer opened, text, sealed, record; /* scratch of one step */
    struct lane_view *lanes;                    /* owned, SUBSCRIPTIONS_MAX */
    size_t n_lanes, lanes_told;
    int64_t followed;                /* next offset of hub.subscriptions, as far as lanes follow */
    struct part *parts;              /* owned, PARTS_MAX */
    struct place *moved;             /* owned, PARTS_MAX: room for places_keep */
    struct webhook *oldest, *newest; /* not noted, in the order they were passed */
    instant now, kept_at, looked_at;
    bool waited; /* transfers were moved since the last turn */
};

static inline struct webhook *webhook_of(struct delivery *d) { return (struct webhook *)(void *)d; }

#endif
