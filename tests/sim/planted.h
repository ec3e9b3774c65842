/* The ten bugs that the simulator must find (issue 5), one at a time. Each changes the smallest
 * piece there is: a function of the services wrapped by the linker, or a question of the model. */
#ifndef COASTLINE_TESTS_SIM_PLANTED_H
#define COASTLINE_TESTS_SIM_PLANTED_H

#include <stdbool.h>
#include <stdint.h>

#define PLANTED_BUGS(X)                                                                            \
    X(none)                                                                                        \
    X(commit_before_apply)                                                                         \
    X(mark_ignored)                                                                                \
    X(offset_off_by_one)                                                                           \
    X(stale_writer_accepted)                                                                       \
    X(dedupe_by_offset_only)                                                                       \
    X(retry_loses_order)                                                                           \
    X(timer_from_the_wall_clock)                                                                   \
    X(snapshot_ahead_of_the_mark)                                                                  \
    X(drop_on_full_queue)                                                                          \
    X(script_without_compare)

enum planted_bug {
#define X(name) PLANTED_##name,
    PLANTED_BUGS(X)
#undef X
        PLANTED_COUNT
};

/* False: there is no such bug. */
bool planted_choose(const char *name);
/* Whether this one is there now; never in the oracle's world. */
bool planted(enum planted_bug bug);
/* Asked by writer_settle: a checkpoint is being written, and does not wait. */
bool planted_settles_at_once(int32_t wait_ms);

#endif
