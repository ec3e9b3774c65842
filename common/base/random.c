#include "base/random.h"

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

struct random random_seeded(uint64_t seed)
{
    struct random r;
    for (size_t i = 0; i < COUNT(r.s); i++) r.s[i] = splitmix(&seed);
    return r;
}

static uint64_t rotate(uint64_t x, int k) { return x << k | x >> (64 - k); }

uint64_t random_next(struct random *r)
{
    uint64_t *s = r->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t random_below(struct random *r, uint64_t n)
{
    uint64_t short_of_even = -n % n; /* 2^64 mod n: below it the remainder would be biased */
    for (;;) {
        uint64_t x = random_next(r);
        if (x >= short_of_even) return x % n;
    }
}

bool random_chance(struct random *r, uint32_t per_mille)
{
    return random_below(r, 1000) < per_mille;
}
