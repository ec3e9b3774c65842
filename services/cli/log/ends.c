#include "log/ends.h"

#include <stdlib.h>

#include "runtime/logged.h"
#include "tally/topic.h"

struct look {
    struct ends *ends;
    struct logtime *times; /* by partition */
};

static enum rc take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct look *l = self;
    struct logged logged;
    if (r->partition >= l->ends->log.partitions) return RC_OK;
    enum rc rc = logged_read(&l->times[r->partition], r, a, &logged, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    l->times[r->partition] = logged.after;
    if (logged.kind == LOGGED_TICK) l->ends->at[r->partition] = r->offset + 1;
    return RC_OK;
}

enum rc ends_read(const char *brokers, struct ends *ret, struct why *why)
{
    struct ends e = { .at = NULL };
    enum rc rc = logname_read(brokers, &e.log, why);
    if (rc != RC_OK) return rc;
    size_t n = (size_t)e.log.partitions;
    e.at = calloc(n, sizeof *e.at);
    struct look look = { &e, calloc(n, sizeof *look.times) };
    if (!e.at || !look.times) rc = why_set(why, RC_BROKEN, "out of memory");
    for (size_t i = 0; rc == RC_OK && i < n; i++) look.times[i] = logtime_start();
    if (rc == RC_OK) rc = topic_read(brokers, TOPIC_FACTS, take, &look, why);
    free(look.times);
    if (rc == RC_OK)
        *ret = e;
    else
        ends_deinit(&e);
    return rc;
}

void ends_deinit(struct ends *e)
{
    free(e->at);
    e->at = NULL;
}
