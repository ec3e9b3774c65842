#include "due/mates.h"

#include <stdlib.h>

static void *memory(void *at, size_t bytes)
{
    if (bytes > 0) return realloc(at, bytes);
    free(at);
    return NULL;
}

enum rc mates_init(struct mates *m, struct why *why)
{
    *m = (struct mates){ .names = names_new() };
    return m->names ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

void mates_deinit(struct mates *m)
{
    for (size_t i = 0; i < m->n; i++) {
        file_free(m->at[i]->file);
        free(m->at[i]);
    }
    for (size_t p = 0; p < MATES_PARTITIONS; p++) free(m->orders[p].at);
    m->names = names_free(m->names);
    free(m->at);
    m->at = NULL;
    m->n = 0;
}

static bool room_make(struct mate ***at, size_t n, size_t *room)
{
    if (n < *room) return true;
    size_t more = MAX((size_t)64, 2 * *room);
    struct mate **longer = realloc(*at, more * sizeof *longer);
    if (!longer) return false;
    *at = longer;
    *room = more;
    return true;
}

static struct mate *mate_new(struct slice pid)
{
    struct mate *mate = calloc(1, sizeof *mate);
    if (!mate) return NULL;
    mate->file = file_new(memory);
    if (mate->file && text_from(pid, &mate->pid)) {
        mate->due = file_due(mate->file);
        return mate;
    }
    file_free(mate->file);
    free(mate);
    return NULL;
}

struct mate *mates_find(struct mates *m, int32_t partition, struct slice pid)
{
    struct mates_order *o = &m->orders[partition];
    if (!room_make(&m->at, m->n, &m->room) || !room_make(&o->at, o->n, &o->room)) return NULL;
    int64_t place = names_put(m->names, pid, (int64_t)m->n);
    if (place < 0) return NULL;
    if (place < (int64_t)m->n) return m->at[place];
    struct mate *fresh = mate_new(pid);
    if (!fresh) return NULL;
    fresh->partition = partition;
    m->at[m->n++] = o->at[o->n++] = fresh;
    return fresh;
}

bool mates_has(const struct mates *m, struct slice pid) { return names_find(m->names, pid) >= 0; }

static int by_pid(const void *a, const void *b)
{
    const struct mate *const *x = a, *const *y = b;
    return strcmp((*x)->pid.at, (*y)->pid.at);
}

const struct mates_order *mates_of(struct mates *m, int32_t partition)
{
    struct mates_order *o = &m->orders[partition];
    if (o->sorted != o->n) qsort(o->at, o->n, sizeof *o->at, by_pid);
    o->sorted = o->n;
    return o;
}
