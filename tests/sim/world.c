#include "world.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"

enum { BLOCK = 4 << 20, BLOCKS_MAX = 160, ALIGN = 16 };
#define QUIET_AFTER ((span){ 700000 })

struct world_sim sim;
int64_t rare_counts[RARE_COUNT];
int64_t crash_counts[SITE_COUNT];

/* Blocks are kept from world to world. */
static struct {
    uint8_t *at[BLOCKS_MAX];
    size_t n, used;
} blocks;

const char *rare_name(enum rare r)
{
    static const char *const names[] = {
#define X(name) #name,
        RARE_PATHS(X)
#undef X
    };
    return names[r];
}

const char *site_name(enum site s)
{
    static const char *const names[] = {
#define X(name) #name,
        SITES(X)
#undef X
    };
    return names[s];
}

void world_begin(uint64_t seed, instant start)
{
    bool loud = sim.loud;
    blocks.n = 0;
    blocks.used = BLOCK;
    sim = (struct world_sim){ .seed = seed,
        .trace = 14695981039346656037u,
        .now = start,
        .busy_until = start,
        .dice = random_seeded(seed),
        .noise = random_seeded(seed ^ 0x5eed),
        .loud = loud };
}

static void block_next(void)
{
    if (blocks.n == BLOCKS_MAX) {
        fprintf(stderr, "sim: seed %" PRIu64 " takes over 640 MB: something grows\n", sim.seed);
        abort();
    }
    if (!blocks.at[blocks.n]) blocks.at[blocks.n] = memory_own(BLOCK);
    blocks.n++;
    blocks.used = 0;
}

void *world_take(size_t n)
{
    size_t rounded = (n + ALIGN - 1) / ALIGN * ALIGN;
    if (rounded > BLOCK) {
        fprintf(stderr, "sim: a piece of %zu bytes\n", n);
        abort();
    }
    if (blocks.used + rounded > BLOCK) block_next();
    void *at = blocks.at[blocks.n - 1] + blocks.used;
    blocks.used += rounded;
    return memset(at, 0, rounded);
}

struct slice world_copy(struct slice bytes)
{
    if (!bytes.at) return bytes;
    uint8_t *at = world_take(bytes.n + 1);
    if (bytes.n) memcpy(at, bytes.at, bytes.n);
    return slice_of(at, bytes.n);
}

void *world_grow(void *at, size_t item, int64_t n, int64_t *room)
{
    if (n < *room) return at;
    int64_t more = *room ? 2 * *room : 16;
    void *fresh = world_take((size_t)more * item);
    if (n) memcpy(fresh, at, (size_t)n * item);
    *room = more;
    return fresh;
}

/* --- the trace --- */

void trace_add(uint64_t what) { sim.trace = (sim.trace ^ what) * 1099511628211u; }

void trace_bytes(struct slice bytes)
{
    uint64_t h = bytes.n;
    for (size_t i = 0; i < bytes.n; i++) h = h * 31 + bytes.at[i];
    trace_add(h);
}

void rare_seen(enum rare r)
{
    if (!sim.clean) rare_counts[r]++;
}

void violated(const char *format, ...)
{
    va_list args;
    if (sim.violation[0]) return;
    va_start(args, format);
    (void)vsnprintf(sim.violation, sizeof sim.violation, format, args);
    va_end(args);
    say("VIOLATED %s", sim.violation);
}

void say(const char *format, ...)
{
    va_list args;
    if (!sim.loud) return;
    printf("%12.6f ", (double)(sim.now.us % 1000000000000) / 1e6);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    printf("\n");
}

/* --- dice --- */

bool fault(uint32_t per_mille)
{
    return !sim.healed && !sim.clean && random_chance(&sim.dice, per_mille);
}

int64_t dice(int64_t below) { return (int64_t)random_below(&sim.dice, (uint64_t)below); }

span dice_span(span least, span most) { return (span){ least.us + dice(most.us - least.us + 1) }; }

void busy(void) { sim.busy_until = later_of(sim.busy_until, instant_plus(sim.now, QUIET_AFTER)); }
