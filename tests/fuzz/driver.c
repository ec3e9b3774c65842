/* Drives a target without libFuzzer: NAME RUNS SEED [--corpus FOLDER]
 *
 * Every seed as it is, cut at every length up to 4 KiB and with each of its first 4,096 bits
 * turned; then RUNS inputs made of seeds by a few random changes each. The input at which it fails
 * is said by its number, and written to FUZZ_FAILED if that names a file. With --corpus the seeds
 * are written to a folder, for libFuzzer, and nothing is run. */
#include <signal.h>
#include <unistd.h>

#include "base/random.h"
#include "fuzz.h"

enum { SEEDS_MAX = 4096, INPUT_MAX = 128 * 1024, CUTS = 4096 };

static struct slice seeds[SEEDS_MAX];
static size_t n_seeds;
static uint8_t input[INPUT_MAX];
static volatile size_t input_n;
static volatile long number;

static void seed_take(void *self, struct slice seed)
{
    (void)self;
    if (n_seeds == SEEDS_MAX || seed.n > INPUT_MAX / 2) return;
    uint8_t *at = malloc(seed.n + 1);
    if (!at) abort();
    memcpy(at, seed.at, seed.n);
    seeds[n_seeds++] = slice_of(at, seed.n);
}

/* Bytes of their own, so that a sanitizer sees one read too many. */
static void run(const uint8_t *at, size_t n)
{
    uint8_t *own = malloc(n ? n : 1);
    if (!own) abort();
    if (n) memcpy(own, at, n);
    if (at != input && n) memcpy(input, at, n);
    input_n = n;
    number++;
    LLVMFuzzerTestOneInput(own, n);
    free(own);
}

static void on_abort(int signal_number)
{
    const char *name = getenv("FUZZ_FAILED");
    FILE *to = name ? fopen(name, "wb") : NULL;
    fprintf(stderr, "input %ld of %zu bytes\n", number, input_n);
    if (to) (void)fwrite(input, 1, input_n, to);
    if (to) (void)fclose(to);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

/* --- changes --- */

static size_t cut_out(struct random *r, size_t n)
{
    if (n < 2) return n;
    size_t at = random_below(r, n), gone = 1 + random_below(r, MIN(n - at, (size_t)16));
    memmove(input + at, input + at + gone, n - at - gone);
    return n - gone;
}

static size_t put_in(struct random *r, size_t n, struct slice what)
{
    size_t at = random_below(r, n + 1);
    if (n + what.n > INPUT_MAX) return n;
    memmove(input + at + what.n, input + at, n - at);
    memcpy(input + at, what.at, what.n);
    return n + what.n;
}

static size_t put_part(struct random *r, size_t n)
{
    struct slice s = seeds[random_below(r, n_seeds)];
    if (s.n == 0) return n;
    size_t from = random_below(r, s.n), length = 1 + random_below(r, MIN(s.n - from, (size_t)64));
    return put_in(r, n, slice_of(s.at + from, length));
}

static size_t change(struct random *r, size_t n)
{
    static const uint8_t odd[] = { 0, 1, 2, 3, 0x7e, 0x7f, 0x80, 0x81, 0xc0, 0xe2, 0xfe, 0xff };
    uint8_t bytes[10];
    size_t length = 1 + random_below(r, sizeof bytes);
    for (size_t i = 0; i < length; i++) bytes[i] = (uint8_t)random_next(r);
    switch (random_below(r, n ? 6 : 1)) {
    case 0: return put_in(r, n, slice_of(bytes, length));
    case 1: input[random_below(r, n)] ^= (uint8_t)(1u << random_below(r, 8)); return n;
    case 2: input[random_below(r, n)] = odd[random_below(r, sizeof odd)]; return n;
    case 3: return cut_out(r, n);
    case 4: return put_part(r, n);
    default: input[random_below(r, n)] = bytes[0]; return n;
    }
}

/* --- all of it --- */

static void seed_vary(struct slice seed)
{
    uint8_t *own = malloc(seed.n + 1);
    if (!own) abort();
    memcpy(own, seed.at, seed.n);
    run(own, seed.n);
    for (size_t n = 0; n < seed.n && n < CUTS; n++) run(own, n);
    for (size_t bit = 0; bit < 8 * seed.n && bit < CUTS; bit++) {
        own[bit / 8] ^= (uint8_t)(1u << bit % 8);
        run(own, seed.n);
        own[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    free(own);
}

static void vary(long runs, uint64_t seed)
{
    struct random r = random_seeded(seed);
    for (long i = 0; i < runs; i++) {
        struct slice s = seeds[random_below(&r, n_seeds)];
        size_t n = s.n;
        memcpy(input, s.at, n);
        for (uint64_t k = 1 + random_below(&r, 6); k > 0; k--) n = change(&r, n);
        run(input, n);
    }
}

static int corpus_write(const char *folder)
{
    char path[1024];
    for (size_t i = 0; i < n_seeds; i++) {
        (void)snprintf(path, sizeof path, "%s/seed-%zu", folder, i);
        FILE *to = fopen(path, "wb");
        if (!to || fwrite(seeds[i].at, 1, seeds[i].n, to) != seeds[i].n || fclose(to)) return 1;
    }
    return 0;
}

int main(int argc, char *argv[])
{
    if (argc < 3) return 2;
    fuzz_seeds(seed_take, NULL);
    if (n_seeds == 0) return 1;
    if (strcmp(argv[1], "--corpus") == 0) return corpus_write(argv[2]);
    (void)signal(SIGABRT, on_abort);
    (void)signal(SIGSEGV, on_abort);
    long runs = atol(argv[1]);
    size_t whole = MIN(n_seeds, (size_t)MAX(1, runs / 5000));
    for (size_t i = 0; i < whole; i++) seed_vary(seeds[i * n_seeds / whole]);
    vary(runs, (uint64_t)atoll(argv[2]));
    printf("%ld inputs from %zu seeds\n", number, n_seeds);
    return 0;
}
