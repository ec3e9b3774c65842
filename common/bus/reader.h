/* Reading: by hand (partitions told one by one) or as a member of a group (eager `range`, static
 * membership, a session of 8 s). One record at a time out of the client's own queue, without a
 * system call or allocation of ours while records wait there.
 *
 * A member is told which partitions it gained and lost by what reader_poll returns, and answers
 * with reader_begin and reader_let_go; the client commits and guesses nothing by itself. One
 * thread uses a reader. */
#ifndef COASTLINE_BUS_READER_H
#define COASTLINE_BUS_READER_H

#include "bus/bus.h"

struct reader;

struct reader_conf {
    const char *brokers;
    const char *client;  /* name in the brokers' logs, under 64 bytes */
    const char *group;   /* a member of this group; or, by hand, only where places are kept; or
                            NULL */
    const char *topic;   /* as a member: what the group reads; by hand: NULL */
    const char *member;  /* static member id, so that a quick restart moves nothing; NULL: none */
    bool committed_only; /* hides what transactions have not committed (snapshots) */
    int32_t wait_ms;     /* at most so long for each answer of the brokers; 0: 10 s */
    int32_t queue_kib;   /* read ahead for each partition; 0: 16 MiB. A full queue pauses for 1 s */
    int32_t fetch_kib;   /* asked for of a partition at once; 0: 1 MiB */
    struct bus_ear ear;
};

/* Does not wait for the brokers. RC_BROKEN: settings are wrong, or out of memory. */
MUST_CHECK enum rc reader_open(
    struct reader **ret, const struct reader_conf *conf, struct why *why);
/* Commits nothing. A member without static id leaves its group. */
struct reader *reader_close(struct reader *r);
DEFINE_CLEANUP(struct reader *, reader_close)

enum news_kind {
    NEWS_RECORD,
    NEWS_END,    /* of a partition: nothing below `offset` is unread */
    NEWS_GAINED, /* partitions are ours: reader_begin each, then poll again */
    NEWS_LOST,   /* partitions are to be let go: settle, then reader_let_go */
};

struct news {
    enum news_kind kind;
    struct record record;      /* NEWS_RECORD; of NEWS_END topic, partition and offset */
    const int32_t *partitions; /* NEWS_GAINED, NEWS_LOST: n of them, until the next poll */
    size_t n;
    bool too_late; /* NEWS_LOST: somebody else may have them already; speak no more */
};

/* Waits at most wait_ms (0: not at all). RC_OK: *ret is set, and what the last poll returned is
 * dead. RC_AGAIN: nothing came, as is normal, or the client has trouble that heals by itself (why
 * says which; it is empty if nothing came). RC_BROKEN: our place is not in the log any more, bytes
 * were damaged on the way, somebody took our member id, or the client is past repair. */
MUST_CHECK enum rc reader_poll(
    struct reader *r, int32_t wait_ms, struct news *ret, struct why *why);
/* A descriptor that becomes readable when reader_poll has something after it had nothing: for
 * loops that wait for other things too. Belongs to the reader. reader_poll empties it. */
int reader_bell(struct reader *r);

/* --- which partitions, from where --- */

/* By hand: reads this partition too, from this offset. As a member: the answer to NEWS_GAINED. A
 * partition that is read already goes on from there. */
MUST_CHECK enum rc reader_begin(
    struct reader *r, const char *topic, int32_t partition, int64_t offset, struct why *why);
/* The answer to NEWS_LOST. */
MUST_CHECK enum rc reader_let_go(struct reader *r, struct why *why);
/* By hand: reads it no more. */
MUST_CHECK enum rc reader_end(
    struct reader *r, const char *topic, int32_t partition, struct why *why);
/* From now on nothing but what stands at or after `offset` comes from this partition. */
MUST_CHECK enum rc reader_seek(
    struct reader *r, const char *topic, int32_t partition, int64_t offset, struct why *why);
/* Nothing comes from a paused partition; doing it twice is as once. */
MUST_CHECK enum rc reader_pause(
    struct reader *r, const char *topic, int32_t partition, bool pause, struct why *why);

/* --- what the brokers know; these wait for an answer, RC_AGAIN: there was none --- */

/* RC_REFUSED: there is no such topic. */
MUST_CHECK enum rc reader_partitions(
    struct reader *r, const char *topic, int32_t *ret, struct why *why);
/* With committed_only, high is the last stable offset. */
MUST_CHECK enum rc reader_span(
    struct reader *r, const char *topic, int32_t partition, struct bus_span *ret, struct why *why);

enum { BESIDE_MAX = 160 };
/* A place kept under the group, with words of ours beside it. */
struct place {
    int32_t partition;
    int64_t offset;              /* the next to read; -1: never kept */
    char beside[BESIDE_MAX + 1]; /* "" : none */
};
/* Fills in offset and beside of n places whose partition is set. */
MUST_CHECK enum rc reader_places(
    struct reader *r, const char *topic, struct place *places, size_t n, struct why *why);
/* Blocks until the broker has all of them. RC_AGAIN: they are then as before or as now; RC_REFUSED:
 * the group has moved on, the partitions are not ours any more. */
MUST_CHECK enum rc reader_keep(
    struct reader *r, const char *topic, const struct place *places, size_t n, struct why *why);

#endif
