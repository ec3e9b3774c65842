/* Memory of a file: lists that grow through the function a file was given, and nothing else. A list
 * that could not grow marks the room as failed and keeps what it has; whoever walks looks at the
 * end (as with struct buffer). */
#ifndef COASTLINE_DOMAIN_ROOM_H
#define COASTLINE_DOMAIN_ROOM_H

#include "base/calendar.h"
#include "base/slice.h"

/* As realloc; bytes 0: free, and the result is not looked at. */
typedef void *file_memory(void *at, size_t bytes);

struct room {
    file_memory *memory;
    size_t bytes; /* handed out and not given back */
    bool failed;  /* something did not fit: what is here is not whole */
};

/* LIST(struct span) spans: `at` is owned and moves when it grows. */
#define LIST(type)                                                                                 \
    struct {                                                                                       \
        type *at;                                                                                  \
        uint32_t n, capacity;                                                                      \
    }
/* A zeroed item more, at the end; NULL if there is no memory. */
#define LIST_ADD(room, list)                                                                       \
    (list_reserve((room), (void **)&(list)->at, &(list)->capacity,                                 \
         (struct list_size){ (list)->n + 1u, sizeof *(list)->at })                                 \
            ? memset(&(list)->at[(list)->n++], 0, sizeof *(list)->at)                              \
            : NULL)
#define LIST_DROP(list, i)                                                                         \
    memmove(&(list)->at[i], &(list)->at[(i) + 1], (--(list)->n - (i)) * sizeof *(list)->at)
#define LIST_FREE(room, list)                                                                      \
    list_free((room), (void **)&(list)->at, &(list)->n, &(list)->capacity, sizeof *(list)->at)
/* Gives back what the items do not need. */
#define LIST_TRIM(room, list)                                                                      \
    list_trim((room), (void **)&(list)->at, &(list)->capacity,                                     \
        (struct list_size){ (list)->n, sizeof *(list)->at })

struct list_size {
    uint32_t n;  /* items wanted */
    size_t item; /* bytes of one */
};

void *room_take(struct room *room, void *at, size_t old, size_t bytes); /* NULL: failed */
void room_give(struct room *room, void *at, size_t bytes);              /* back; NULL is fine */
MUST_CHECK bool list_reserve(
    struct room *room, void **at, uint32_t *capacity, struct list_size wanted);
void list_trim(struct room *room, void **at, uint32_t *capacity, struct list_size kept);
void list_free(struct room *room, void **at, uint32_t *n, uint32_t *capacity, size_t item);

/* A place as it was written, up to nine digits; "": none. */
struct code {
    char at[10];
};
/* False, and *ret untouched, if it is longer or holds a zero byte. */
MUST_CHECK bool code_from(struct slice a, struct code *ret);
static inline struct slice code_slice(const struct code *c) { return slice_str(c->at); }

/* A text's tag: what is only ever compared needs no more than 64 bits of it. 0 for no text. */
uint64_t tag_of(struct slice text);

/* Days in order, equal ones side by side. */
struct days {
    LIST(date) list;
};
void days_add(struct room *room, struct days *d, date day);
/* The last one on or before `day`; false if there is none. */
bool days_last_until(const struct days *d, date day, date *ret);

/* Sets of days: spans in order, apart from each other. */
struct span_of_days {
    date from, to; /* both included */
};
struct spans {
    LIST(struct span_of_days) list;
    uint32_t version; /* moves whenever the set may have changed */
};
void spans_add(struct room *room, struct spans *s, date from, date to); /* nothing if to < from */
bool spans_contain(const struct spans *s, date day);
/* For how many days from this one on, itself included, spans_contain says the same. */
int32_t spans_alike(const struct spans *s, date day);

#endif
