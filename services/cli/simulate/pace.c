#include "simulate/pace.h"

#include <stdlib.h>
#include <string.h>

enum { DAYS_MAX = 100000 };

enum rc pace_read(const char *words, int64_t rate, struct pace *ret, struct why *why)
{
    char *end = NULL;
    *ret = (struct pace){ .kind = PACE_MAX, .rate = rate };
    if (strcmp(words, "max") == 0) return RC_OK;
    ret->kind = PACE_LIVE;
    if (strcmp(words, "live") == 0) return RC_OK;
    ret->kind = PACE_DAYS;
    ret->rate = strtol(words, &end, 10);
    if (ret->rate > 0 && ret->rate <= DAYS_MAX && strcmp(end, "-days-per-minute") == 0)
        return RC_OK;
    return why_set(why, RC_REFUSED, "--speed is max, live, or for example 60-days-per-minute");
}

int64_t pace_wait(struct pace *p, instant stamp, int64_t now_us)
{
    int64_t due = now_us;
    if (p->kind == PACE_MAX || is_before(stamp, p->opened)) return 0;
    if (p->began_us == 0) p->began_us = now_us;
    p->passed++;
    if (p->kind == PACE_LIVE) due = p->began_us + p->passed * 1000000 / p->rate;
    if (p->kind == PACE_DAYS)
        due = p->began_us + between(p->opened, stamp).us / (24 * 60) / p->rate;
    return MAX(0, due - now_us);
}
