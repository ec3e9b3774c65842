/* The rate is kept by a moving due time with a burst of ten seconds' worth, so no counter of a
 * minute has an edge at which two bursts meet. */
#include "circuit.h"

enum { FAILURES_TO_OPEN = 5, DOUBLINGS_MAX = 5 };

struct circuit circuit_new(int per_minute) { return (struct circuit){ .per_minute = per_minute }; }

static bool is_open(const struct circuit *c) { return c->failures >= FAILURES_TO_OPEN; }

instant circuit_when(const struct circuit *c)
{
    if (is_open(c) && c->probing) return (instant){ INT64_MAX };
    if (!c->per_minute) return c->shut;
    return later_of(c->shut, instant_minus(c->paced, SECONDS(10)));
}

bool circuit_allows(const struct circuit *c, instant now)
{
    return !is_before(now, circuit_when(c));
}

void circuit_began(struct circuit *c, instant now)
{
    if (is_open(c)) c->probing = true;
    if (!c->per_minute) return;
    c->paced = instant_plus(later_of(c->paced, now), (span){ SECONDS(60).us / c->per_minute });
}

void circuit_delivered(struct circuit *c)
{
    c->failures = 0;
    c->probing = false;
}

void circuit_failed(struct circuit *c, instant now, span wait)
{
    c->probing = false;
    if (c->failures < FAILURES_TO_OPEN + DOUBLINGS_MAX) c->failures++;
    span pause = wait;
    if (is_open(c)) {
        span grown = { SECONDS(30).us << (c->failures - FAILURES_TO_OPEN) };
        pause.us = MAX(pause.us, MIN(grown.us, MINUTES(10).us));
    }
    c->shut = later_of(c->shut, instant_plus(now, pause));
}
