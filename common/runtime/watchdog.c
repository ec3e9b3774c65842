/* A thread that wakes every second and compares the number of beats with the last it saw. Seconds
 * in which the whole process stood still are not counted, since the thread stood still too. */
#include "runtime/watchdog.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "runtime/log.h"
#include "runtime/notify.h"

enum { EXIT_STUCK = 70 };

struct watchdog {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool closing; /* under lock */
    atomic_ulong beats;
    atomic_int drain_s;    /* 0: not draining */
    int limit_s, notify_s; /* notify_s 0: systemd does not ask */
};

static void bite(const char *words, int seconds)
{
    log_alarm(words, KV_INT("seconds", seconds));
    _exit(EXIT_STUCK);
}

/* Sleeps a second; false when it is time to go. */
static bool second_passes(struct watchdog *w)
{
    struct timespec until;
    if (clock_gettime(CLOCK_MONOTONIC, &until) != 0) return false;
    until.tv_sec++;
    (void)pthread_mutex_lock(&w->lock);
    int woken = 0;
    while (!w->closing && woken == 0) woken = pthread_cond_timedwait(&w->change, &w->lock, &until);
    bool go_on = !w->closing;
    (void)pthread_mutex_unlock(&w->lock);
    return go_on;
}

static void *watch(void *arg)
{
    struct watchdog *w = arg;
    unsigned long last = 0;
    int silent = 0, draining = 0, told = 0;
    while (second_passes(w)) {
        unsigned long beats = atomic_load(&w->beats);
        silent = beats == last ? silent + 1 : 0;
        last = beats;
        if (silent >= w->limit_s) bite("no progress: the process ends itself", silent);
        int drain_s = atomic_load(&w->drain_s);
        if (drain_s && ++draining >= drain_s) bite("leaving took too long", draining);
        if (!w->notify_s || silent || ++told < w->notify_s) continue;
        (void)notify_tell("WATCHDOG=1");
        told = 0;
    }
    return NULL;
}

static bool change_init(struct watchdog *w)
{
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) return false;
    bool done = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                pthread_cond_init(&w->change, &attributes) == 0;
    (void)pthread_condattr_destroy(&attributes);
    return done && pthread_mutex_init(&w->lock, NULL) == 0;
}

enum rc watchdog_open(struct watchdog **ret, int limit_s, struct why *why)
{
    struct watchdog *w = calloc(1, sizeof *w);
    if (!w) return why_set(why, RC_BROKEN, "out of memory");
    w->limit_s = limit_s;
    w->notify_s = notify_watch_s();
    if (!change_init(w) || pthread_create(&w->thread, NULL, watch, w) != 0) {
        free(w);
        return why_set(why, RC_BROKEN, "cannot start the watchdog's thread");
    }
    *ret = w;
    return RC_OK;
}

struct watchdog *watchdog_close(struct watchdog *w)
{
    if (!w) return NULL;
    (void)pthread_mutex_lock(&w->lock);
    w->closing = true;
    (void)pthread_cond_signal(&w->change);
    (void)pthread_mutex_unlock(&w->lock);
    (void)pthread_join(w->thread, NULL);
    (void)pthread_cond_destroy(&w->change);
    (void)pthread_mutex_destroy(&w->lock);
    free(w);
    return NULL;
}

void watchdog_beat(struct watchdog *w)
{
    if (w) atomic_fetch_add_explicit(&w->beats, 1, memory_order_relaxed);
}

void watchdog_drain(struct watchdog *w, int within_s)
{
    if (w) atomic_store(&w->drain_s, within_s);
}
