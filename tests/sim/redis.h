/* Redis as the projector uses it: keys of three kinds, one script, and a journal of what was done,
 * from which a restart brings back all of it, an earlier state, or nothing. */
#ifndef COASTLINE_TESTS_SIM_REDIS_H
#define COASTLINE_TESTS_SIM_REDIS_H

#include "world.h"

enum redis_kind { DB_STRING, DB_HASH, DB_STREAM, DB_ZSET, DB_SET };

struct redis_item {
    struct slice name, value; /* field; id of an entry; member and score */
};

struct redis_key {
    struct slice name;
    enum redis_kind kind;
    struct redis_item *items; /* a string has one */
    int64_t n, room;
};

struct redis_words {
    const struct slice *at;
    size_t n;
};

struct redis_db {
    struct redis_key *keys;
    int64_t n, room;
    struct redis_words *journal; /* what changed something, in order; a script is one */
    int64_t n_journal, journal_room;
    int64_t generation; /* a restart breaks connections */
};

enum redis_answer_kind { DB_NIL, DB_OK_STATUS, DB_BULK, DB_INT, DB_LIST, DB_ERR };
struct redis_answer {
    enum redis_answer_kind kind;
    struct slice text;
    int64_t number;
    const struct redis_key *hash; /* DB_LIST: all of it */
};

extern struct redis_db the_redis;

/* Does one command. The words must live as long as the world. */
struct redis_answer redis_do(struct redis_words words);
/* Restarts with what the first `kept` units of the journal made. */
void redis_restart(int64_t kept);
const struct redis_key *redis_key_named(const struct redis_db *db, struct slice name);
struct slice redis_field(const struct redis_key *k, const char *name); /* at NULL: none */
/* Commands that came late are done; when that is next; none is under way. */
void late_look(void);
instant late_next(void);
void seam_redis_begin(void);

/* The first difference as words; false: there is none. */
bool redis_differs(const struct redis_db *a, const struct redis_db *b, char ret[200]);

#endif
