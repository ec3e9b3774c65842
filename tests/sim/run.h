/* The scheduler, and who runs in it. */
#ifndef COASTLINE_TESTS_SIM_RUN_H
#define COASTLINE_TESTS_SIM_RUN_H

#include "fiber.h"
#include "mains.h"

/* Runs the world until then; time leaps over what is quiet if `leaps`. */
void run_until(instant then, bool leaps);
/* Until nothing goes on any more, or so long. True: it came to that. */
bool run_until_quiet(span at_most);
/* Until the fiber has ended, or so long. */
void run_to_end(struct fiber *f, span at_most);
/* From now on fibers that end stay so, unless `restarts`. */
void run_restarts(bool restarts);
/* Instances for this seed's world, not started. */
void cast_make(const char *secrets);
void cast_start(void);
void run_begin(void);

#endif
