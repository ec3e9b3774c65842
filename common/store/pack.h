/* A hash in the form that RESTORE takes: Redis' own packed form (a listpack, RDB type 16, version
 * 10, read by every Redis since 7.0). One word instead of two a field: a script's cost lies in the
 * number of its words. Ask pack_is_read first; a server that does not read it takes HSET. */
#ifndef COASTLINE_STORE_PACK_H
#define COASTLINE_STORE_PACK_H

#include "base/buffer.h"
#include "base/rc.h"

struct store;

struct pack {
    struct buffer bytes;
    uint32_t words;
    bool failed;
};

struct pack pack_new(void);
void pack_deinit(struct pack *p);
void pack_begin(struct pack *p);                   /* forgets what it held, keeps the memory */
void pack_word(struct pack *p, struct slice word); /* name, value, name, value … */
/* The payload; lives until the next begin. at == NULL: it is not whole, or there is no field. */
struct slice pack_end(struct pack *p);

/* Whether this server reads what pack_end makes: writes a hash to `key` and reads it back, then
 * takes it away. RC_AGAIN: Redis is away. Three round trips. */
MUST_CHECK enum rc pack_is_read(struct store *s, struct slice key, bool *ret, struct why *why);

#endif
