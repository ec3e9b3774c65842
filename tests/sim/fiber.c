#include "fiber.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "runtime/log.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
enum { STACK = 4 << 20 };
#else
enum { STACK = 1 << 20 };
#endif

/* The part that only this file knows; kept from world to world for its stack. */
struct inside {
    ucontext_t context;
    void *stack, *shadow;
};

static struct fiber fibers[FIBERS_MAX];
static struct inside insides[FIBERS_MAX];
static int n_fibers;
static ucontext_t scheduler;
static void *scheduler_shadow;
static const void *scheduler_stack;
static size_t scheduler_size;
static void (*on_signal)(int number); /* the skeleton's own handler */

int __wrap_sigaction(int number, const struct sigaction *act, struct sigaction *old);
void __real_free(void *at);

int __wrap_sigaction(int number, const struct sigaction *act, struct sigaction *old)
{
    (void)old;
    if (number == SIGTERM) on_signal = act->sa_handler;
    return 0;
}

/* --- switching --- */

static void switch_begin(void **shadow, const void *stack, size_t n)
{
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_start_switch_fiber(shadow, stack, n);
#else
    (void)shadow, (void)stack, (void)n;
#endif
}

static void switch_end(void *shadow, const void **stack, size_t *n)
{
#ifdef __SANITIZE_ADDRESS__
    __sanitizer_finish_switch_fiber(shadow, stack, n);
#else
    (void)shadow, (void)stack, (void)n;
#endif
}

static void leave_to_scheduler(struct fiber *f, bool for_good)
{
    struct inside *in = f->inside;
    memory_owner(NULL);
    sim.self = NULL;
    switch_begin(for_good ? NULL : &in->shadow, scheduler_stack, scheduler_size);
    if (swapcontext(&in->context, &scheduler) != 0) abort();
    switch_end(in->shadow, NULL, NULL);
}

static void fiber_body(void)
{
    struct fiber *f = sim.self;
    switch_end(NULL, &scheduler_stack, &scheduler_size);
    f->status = f->main(f->argc, f->argv);
    f->alive = false;
    leave_to_scheduler(f, true);
}

void fiber_run(struct fiber *f)
{
    struct inside *in = f->inside;
    sim.self = f;
    sim.steps++;
    memory_owner(&f->memory);
    log_open(f->name);
    if (on_signal) on_signal(f->leaving ? SIGTERM : 0);
    switch_begin(&scheduler_shadow, in->stack, STACK);
    if (swapcontext(&scheduler, &in->context) != 0) abort();
    switch_end(scheduler_shadow, NULL, NULL);
    if (!f->alive) fiber_gone(f);
}

/* --- coming and going --- */

struct fiber *fiber_new(const char *name, fiber_main *start)
{
    if (n_fibers == FIBERS_MAX) abort();
    struct inside *in = &insides[n_fibers];
    struct fiber *f = &fibers[n_fibers];
    if (!in->stack) {
        in->stack = mmap(
            NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
        if (in->stack == MAP_FAILED) abort();
    }
    *f = (struct fiber){ .name = name, .number = n_fibers++, .main = start, .inside = in };
    memory_init(&f->memory);
    fiber_argument(f, name);
    return f;
}

void fiber_argument(struct fiber *f, const char *word)
{
    if (f->argc + 1 >= FIBER_ARGS) abort();
    struct slice copy = world_copy(slice_of(word, strlen(word) + 1));
    f->argv[f->argc++] = (char *)(uintptr_t)copy.at;
}

void fibers_reset(void)
{
    for (int i = 0; i < n_fibers; i++) memory_drop(&fibers[i].memory);
    n_fibers = 0;
}

int fibers_count(void) { return n_fibers; }
struct fiber *fiber_at(int i) { return &fibers[i]; }

void fiber_start(struct fiber *f)
{
    struct inside *in = f->inside;
    if (getcontext(&in->context) != 0) abort();
    in->context.uc_stack.ss_sp = in->stack;
    in->context.uc_stack.ss_size = STACK;
    in->context.uc_link = NULL;
    makecontext(&in->context, fiber_body, 0);
    f->alive = true;
    f->leaving = f->wakes = false;
    f->wake = sim.now;
    f->status = 0;
    f->life++;
    say("%s starts, life %" PRId64 ", fuse %" PRId64, f->name, f->life, f->fuse);
    trace_add((uint64_t)f->number << 8 | 1);
    busy();
}

void fiber_leave(struct fiber *f)
{
    if (!f->alive) return;
    say("%s is asked to leave", f->name);
    f->leaving = true;
    f->wake = sim.now;
}

void fiber_crash(struct fiber *f)
{
    if (!f->alive) return;
    say("%s crashes", f->name);
    rare_seen(RARE_crashed);
    trace_add((uint64_t)f->number << 8 | 2);
    f->alive = false;
    f->status = -1;
    if (sim.self == f) leave_to_scheduler(f, true);
    fiber_gone(f);
}

void fiber_freeze(struct fiber *f, span how_long)
{
    if (!f->alive) return;
    say("%s is frozen for %.1f s", f->name, (double)how_long.us / 1e6);
    rare_seen(RARE_frozen);
    f->frozen_until = instant_plus(sim.now, how_long);
    f->wake = later_of(f->wake, f->frozen_until);
}

/* --- waiting --- */

void fibers_wake(void)
{
    for (int i = 0; i < n_fibers; i++) {
        struct fiber *f = &fibers[i];
        if (!f->alive || !f->wakes) continue;
        instant soon = instant_plus(sim.now, (span){ 50 + (sim.clean ? 0 : dice(2000)) });
        soon = later_of(soon, f->frozen_until);
        if (is_before(soon, f->wake)) f->wake = soon;
    }
}

void fiber_wait(span at_most, bool wakes)
{
    struct fiber *f = sim.self;
    if (!f) return;
    f->wakes = wakes;
    if (wakes && !sim.clean) at_most.us += dice(2 * at_most.us + 1); /* timers are late */
    f->wake = later_of(instant_plus(sim.now, at_most), f->frozen_until);
    leave_to_scheduler(f, false);
    f->wakes = false;
}

void seam(enum site site, uint64_t what)
{
    struct fiber *f = sim.self;
    if (!f) return;
    trace_add((uint64_t)f->number << 56 ^ (uint64_t)site << 48 ^ what);
    bool burns = f->fuse > 0 && (f->fuse_site < 0 || f->fuse_site == (int)site);
    if (burns && --f->fuse == 0 && !sim.healed) {
        say("(at %s)", site_name(site));
        crash_counts[site]++;
        fiber_crash(f);
    }
    if (!sim.clean && dice(64) == 0) fiber_wait(dice_span((span){ 1 }, (span){ 3000 }), false);
}
