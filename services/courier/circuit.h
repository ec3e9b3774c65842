/* Whether a subscription may be tried now: its breaker and its rate. Pure; time is an argument and
 * never runs backwards within one use. A breaker opens after five failures in a row and then lets
 * one probe through after 30 s, 1 min, 2 min … 10 min, until something is delivered. */
#ifndef COASTLINE_COURIER_CIRCUIT_H
#define COASTLINE_COURIER_CIRCUIT_H

#include "base/instant.h"

struct circuit {
    int failures;   /* in a row */
    instant shut;   /* nothing before this: breaker, or a Retry-After with 429 and 503 */
    bool probing;   /* the one try of an open breaker is under way */
    int per_minute; /* 0: no limit */
    instant paced;  /* the rate allows the next one from here on */
};

struct circuit circuit_new(int per_minute);
bool circuit_allows(const struct circuit *c, instant now);
/* When circuit_allows can first be true; far in the future while a probe is under way. */
instant circuit_when(const struct circuit *c);
void circuit_began(struct circuit *c, instant now);
void circuit_delivered(struct circuit *c);
/* `wait`: what the receiver asked for all of its webhooks, 0 if nothing. */
void circuit_failed(struct circuit *c, instant now, span wait);

#endif
