/* What the verbs share: Redis, the log, and generations with their standings. */
#ifndef COASTLINE_CLI_PROJECTION_DESK_H
#define COASTLINE_CLI_PROJECTION_DESK_H

#include "batch.h"
#include "meta.h"
#include "projection/conf.h"
#include "runtime/logname.h"

enum { PARTITIONS_MAX = 1024 };

struct desk {
    const struct projection_conf *conf;
    struct store *store;
    struct logname log;
    struct text live; /* name of the live generation; empty: none */
};
/* Asks Redis and the brokers. RC_REFUSED: nothing is projected yet. */
MUST_CHECK enum rc desk_open(struct desk *d, const struct projection_conf *c, struct why *why);
/* The same without the brokers: `log` stays empty. */
MUST_CHECK enum rc desk_open_store(
    struct desk *d, const struct projection_conf *c, struct why *why);
void desk_close(struct desk *d);

/* One question, answered; words end with one whose at is NULL. The answer lives until the next. */
MUST_CHECK enum rc desk_ask(
    struct desk *d, const struct slice *words, struct answer *ret, struct why *why);
/* A field of `coastline:<generation>:meta`; empty if it is absent. */
MUST_CHECK enum rc desk_field(
    struct desk *d, const char *generation, const char *field, struct text *ret, struct why *why);
/* Sets it, or takes it out (value NULL). */
MUST_CHECK enum rc desk_note(
    struct desk *d, const char *generation, const char *field, const char *value, struct why *why);
/* "who did what" into hub.audit; waits for the brokers. */
MUST_CHECK enum rc desk_audit(struct desk *d, const char *what, const char *note, struct why *why);

#define META_BUILDING "building" /* of the live one: the generation that is built beside it */
#define META_BEFORE "before"     /* the generation that was live before it */

/* A generation as Redis has it. */
struct generation {
    struct text name;
    struct name prefix;
    int32_t n;
    struct part *parts; /* owned: standings by partition */
};
MUST_CHECK enum rc generation_open(
    struct generation *g, const struct desk *d, const char *name, struct why *why);
void generation_close(struct generation *g);
/* Reads the standings. RC_AGAIN: Redis is away. */
MUST_CHECK enum rc generation_look(struct generation *g, struct desk *d, struct why *why);
/* Records of hub.changes that are in it, of all partitions; and how many `other` has beyond it. */
int64_t generation_places(const struct generation *g);
int64_t generation_behind(const struct generation *g, const struct generation *other);

/* Makes `name` live, notes which one was before, and tells hub.audit: readers and projectors
 * follow. One write decides (switch.c). */
MUST_CHECK enum rc desk_switch(struct desk *d, const char *name, struct why *why);

#endif
