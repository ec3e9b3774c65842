/* Two arrays of the same people: in the order they were first met, which the table of names points
 * into, and in the order of their pids, which is the order of words. */
#include <stdlib.h>

#include "fold/names.h"
#include "fold/people.h"

enum rc people_init(struct people *p, struct why *why)
{
    *p = (struct people){ .names = names_new() };
    return p->names ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

static struct person *person_free(struct person *p)
{
    if (!p) return NULL;
    p->file = file_free(p->file);
    p->own = file_free(p->own);
    free(p->spoken);
    free(p);
    return NULL;
}

void people_deinit(struct people *p)
{
    for (size_t i = 0; i < p->n; i++) p->found[i] = person_free(p->found[i]);
    p->names = names_free(p->names);
    free(p->at);
    free(p->found);
    *p = (struct people){ 0 };
}

static bool people_grow(struct people *p)
{
    if (p->n < p->capacity) return true;
    size_t capacity = MAX((size_t)64, 2 * p->capacity);
    struct person **at = realloc(p->at, capacity * sizeof *at);
    if (!at) return false;
    p->at = at;
    struct person **found = realloc(p->found, capacity * sizeof *found);
    if (!found) return false;
    p->found = found;
    p->capacity = capacity;
    return true;
}

static struct person *person_new(struct slice pid)
{
    struct person *p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->file = file_new(realloc);
    return p->file && text_copy(pid, &p->pid) ? p : person_free(p);
}

struct person *people_find(struct people *p, struct slice pid)
{
    if (!people_grow(p)) return NULL;
    int64_t place = names_put(p->names, pid, (int64_t)p->n);
    if (place < 0) return NULL;
    if (place < (int64_t)p->n) return p->found[place];
    struct person *fresh = person_new(pid);
    if (!fresh) return NULL;
    fresh->root = fresh;
    if (p->linked && !(fresh->own = file_new(realloc))) return person_free(fresh);
    fresh->place = place;
    p->found[p->n] = p->at[p->n] = fresh;
    p->n++;
    p->sorted = false;
    return fresh;
}

bool people_has(const struct people *p, struct slice pid) { return names_find(p->names, pid) >= 0; }

static int by_pid(const void *a, const void *b)
{
    const struct person *const *x = a, *const *y = b;
    return text_compare(&(*x)->pid, &(*y)->pid);
}

void people_sort(struct people *p)
{
    if (!p->sorted && p->n > 0) qsort(p->at, p->n, sizeof *p->at, by_pid);
    p->sorted = true;
}

enum rc person_spoke(struct person *p, struct spoken word, struct why *why)
{
    if (p->n_spoken == p->room) {
        size_t room = MAX((size_t)16, 2 * p->room);
        struct spoken *spoken = realloc(p->spoken, room * sizeof *spoken);
        if (!spoken) return why_set(why, RC_BROKEN, "out of memory");
        p->spoken = spoken;
        p->room = room;
    }
    p->spoken[p->n_spoken++] = word;
    return RC_OK;
}

int64_t person_number(const struct person *p, int64_t cause, int32_t index)
{
    for (size_t i = p->n_spoken; i > 0; i--)
        if (p->spoken[i - 1].cause == cause && p->spoken[i - 1].index == index)
            return p->spoken[i - 1].number;
    return 0;
}
