/* The memory of the services, by owner: what an instance took goes with it when it crashes, and
 * nothing may be left of it when it has ended in order. Everything that is linked into the
 * simulator allocates through here (the linker's --wrap). */
#ifndef COASTLINE_TESTS_SIM_MEMORY_H
#define COASTLINE_TESTS_SIM_MEMORY_H

#include <stddef.h>

struct memory_link {
    struct memory_link *before, *after;
};
/* Of one owner; zeroed and told to memory_init before use. */
struct memory {
    struct memory_link all;
    size_t bytes, most, pieces;
};

void memory_init(struct memory *m);
/* Whose what is taken from now on; NULL: nobody's. Returns who it was. */
struct memory *memory_owner(struct memory *m);
void memory_drop(struct memory *m); /* all of it */
/* Of the simulator itself, for good. Never NULL. */
void *memory_own(size_t n);

#endif
