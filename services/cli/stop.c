#include "stop.h"

#include <signal.h>
#include <time.h>

static sigset_t stopping(void)
{
    sigset_t set;
    (void)sigemptyset(&set); /* these fail only for signals that are none */
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    return set;
}

enum rc stop_hold(struct why *why)
{
    const sigset_t set = stopping();
    if (sigprocmask(SIG_BLOCK, &set, NULL) == 0) return RC_OK;
    return why_set(why, RC_BROKEN, "signals cannot be blocked");
}

bool stop_asked(int64_t us)
{
    const sigset_t set = stopping();
    const struct timespec wait = { .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };
    return sigtimedwait(&set, NULL, &wait) > 0;
}
