/* Redis behind an opaque handle; hiredis stays in this folder. Redis is a cache of the log
 * (design.md, law 4): whoever gets RC_AGAIN forgets what it had asked and wanted to write, reads
 * the place that Redis has, and goes on from there.
 *
 * Questions are queued and answered in order, so that many cost one round trip. Calls block for at
 * most wait_ms each. One thread uses a store. SIGPIPE must be ignored (the runtime does). */
#ifndef COASTLINE_STORE_STORE_H
#define COASTLINE_STORE_STORE_H

#include "base/rc.h"
#include "base/slice.h"
#include "store/writes.h"

struct store;

struct store_conf {
    const char *where; /* host:port, or the path of a socket; begins with '/' or '.' if a path */
    int32_t wait_ms;   /* for a connection and for each answer; 0: 5 s */
};

/* Does not connect: that happens with the first question, and again after each failure. RC_BROKEN:
 * `where` is neither, or out of memory. */
MUST_CHECK enum rc store_open(struct store **ret, const struct store_conf *conf, struct why *why);
struct store *store_close(struct store *s);
DEFINE_CLEANUP(struct store *, store_close)

/* RC_AGAIN from any call below: no connection, no answer in time, or Redis says it is loading, a
 * replica, out of memory, busy or cannot keep what it is told. All questions that were queued are
 * then forgotten; what they asked for has happened or not. RC_BROKEN: Redis refuses who we are, or
 * a key holds what is not ours; the words name Redis' error code alone. */

enum { STORE_PENDING_MAX = 10000 }; /* questions without answer; more are RC_BROKEN */

/* Queues a command. */
MUST_CHECK enum rc store_ask(
    struct store *s, const struct slice *words, size_t n_words, struct why *why);

enum answer_kind { ANSWER_NONE, ANSWER_TEXT, ANSWER_NUMBER, ANSWER_LIST };
struct answer {
    enum answer_kind kind;
    struct slice text;  /* ANSWER_TEXT, OK included */
    int64_t number;     /* ANSWER_NUMBER */
    size_t n;           /* ANSWER_LIST: items */
    const void *inside; /* the store's own */
};
/* The answer to the oldest question; lives until the next call of this store. */
MUST_CHECK enum rc store_answer(struct store *s, struct answer *ret, struct why *why);
/* i below list->n. */
struct answer answer_at(const struct answer *list, size_t i);

/* --- one script: compare the place, apply, set the next place; or change nothing --- */

struct store_step {
    struct slice key;            /* a hash; its field `next` is the place */
    struct slice expected, next; /* decimal; expected "" : there is no place yet */
};
/* Queues it. The field `next` is set as the last of its writes. RC_BROKEN: the writes are not whole
 * or more than WRITES_MAX. */
MUST_CHECK enum rc store_apply(
    struct store *s, const struct store_step *step, const struct writes *writes, struct why *why);
/* The answer to the oldest question, which was store_apply. RC_REFUSED: Redis has another place,
 * *ret_there ("": none), and nothing was changed. */
MUST_CHECK enum rc store_applied(struct store *s, struct text *ret_there, struct why *why);

#endif
