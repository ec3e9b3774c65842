/* What was said before: hub.changes from a checkpoint's place up to our own opening record. Read
 * twice: once to learn the mark, then again beside the facts that are replayed, so that nothing of
 * it needs to be held in memory. */
#ifndef COASTLINE_ASSESSOR_TOLD_H
#define COASTLINE_ASSESSOR_TOLD_H

#include "runtime/service.h"
#include "runtime/speaker.h"

struct told;

struct told_conf {
    const char *brokers;
    const struct world *world;
    int32_t partition;
    int64_t from;      /* where to begin; 0: at the beginning */
    struct heard heard; /* what had been heard there */
};

/* Reads up to the opening record of this key. *ret_heard: the mark (last), and our name (speaker).
 * Blocks, beating. RC_AGAIN: it does not come. RC_BROKEN: `from` is not in the log any more. */
MUST_CHECK enum rc told_open(struct told **ret, const struct told_conf *conf,
    const struct text *opening, struct heard *ret_heard, struct why *why);
struct told *told_close(struct told *t);
DEFINE_CLEANUP(struct told *, told_close)

/* The word of this cause, or NULL if none was heard; causes are asked for in their order, any may
 * be left out. *ret lives until the next call. Blocks, beating; RC_AGAIN: we were asked to
 * leave. */
MUST_CHECK enum rc told_at(
    struct told *t, const struct cause *cause, const struct hub_change **ret, struct why *why);

/* Whether somebody else opened as speaker in [from, the present end): RC_OK: nobody did; *ret_end
 * is that end. RC_REFUSED: somebody did. Blocks. */
MUST_CHECK enum rc told_watch(const struct told_conf *conf, int64_t *ret_end, struct why *why);

#endif
