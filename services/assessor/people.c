/* Folders stand in one array and do not move out of it; the index and the order hold their numbers.
 * Who came since the last sorting stands at the end of the order, and is merged in. */
#include "people.h"

#include <stdlib.h>
#include <string.h>

void *people_memory(void *at, size_t bytes)
{
    if (bytes) return realloc(at, bytes);
    free(at);
    return NULL;
}

static void folder_deinit(struct folder *f)
{
    f->file = file_free(f->file);
    free(f->refusals);
    free(f->raw);
}

enum rc people_init(struct people *p, struct why *why)
{
    *p = (struct people){ .links = ties_new(people_memory) };
    return p->links ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

void people_deinit(struct people *p)
{
    ties_free(p->links);
    for (size_t i = 0; i < p->n; i++) folder_deinit(&p->at[i]);
    free(p->at);
    free(p->index);
    free(p->order);
    *p = (struct people){ 0 };
}

/* --- by pid --- */

static size_t slot_of(const struct people *p, struct slice pid)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a: pids are keyed hashes, nobody can aim them */
    for (size_t i = 0; i < pid.n; i++) h = (h ^ pid.at[i]) * 1099511628211u;
    size_t at = (size_t)(h ^ h >> 32) & (p->slots - 1);
    while (p->index[at] && !slice_is(pid, p->at[p->index[at] - 1].pid))
        at = (at + 1) & (p->slots - 1);
    return at;
}

static bool index_grow(struct people *p)
{
    size_t slots = p->slots ? 2 * p->slots : 256;
    uint32_t *index = calloc(slots, sizeof *index);
    if (!index) return false;
    free(p->index);
    p->index = index;
    p->slots = slots;
    for (size_t i = 0; i < p->n; i++)
        p->index[slot_of(p, slice_str(p->at[i].pid))] = (uint32_t)i + 1;
    return true;
}

static bool room_grow(struct people *p)
{
    size_t room = p->room ? 2 * p->room : 128;
    if (room > UINT32_MAX / 2) return false;
    struct folder *at = realloc(p->at, room * sizeof *at);
    if (!at) return false;
    p->at = at;
    uint32_t *order = realloc(p->order, room * sizeof *order);
    if (!order) return false;
    p->order = order;
    p->room = room;
    return true;
}

static struct folder *folder_add(struct people *p, struct slice pid)
{
    if (pid.n == 0 || pid.n > PID_CHARS) return NULL;
    if (p->n == p->room && !room_grow(p)) return NULL;
    if (2 * p->n + 2 > p->slots && !index_grow(p)) return NULL;
    struct file *file = file_new(people_memory);
    if (!file) return NULL;
    struct folder *f = &p->at[p->n];
    *f = (struct folder){ .file = file, .holds = -1, .due = file_due(file) };
    memcpy(f->pid, pid.at, pid.n);
    p->index[slot_of(p, pid)] = (uint32_t)p->n + 1;
    p->order[p->n] = (uint32_t)p->n;
    p->n++;
    return f;
}

struct folder *people_find(struct people *p, struct slice pid, bool add)
{
    uint32_t found = p->slots ? p->index[slot_of(p, pid)] : 0;
    if (found) return &p->at[found - 1];
    return add ? folder_add(p, pid) : NULL;
}

/* --- in order --- */

static int by_pid(const void *a, const void *b, void *at)
{
    const struct folder *folders = at;
    const uint32_t *x = a, *y = b;
    return strcmp(folders[*x].pid, folders[*y].pid);
}

static void merge(const struct people *p, uint32_t *to)
{
    const uint32_t *old = p->order, *old_end = old + p->n_ordered;
    const uint32_t *fresh = old_end, *fresh_end = p->order + p->n;
    while (old < old_end && fresh < fresh_end)
        *to++ = by_pid(old, fresh, p->at) <= 0 ? *old++ : *fresh++;
    while (old < old_end) *to++ = *old++;
    while (fresh < fresh_end) *to++ = *fresh++;
}

enum rc people_sort(struct people *p, struct why *why)
{
    if (p->n_ordered == p->n) return RC_OK;
    uint32_t *order = malloc(p->room * sizeof *order);
    if (!order) return why_set(why, RC_BROKEN, "out of memory");
    qsort_r(p->order + p->n_ordered, p->n - p->n_ordered, sizeof *order, by_pid, p->at);
    merge(p, order);
    free(p->order);
    p->order = order;
    p->n_ordered = p->n;
    return RC_OK;
}

/* --- one folder --- */

void people_changed(struct people *p, struct folder *f)
{
    p->n_changed += !f->changed;
    f->changed = true;
}

bool folder_refuse(struct folder *f, const struct refusal *refusal)
{
    size_t n = f->refusals ? f->refusals->n : 0, room = f->refusals ? f->refusals->room : 0;
    if (n == REFUSALS_MAX) return true;
    if (n == room) {
        room = room ? 2 * room : 2;
        struct refusals *more = realloc(f->refusals, sizeof *more + room * sizeof more->at[0]);
        if (!more) return false;
        f->refusals = more;
        f->refusals->room = room;
    }
    f->refusals->at[n] = *refusal;
    f->refusals->n = n + 1;
    return true;
}
