/* The people of a fold: one file each, found by pid, walked in the order of their pids. */
#ifndef COASTLINE_CLI_FOLD_PEOPLE_H
#define COASTLINE_CLI_FOLD_PEOPLE_H

#include "base/rc.h"
#include "base/slice.h"
#include "domain/file.h"

/* An earlier word of this person: signals refer to each other by cause and index (design.md 4), the
 * output by number (fold.md 6). */
struct spoken {
    int64_t cause, number;
    int32_t index;
};

struct person {
    struct text pid;
    int64_t place;     /* the how-manieth person met */
    int64_t partition; /* of the log, with --log */
    struct file *file; /* owned: what is said of this person; empty while another's holds it */
    struct file *own;  /* owned: the facts filed under this pid, if this input links people */
    struct person *root; /* whose file holds them: itself, unless linked (links.h) */
    bool touched;      /* the present batch brought something */
    bool moved;        /* links: whose facts stand elsewhere now */
    struct spoken *spoken;
    size_t n_spoken, room;
};

struct people {
    struct person **at; /* in the order of pids after people_sort */
    size_t n, capacity;
    struct names *names; /* pid -> place in `found` */
    struct person **found;
    bool sorted;
    bool linked; /* this input links people */
};

MUST_CHECK enum rc people_init(struct people *p, struct why *why);
void people_deinit(struct people *p);
/* The person of this pid, with an empty file if nobody spoke of it before; NULL: no memory. */
struct person *people_find(struct people *p, struct slice pid);
bool people_has(const struct people *p, struct slice pid);
void people_sort(struct people *p);

/* Remembers a word's number; asks for it again, 0 if it was never said. */
MUST_CHECK enum rc person_spoke(struct person *p, struct spoken word, struct why *why);
int64_t person_number(const struct person *p, int64_t cause, int32_t index);

#endif
