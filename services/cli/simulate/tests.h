/* The args of TEST. */
#ifndef COASTLINE_SIMULATE_TESTS_H
#define COASTLINE_SIMULATE_TESTS_H

enum test {
    TEST_SPOT,      /* positive on the spot */
    TEST_LAB,       /* the laboratory confirms it, */
    TEST_LAB_CLEAN, /* or does not */
    TEST_RECHECK,   /* the re-test finds nothing after all */
    TEST_HAIR,      /* positive hair in the laboratory */
    TEST_METHADONE, /* nothing but what the clinic gave */
    TEST_PENDING,
    TEST_HERE,    /* negative, wherever the person is */
    TEST_EXPIRED, /* negative, in a place whose code has expired */
    TESTS,
};

#endif
