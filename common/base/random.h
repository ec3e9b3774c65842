/* Seeded randomness: the same seed gives the same numbers on every machine. Never for secrets. */
#ifndef COASTLINE_BASE_RANDOM_H
#define COASTLINE_BASE_RANDOM_H

#include "base/base.h"

/* xoshiro256** (Blackman and Vigna), seeded through splitmix64. */
struct random {
    uint64_t s[4];
};

struct random random_seeded(uint64_t seed);
uint64_t random_next(struct random *r);
/* 0 .. n-1, every number as likely; n > 0. */
uint64_t random_below(struct random *r, uint64_t n);
/* True `per_mille` times in a thousand. */
bool random_chance(struct random *r, uint32_t per_mille);

#endif
