/* What a fuzz target is: it eats any bytes, and says good ones to begin with. The same target is
 * driven by driver.c (seeded, in every test run) and by libFuzzer (preset fuzz, for hours). */
#ifndef COASTLINE_TESTS_FUZZ_H
#define COASTLINE_TESTS_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/slice.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n);

typedef void fuzz_take(void *self, struct slice seed);
/* Gives `take` every seed; the bytes live until it returns. */
void fuzz_seeds(fuzz_take *take, void *self);

/* What must hold of any bytes. */
#define FUZZ_HOLDS(what)                                                                           \
    do {                                                                                           \
        if (what) break;                                                                           \
        fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #what);                  \
        abort();                                                                                   \
    } while (0)

#endif
