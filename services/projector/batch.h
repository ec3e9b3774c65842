/* What was heard of a partition and is not in Redis yet, and where Redis stands.
 *
 * A batch goes in as one or more steps, each one script: a step ends where it would have too many
 * writes, and at every 10,000 offsets, so that digests of two generations are noted at the same
 * places. */
#ifndef COASTLINE_PROJECTOR_BATCH_H
#define COASTLINE_PROJECTOR_BATCH_H

#include "base/arena.h"
#include "base/instant.h"
#include "baked/catalogue.h"
#include "baked/hub.h"
#include "runtime/speaker.h"

/* Where a partition stands in Redis: the hash meta:<p>. */
enum { NO_DAY = INT32_MIN };
struct standing {
    int64_t next; /* offset in hub.changes; -1: nothing is there */
    struct heard heard;
    instant at;                /* time of the last step heard */
    instant watermark;         /* of the last closing: all words of steps up to there are in */
    uint64_t digest;           /* sum of the digests of all files */
    int64_t files;             /* hashes of files */
    date boards;               /* its share of the boards is as of this day; NO_DAY: none yet */
    instant agencies[SOURCES]; /* stamp of the last fact of each; 0: none */
};
struct standing standing_nothing(void);

/* A word that is new, kept until it is in Redis. Its body lies in the arena of the batch. */
struct said {
    enum word_kind kind;
    int64_t offset;
    instant at, stamp;
    struct heard heard;                 /* after it; of a change heard.last.pid is whose */
    const struct hub_change_body *body; /* NULL: of a change, its key is gone */
    struct row *row;                    /* of a change, once rows were read */
};

/* After this change there is no file any more: no fact lives, or the person was shredded. */
static inline bool said_ends(const struct said *s)
{
    const struct hub_change_body *body = s->body;
    return !body || body->facts <= 0 ||
           (body->has_state && body->state.file == HUB_FILE_STATUS_SHREDDED);
}

struct part {
    int32_t partition;
    char number[12]; /* the partition, in decimal */
    bool ours;
    bool doubtful;      /* Redis has another place than we think: nothing is taken until we know */
    struct heard heard; /* after what was taken */
    int64_t next;       /* after what was taken; the standing's next, if nothing was */
    struct standing standing; /* as Redis has it */
    struct said *said;
    size_t n, room;
    struct slice *aside; /* of a batch that ends a day: fields and values of today:<p> */
    size_t n_aside;      /* pairs; in the arena of the rows */
    struct feed_entry *feed; /* forget.h: the feed as it is to be; NULL: it stays; likewise */
    size_t n_feed;
};

/* Room for one more at the end, zeroed; NULL: out of memory. */
struct said *part_say(struct part *p);
void part_empty(struct part *p); /* forgets what was taken */
void part_deinit(struct part *p);

#endif
