/* The people of a replay: found by pid, and by partition in the order of their pids. */
#ifndef COASTLINE_CLI_DUE_MATES_H
#define COASTLINE_CLI_DUE_MATES_H

#include "domain/file.h"
#include "fold/names.h"

enum { MATES_PARTITIONS = 1024 };

struct mate {
    struct text pid;
    int32_t partition;
    struct file *file; /* owned */
    instant due;       /* file_due, after its last step */
};

struct mates {
    struct mate **at; /* owned, each owned; by number */
    size_t n, room;
    struct names *names; /* pid -> number */
    struct mates_order {
        struct mate **at; /* owned */
        size_t n, room, sorted;
    } orders[MATES_PARTITIONS];
};

MUST_CHECK enum rc mates_init(struct mates *m, struct why *why);
void mates_deinit(struct mates *m);
/* With an empty file if nobody spoke of this person before; NULL: out of memory. */
struct mate *mates_find(struct mates *m, int32_t partition, struct slice pid);
bool mates_has(const struct mates *m, struct slice pid);
/* Those of a partition, by pid; lives until the next mates_find. */
const struct mates_order *mates_of(struct mates *m, int32_t partition);

#endif
