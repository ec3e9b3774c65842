/* The people of one partition: who has a file, what was last said of it, and what of the log it
 * holds. A packed table found by pid (about 110 bytes a person beside the file), and its order. */
#ifndef COASTLINE_ASSESSOR_PEOPLE_H
#define COASTLINE_ASSESSOR_PEOPLE_H

#include "domain/change.h"
#include "domain/file.h"
#include "domain/ties.h"
#include "vault/pid.h"

enum { REFUSALS_MAX = 1000 };

/* A fact that the file refused before the hub was opened: told at the opening. */
struct refusal {
    struct text event, reason;
    enum event_source source;
};
struct refusals {
    size_t n, room;
    struct refusal at[];
};

/* A snapshot as it was read; it becomes a file when no later one came. */
struct raw_snapshot {
    int64_t key_id;
    size_t n;
    uint8_t sealed[];
};

struct folder {
    char pid[PID_CHARS + 1];
    bool changed;              /* since the last checkpoint */
    bool relinked, sends;      /* linked.h: it is to be assessed; its facts are to be sent */
    bool shredded;             /* shred.h: by the record at hand */
    instant due;               /* file_due */
    int64_t holds;             /* what the log says up to this offset is in it; -1: nothing yet */
    struct file *file;         /* owned; NULL only while raw snapshots are read */
    struct change_said said;
    struct refusals *refusals; /* owned; NULL: none */
    struct raw_snapshot *raw;  /* owned; NULL but while reading */
};

struct people {
    struct folder *at; /* owned, in the order of first sight */
    size_t n, room;
    uint32_t *index; /* owned; at + 1, 0: free; open addressing, at most half full */
    size_t slots;
    uint32_t *order; /* owned; the first n_ordered by pid */
    size_t n_ordered;
    size_t n_changed;
    struct ties *links; /* owned: of all people of the hub, not only of this partition */
    bool relinked;       /* since the last checkpoint */
};

MUST_CHECK enum rc people_init(struct people *p, struct why *why);

void people_deinit(struct people *p);
/* The folder of this pid; `add`: made with an empty file if there is none. NULL: there is none, or
 * no memory. It lives until the next one is added. */
struct folder *people_find(struct people *p, struct slice pid, bool add);
/* The how-manieth by the bytes of pids; call people_sort first. */
MUST_CHECK enum rc people_sort(struct people *p, struct why *why);
static inline struct folder *people_by_pid(const struct people *p, size_t i)
{
    return &p->at[p->order[i]];
}
void people_changed(struct people *p, struct folder *f);
/* False: no memory. Beyond REFUSALS_MAX nothing is remembered. */
MUST_CHECK bool folder_refuse(struct folder *f, const struct refusal *refusal);
/* realloc, as the domain wants it. */
void *people_memory(void *at, size_t bytes);

#endif
