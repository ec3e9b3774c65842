/* Linked people in an exported log (fold.md R24, R43): each partition knows the links that have
 * reached it, and a person's facts count where they have arrived. A line tells that something
 * arrived and where it came from; what it was stands there. For whoever goes through a log. */
#ifndef COASTLINE_CLI_FOLD_HOPS_H
#define COASTLINE_CLI_FOLD_HOPS_H

#include "codec/json_event.h"
#include "domain/file.h"

struct hops;

/* Whose log it is. Codes of all: RC_OK or RC_BROKEN. */
struct hops_way {
    void *self;
    /* *ret: the file of this person of this partition; `add`: an empty one if there is none, else
     * NULL. */
    enum rc (*find)(
        void *self, const struct json_event *e, struct slice pid, bool add, struct file **ret);
    /* That person's file holds other facts: its step, at the line e. */
    enum rc (*step)(void *self, const struct json_event *e, struct slice pid, struct why *why);
    /* A fact came into that person's file, which answered so: its step. */
    enum rc (*fact)(void *self, const struct json_event *e, const struct fact *fact,
        const struct file_answer *answer, struct why *why);
};

struct hops *hops_new(void); /* NULL: no memory */
struct hops *hops_free(struct hops *h);

/* A line that is a fact, and its bytes. */
struct hops_line {
    const struct json_event *event;
    struct slice bytes;
};
struct hops_answer {
    struct file_answer file;
    bool here; /* it counts here, or was refused: the step is the caller's to make */
};
/* Who leads this person, as far as that partition of the log knows: `pid` itself if nobody else
 * does. Lives until the next call that is not this one, or as long as `pid`. */
struct slice hops_root(const struct hops *h, int64_t partition, struct slice pid);
/* Adds a fact to the file of its person; what others may be told of it is remembered. */
MUST_CHECK enum rc hops_add(struct hops *h, const struct hops_line *line, struct file *file,
    struct hops_answer *ret, struct why *why);
/* A line that tells of a hop. */
MUST_CHECK enum rc hops_take(struct hops *h, const struct hops_way *way, const struct json_event *e,
    struct arena *a, struct why *why);

#endif
