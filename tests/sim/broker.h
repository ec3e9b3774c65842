/* Kafka as the services see it: topics of records that stay, the places and members of groups,
 * transactions. What is appended is replicated; what a producer still holds is the seam's affair.
 */
#ifndef COASTLINE_TESTS_SIM_BROKER_H
#define COASTLINE_TESTS_SIM_BROKER_H

#include "bus/reader.h"
#include "fiber.h"

enum { PARTS = 2, TOPICS_MAX = 24, MEMBERS_MAX = 24, GROUPS_MAX = 8 };

enum log_state {
    LOG_PLAIN,
    LOG_OPEN, /* of a transaction that is not decided */
    LOG_COMMITTED,
    LOG_ABORTED,
    LOG_MARKER, /* a control record: takes an offset, and nobody sees it */
    LOG_GONE,   /* compacted away */
};

struct log_record {
    enum log_state state;
    instant stamp;
    struct slice key, value;
    const struct record_header *headers;
    size_t n_headers;
};

struct log_part {
    struct log_record *at;
    int64_t n, room; /* n is also the end: the next offset */
};

struct log_topic {
    const char *name;
    int32_t partitions;
    struct log_part parts[PARTS];
};

void broker_begin(void);
void log_topic_make(const char *name, int32_t partitions);
struct log_topic *log_topic(const char *name); /* NULL: there is none */
/* Copies the record, stamps it, wakes who waits. Returns its offset. */
int64_t log_append(struct log_topic *t, int32_t partition, const struct log_record *r);
/* The end for who reads, or the last stable offset. */
int64_t log_end(const struct log_part *p, bool committed_only);
/* The first offset at or after `from` that a reader sees, below `end`; `end` if there is none. */
int64_t log_seen(const struct log_part *p, int64_t from, int64_t end, bool committed_only);
/* Takes the part's records away and gives them back: for the oracle, which writes its own. */
struct log_part log_swap(struct log_topic *t, int32_t partition, struct log_part with);
/* Drops what a later record of the same key replaced, but for the newest records. */
void log_compact(struct log_topic *t);

/* --- transactions, by name --- */
struct transaction {
    const char *name;
    int64_t epoch;
    struct log_topic *topic;
    int32_t partition;
    int64_t first; /* of what is open; -1: nothing is */
    instant opened;
};
struct transaction *transaction_named(const char *name);
/* A new epoch; what an earlier one left open is aborted. */
int64_t transaction_fence(struct transaction *t);
void transaction_end(struct transaction *t, bool commit);

/* --- groups --- */
struct member {
    struct fiber *fiber;
    int64_t life;
    char name[32]; /* static member id, or "" */
    bool there;
    bool kicked;       /* the group went on without it, and it does not know */
    bool revoke, gain; /* what it is to be told */
    bool told;         /* it was told of `revoke` and has not let go */
    uint32_t has;      /* its partitions, a bit each */
    instant expires;   /* its process is gone; 0: it is not */
};

struct group {
    const char *name;
    int32_t partitions;
    bool moving; /* a rebalance is under way */
    struct member members[MEMBERS_MAX];
    int n;                                  /* of the places above that were ever taken */
    struct place places[TOPICS_MAX][PARTS]; /* by topic */
};

struct group *group_named(const char *name);
struct member *group_join(struct group *g, int32_t partitions, const char *name);
void group_leave(struct group *g, struct member *m);
void group_let_go(struct group *g, struct member *m);
void group_lose(const struct fiber *f); /* a process is gone: its sessions run out */
struct place *group_place(struct group *g, const char *topic, int32_t partition);
void group_forget(struct group *g);

/* What happens by itself: rebalances, sessions and transactions that run out. */
void broker_look(void);
int32_t topic_index(const char *name);

#endif
