/* One world: a virtual clock, dice, a trace, and what everything in the simulator looks at. There
 * is one at a time and it is a global, because the seams that it stands behind (bus, hiredis, http,
 * clock) are called by services that know nothing of a simulator. */
#ifndef COASTLINE_TESTS_SIM_WORLD_H
#define COASTLINE_TESTS_SIM_WORLD_H

#include "base/instant.h"
#include "base/random.h"
#include "base/slice.h"

/* Paths that a campaign must have reached; a name that stays 0 over the seeds of CI is a failure.
 */
#define RARE_PATHS(X)                                                                              \
    X(crashed)                                                                                     \
    X(records_lost_in_a_crash)                                                                     \
    X(records_landed_after_a_crash)                                                                \
    X(frozen)                                                                                      \
    X(left_in_order)                                                                               \
    X(ended_by_itself)                                                                             \
    X(clock_set_back)                                                                              \
    X(clock_set_forward)                                                                           \
    X(kafka_away)                                                                                  \
    X(bus_call_timed_out)                                                                          \
    X(partitions_lost)                                                                             \
    X(partitions_lost_too_late)                                                                    \
    X(member_came_back)                                                                            \
    X(session_expired)                                                                             \
    X(place_refused)                                                                               \
    X(place_kept_and_not_told)                                                                     \
    X(door_stood_by)                                                                               \
    X(transaction_aborted)                                                                         \
    X(transaction_timed_out)                                                                       \
    X(snapshot_writer_fenced)                                                                      \
    X(commit_unknown)                                                                              \
    X(checkpoint_read)                                                                             \
    X(compacted)                                                                                   \
    X(redis_away)                                                                                  \
    X(redis_answer_lost)                                                                           \
    X(redis_command_came_late)                                                                     \
    X(redis_went_back)                                                                             \
    X(redis_emptied)                                                                               \
    X(script_refused)                                                                              \
    X(receiver_failed)                                                                             \
    X(receiver_timed_out)                                                                          \
    X(receiver_took_it_and_timed_out)                                                              \
    X(receiver_said_retry_after)                                                                   \
    X(webhook_came_twice)                                                                          \
    X(webhook_noted)                                                                               \
    X(webhook_after_hours)                                                                         \
    X(event_refused)                                                                               \
    X(event_came_twice)                                                                            \
    X(event_came_late)                                                                             \
    X(fact_filed_twice)                                                                            \
    X(tick_written_twice)                                                                          \
    X(letter_written_twice)                                                                        \
    X(word_of_a_stranger)                                                                          \
    X(daily_tick_passed)

enum rare {
#define X(name) RARE_##name,
    RARE_PATHS(X)
#undef X
        RARE_COUNT
};
const char *rare_name(enum rare r);

/* Where a service calls out. A crash can come at each, before and after what it does. */
#define SITES(X)                                                                                   \
    X(poll)                                                                                        \
    X(begin)                                                                                       \
    X(seek)                                                                                        \
    X(ask)                                                                                         \
    X(keep)                                                                                        \
    X(open)                                                                                        \
    X(close)                                                                                       \
    X(send)                                                                                        \
    X(settle)                                                                                      \
    X(snapshot)                                                                                    \
    X(commit)                                                                                      \
    X(fence)                                                                                       \
    X(take)                                                                                        \
    X(ends)                                                                                        \
    X(lease)                                                                                       \
    X(redis)                                                                                       \
    X(post)                                                                                        \
    X(turn)                                                                                        \
    X(pause)

enum site {
#define X(name) SITE_##name,
    SITES(X)
#undef X
        SITE_COUNT
};
const char *site_name(enum site s);

struct fiber;

struct world_sim {
    uint64_t seed, trace;
    instant now;
    struct random dice;  /* of the scheduler, the models and the faults */
    struct random noise; /* what the services take for randomness */
    struct fiber *self;  /* who runs; NULL: the scheduler */
    bool healed;         /* no faults from now on, */
    bool recovered;      /* and none whose consequences are still to come */
    bool clean;          /* the oracle's world: no fault, no planted bug, no jitter */
    bool loud;           /* say what happens */
    instant busy_until;  /* after that nothing is going on: time may leap */
    instant kafka_away, redis_away;
    span way;            /* to Kafka, at most, where nothing is wrong */
    char violation[512]; /* the first; "": none */
    int64_t steps;
};
extern struct world_sim sim;
/* Over all seeds of the process. */
extern int64_t rare_counts[RARE_COUNT];
extern int64_t crash_counts[SITE_COUNT];

void world_begin(uint64_t seed, instant start);
/* Memory that lives until the next world_begin; zeroed; never NULL. Not the services' memory. */
void *world_take(size_t n);
struct slice world_copy(struct slice bytes);
/* An array with room for one more: doubles it when it is full. */
void *world_grow(void *at, size_t item, int64_t n, int64_t *room);

void trace_add(uint64_t what);
void trace_bytes(struct slice bytes);
void rare_seen(enum rare r);
/* The first violation of a seed is kept. */
void violated(const char *format, ...) PRINTF_LIKE(1, 2);
/* Says it on stdout if the world is loud. */
void say(const char *format, ...) PRINTF_LIKE(1, 2);

/* Dice that show nothing in a healed or a clean world. */
bool fault(uint32_t per_mille);
int64_t dice(int64_t below);
span dice_span(span least, span most);
/* Something is going on: no leaps for a while. */
void busy(void);

#endif
