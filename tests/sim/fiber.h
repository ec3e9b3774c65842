/* Instances of services as coroutines: each runs on a stack of its own until it waits at a seam. A
 * crash leaves the stack where it is, and takes away the memory. */
#ifndef COASTLINE_TESTS_SIM_FIBER_H
#define COASTLINE_TESTS_SIM_FIBER_H

#include "memory.h"
#include "world.h"

typedef int fiber_main(int argc, char *argv[]);

enum { FIBERS_MAX = 12, FIBER_ARGS = 16 };

struct fiber {
    const char *name;
    int number;
    fiber_main *main;
    char *argv[FIBER_ARGS];
    int argc;
    void *inside;
    bool alive, leaving;
    bool wakes; /* by news, not only by time */
    instant wake, frozen_until;
    int status;    /* how it ended: as an exit status; -1: crashed */
    int64_t life;  /* how many times it was started */
    int64_t fuse;  /* calls out until it crashes; 0: it does not */
    int fuse_site; /* of this site; -1: of any */
    span skew;     /* its machine's clock against the world's */
    struct memory memory;
};

/* A fiber that is not alive yet; lives until the next world_begin and fibers_reset. */
struct fiber *fiber_new(const char *name, fiber_main *start);
void fiber_argument(struct fiber *f, const char *word);
void fibers_reset(void);
int fibers_count(void);
struct fiber *fiber_at(int i);

void fiber_start(struct fiber *f);
void fiber_leave(struct fiber *f); /* asks it to end in order */
void fiber_crash(struct fiber *f);
void fiber_freeze(struct fiber *f, span how_long);
/* Runs it until it waits or ends. */
void fiber_run(struct fiber *f);
/* Wakes who waits for news, each a little later. */
void fibers_wake(void);
/* Called when a fiber is no more: crash or end. */
void fiber_gone(struct fiber *f);

/* For the seams: the one that runs waits at most so long; woken by news if it wants. Nothing
 * happens where no fiber runs. */
void fiber_wait(span at_most, bool wakes);
/* A call out: the trace notes it, the fiber may crash here, and others may come first. */
void seam(enum site site, uint64_t what);

#endif
