/* Reading by hand (for the door): every partition of some topics is a source of its own with its
 * own queue, so that the caller chooses whom to take from; nothing is subscribed, and no rebalance
 * happens. Places are committed under a group that nobody joins, with a word beside them. */
#ifndef COASTLINE_BUS_FEED_H
#define COASTLINE_BUS_FEED_H

#include "bus/bus.h"

struct feed;

struct feed_conf {
    const char *brokers, *group;
    const char *const *topics;
    size_t n_topics;
    int32_t wait_ms; /* at most so long for each answer of the brokers when starting */
    int32_t ahead;   /* records of each source to read ahead, about; 0: 2000. Full queues are looked
                        at once a second, so all together should last that long */
    struct bus_ear ear;
};

/* Looks up the partitions and committed places, and begins to read. Blocks. RC_AGAIN: the brokers
 * do not answer (yet); RC_BROKEN: a topic is not there, a place lies behind its end (another log, a
 * restored backup), or the settings are wrong. */
MUST_CHECK enum rc feed_open(struct feed **ret, const struct feed_conf *conf, struct why *why);
struct feed *feed_close(struct feed *f); /* commits nothing */
DEFINE_CLEANUP(struct feed *, feed_close)

struct feed_source {
    struct slice topic;
    size_t topic_index; /* in the topics of feed_conf */
    int32_t partition;
    int64_t place;   /* where it began; the beginning if nothing was committed */
    int64_t expired; /* records deleted before we read them: an alarm if it is not 0 */
};
size_t feed_count(const struct feed *f);
struct feed_source feed_source(const struct feed *f, size_t source);
/* What was committed beside the places; empty if they never were. RC_REFUSED: different words, so
 * something else commits under this group. */
MUST_CHECK enum rc feed_beside(const struct feed *f, struct text *ret, struct why *why);

struct feed_record {
    int64_t offset;
    instant stamp;
    bool broker_stamp;       /* by the broker's clock (LogAppendTime) */
    struct slice key, value; /* at == NULL: none; alive until the next take of this source */
};
/* Without waiting. RC_AGAIN: nothing is here; *read_to is raised if an end of partition came.
 * RC_BROKEN: the place is not in the log any more, or the client is past repair. */
MUST_CHECK enum rc feed_take(
    struct feed *f, size_t source, struct feed_record *ret, int64_t *read_to, struct why *why);
struct feed_header {
    struct slice name, value; /* value.at == NULL: none */
};
/* The headers of the record last taken from a source, in order; returns how many there are, of
 * which at most `room` were written. */
size_t feed_headers(struct feed *f, size_t source, struct feed_header *ret, size_t room);

/* Returns when a source may have a record, or after wait_ms. */
void feed_wait(struct feed *f, int32_t wait_ms);
/* The present ends, asked for now, into ends[0..n-1]; untouched where no answer came. Blocks up to
 * wait_ms of the settings. RC_AGAIN: no answer at all. */
MUST_CHECK enum rc feed_ends(struct feed *f, int64_t *ends, struct why *why);
/* The end of a source as the brokers said it in passing; -1: not yet. Asks nobody. */
int64_t feed_heard_end(const struct feed *f, size_t source);
/* Commits the places of all sources; blocks until the broker has them. RC_AGAIN: it did not answer;
 * places are then as before or as now. */
MUST_CHECK enum rc feed_commit(
    struct feed *f, const int64_t *places, const struct text *beside, struct why *why);

#endif
