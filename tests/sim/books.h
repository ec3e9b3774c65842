/* Reading what a world left behind, and holding it against what must be (reliability.md 6.3). */
#ifndef COASTLINE_TESTS_SIM_BOOKS_H
#define COASTLINE_TESTS_SIM_BOOKS_H

#include "broker.h"
#include "runtime/speaker.h"
#include "vault/secrets.h"

void books_begin(const struct secrets *secrets);

/* I1 in part, I3, and the law of hours: hub.facts and hub.dead-letters against what was published.
 */
void facts_check(void);
/* I9: everything has been read, told and projected. */
void progress_check(void);
/* All that was said up to here of webhooks is delivered or given up; else *ret says what is not. */
bool webhooks_done(struct text *ret);
/* I7: the topics of the hub, and Redis. */
void topics_look(void);

/* The words that readers of a partition of hub.changes hear. */
struct spoken {
    enum word_kind kind;
    struct cause cause;
    instant at, stamp;
    struct slice body; /* opened */
};
struct words {
    struct spoken *at;
    int64_t n, room;
};
struct words words_heard(const struct log_part *part, int32_t partition);

/* Replays what the log says with nothing going wrong, and compares: words, Redis, webhooks. */
void oracle_compare(const char *secrets);

#endif
