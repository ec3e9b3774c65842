/* A real Redis of the test's own, on a free port of loopback and a socket; gone with the test. */
#ifndef COASTLINE_TESTS_REDIS_H
#define COASTLINE_TESTS_REDIS_H

#include "check.h"

#include <sys/types.h>

#include "store/store.h"

struct redis {
    char folder[64], where[32], socket[80];
    int port;
    pid_t pid;
};

void redis_start(struct redis *r);
void redis_end(struct redis *r, int signal_number);
/* Until it answers; loading counts as not up. */
void redis_await(const struct redis *r);
/* Group fixtures: *state is a struct redis. */
int redis_setup(void **state);
int redis_teardown(void **state);

struct store *store_at(const char *where, int32_t wait_ms);
/* One command, its words parted by blanks. */
enum rc ask1(struct store *s, struct answer *ret, const char *words, struct why *why);
/* The answer is this text; want NULL: none. */
void expect_text(struct store *s, const char *words, const char *want);

#endif
