/* What is left of the outside: clocks, pauses, randomness, stderr, and threads that a service would
 * start beside its loop. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "canary.h"
#include "clockwork.h"
#include "fiber.h"
#include "runtime/watchdog.h"

int __wrap_clock_gettime(clockid_t which, struct timespec *ret);
int __wrap_nanosleep(const struct timespec *how_long, struct timespec *left);
int __wrap_prctl(int option, unsigned long a);
ssize_t __wrap_write(int fd, const void *at, size_t n);
ssize_t __real_write(int fd, const void *at, size_t n);

int __wrap_clock_gettime(clockid_t which, struct timespec *ret)
{
    instant now = sim.now;
    if (which == CLOCK_REALTIME && sim.self) now = instant_plus(now, sim.self->skew);
    ret->tv_sec = now.us / 1000000;
    ret->tv_nsec = now.us % 1000000 * 1000;
    return 0;
}

int __wrap_nanosleep(const struct timespec *how_long, struct timespec *left)
{
    (void)left;
    seam(SITE_pause, 0);
    fiber_wait((span){ how_long->tv_sec * 1000000 + how_long->tv_nsec / 1000 }, false);
    return 0;
}

int __wrap_prctl(int option, unsigned long a)
{
    (void)option, (void)a;
    return 0; /* this process may be looked at */
}

/* Lines of the log. */
ssize_t __wrap_write(int fd, const void *at, size_t n)
{
    if (fd != STDERR_FILENO) return __real_write(fd, at, n);
    canary_look("a line of the log", slice_of(at, n));
    if (sim.loud) printf("             %.*s", (int)n, (const char *)at);
    return (ssize_t)n;
}

/* --- the watchdog watches real time; here it is the seeds' own steps that are bounded --- */

enum rc watchdog_open(struct watchdog **ret, int limit_s, struct why *why)
{
    (void)limit_s, (void)why;
    *ret = NULL;
    return RC_OK;
}

struct watchdog *watchdog_close(struct watchdog *w)
{
    (void)w;
    return NULL;
}

void watchdog_beat(struct watchdog *w) { (void)w; }
void watchdog_drain(struct watchdog *w, int within_s) { (void)w, (void)within_s; }

/* --- randomness --- */

static const char *noise_name(void) { return "sim"; }

static uint32_t noise_word(void) { return (uint32_t)random_next(&sim.noise); }

static void noise_bytes(void *const at, const size_t n)
{
    uint8_t *to = at;
    for (size_t i = 0; i < n;) {
        uint64_t word = random_next(&sim.noise);
        for (int k = 0; k < 8 && i < n; k++, word >>= 8) to[i++] = (uint8_t)word;
    }
}

void clockwork_begin(void)
{
    static struct randombytes_implementation noise = {
        .implementation_name = noise_name, .random = noise_word, .buf = noise_bytes
    };
    (void)randombytes_set_implementation(&noise); /* cannot fail */
}
