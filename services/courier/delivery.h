/* When which webhook is tried (design.md 10): pure, no clock, no network; the same calls give the
 * same answers. A webhook waits in the line of its subscription and person; only the first of a
 * line may be on its way, so order holds where it matters, and a slow person or partner delays
 * nobody else. What a try came to is told with schedule_settle.
 *
 * The delays after each failed try: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h (75 h 35
 * min in all, wire.md 6.1), each with up to a tenth added by chance; after ten tries it is given
 * up. */
#ifndef COASTLINE_COURIER_DELIVERY_H
#define COASTLINE_COURIER_DELIVERY_H

#include "base/instant.h"
#include "base/rc.h"
#include "base/slice.h"

enum { DELIVERY_TRIES = 10 };

/* One webhook. Filled in by who adds it; the scheduler changes tries and times, and links it. */
struct delivery {
    size_t lane; /* of its subscription */
    struct text pid, id;
    int64_t cause; /* with index its order in the line */
    int32_t index;
    int tries;
    instant first_try, next_try; /* as hub.deliveries keeps them; next_try 0: at once */
    void *load;                  /* the caller's: body and place; never looked at */
    struct delivery *next;       /* the scheduler's */
};

enum outcome {
    OUTCOME_DELIVERED, /* a whole reply with a 2xx */
    OUTCOME_FAILED,
    OUTCOME_GONE, /* 410: the partner wants no more */
};

enum course {
    COURSE_DONE,     /* delivered: final; the caller takes the delivery back */
    COURSE_RETRY,    /* it waits until next_try: note it in hub.deliveries */
    COURSE_GIVEN_UP, /* final; the caller takes the delivery back */
    COURSE_DISABLED, /* it waits; its lane is closed until schedule_lane_open */
};

struct schedule;

/* At most `ceiling` deliveries wait. `seed` is for the chance in the delays only. */
MUST_CHECK enum rc schedule_new(
    struct schedule **ret, size_t ceiling, uint64_t seed, struct why *why);
/* Drops every delivery through `drop`. */
struct schedule *schedule_free(struct schedule *s, void drop(struct delivery *d));

/* A lane a subscription: at most `in_flight` at once (1-64), per_minute 0: no limit. */
MUST_CHECK enum rc schedule_lane_add(
    struct schedule *s, int in_flight, int per_minute, size_t *ret, struct why *why);
/* Other limits, from now on. */
void schedule_lane_limit(struct schedule *s, size_t lane, int in_flight, int per_minute);
void schedule_lane_close(struct schedule *s, size_t lane); /* paused or disabled */
void schedule_lane_open(struct schedule *s, size_t lane);  /* its breaker too, if it was closed */

/* Takes it over. RC_AGAIN: the ceiling is reached, read no further for now. RC_REFUSED: it waits
 * already (a repeat). RC_BROKEN: out of memory. In none of these is it taken over. */
MUST_CHECK enum rc schedule_add(struct schedule *s, struct delivery *d, struct why *why);

/* The next one to be sent now, marked as on its way, lanes in turn; NULL: none. */
struct delivery *schedule_take(struct schedule *s, instant now);
/* Puts back one that could not be sent (no free transfer): no try is counted. */
void schedule_untake(struct schedule *s, struct delivery *d);
/* What came of one taken; `wait` is the receiver's Retry-After, 0 if none. */
enum course schedule_settle(
    struct schedule *s, struct delivery *d, enum outcome o, instant now, span wait);

/* One that waits or is on its way; NULL: there is none. */
struct delivery *schedule_find(
    struct schedule *s, size_t lane, const struct text *pid, int64_t cause, int32_t index);
/* Takes one out whatever its state, as if it had never been; the caller takes it back. */
void schedule_remove(struct schedule *s, struct delivery *d);
/* `next_try` or `tries` of one that waits were changed by the caller. */
void schedule_moved(struct schedule *s, struct delivery *d);
/* Takes out everything that waits and for which `gone` is true, through `drop`. What is on its way
 * is asked about too, and stays whatever the answer. */
void schedule_sweep(struct schedule *s, bool gone(void *self, struct delivery *d), void *self,
    void drop(void *self, struct delivery *d));
bool schedule_is_flying(struct schedule *s, const struct delivery *d);

/* When schedule_take can next give something; far in the future if nothing waits. */
instant schedule_when(const struct schedule *s);
size_t schedule_waiting(const struct schedule *s);
size_t schedule_lane_waiting(const struct schedule *s, size_t lane);

#endif
