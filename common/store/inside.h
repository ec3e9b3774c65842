/* What the files of this folder know of a store. */
#ifndef COASTLINE_STORE_INSIDE_H
#define COASTLINE_STORE_INSIDE_H

#include <hiredis/hiredis.h>

#include "store/store.h"

struct store {
    redisContext *redis; /* NULL: not connected; never used again after an error */
    redisReply *reply;   /* of the last answer */
    char *host;          /* or path */
    int port;            /* 0: a path */
    int32_t wait_ms;
    size_t pending;
};

/* Connects if need be. */
MUST_CHECK enum rc store_connect(struct store *s, struct why *why);
/* Lets go of the connection and all that was queued on it; returns rc. */
enum rc store_drop(struct store *s, enum rc rc);
/* Takes the oldest answer as it is into s->reply; errors of Redis become rc. */
MUST_CHECK enum rc store_take(struct store *s, struct why *why);
/* What an error of Redis means; only its first word is looked at. */
enum rc answer_trouble(const redisReply *reply, struct why *why);

#endif
