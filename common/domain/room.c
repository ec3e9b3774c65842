#include "domain/room.h"

void *room_take(struct room *room, void *at, size_t old, size_t bytes)
{
    void *fresh = room->memory(at, bytes);
    if (!fresh) {
        room->failed = true;
        return NULL;
    }
    room->bytes += bytes - old;
    return fresh;
}

void room_give(struct room *room, void *at, size_t bytes)
{
    if (!at) return;
    (void)room->memory(at, 0);
    room->bytes -= bytes;
}

bool list_reserve(struct room *room, void **at, uint32_t *capacity, struct list_size wanted)
{
    if (wanted.n <= *capacity) return true;
    uint32_t more = MAX(wanted.n, *capacity + *capacity / 16);
    if (more < 2 && wanted.item <= 16) more = 2; /* large items are mostly single */
    void *fresh = room_take(room, *at, *capacity * wanted.item, more * wanted.item);
    if (!fresh) return false;
    *at = fresh;
    *capacity = more;
    return true;
}

void list_trim(struct room *room, void **at, uint32_t *capacity, struct list_size kept)
{
    if (kept.n == *capacity || kept.n == 0) return;
    void *fresh = room->memory(*at, kept.n * kept.item);
    if (!fresh) return; /* it stays as it was */
    room->bytes -= (*capacity - kept.n) * kept.item;
    *at = fresh;
    *capacity = kept.n;
}

void list_free(struct room *room, void **at, uint32_t *n, uint32_t *capacity, size_t item)
{
    room_give(room, *at, *capacity * item);
    *at = NULL;
    *n = *capacity = 0;
}

bool code_from(struct slice a, struct code *ret)
{
    if (a.n >= sizeof ret->at || (a.n > 0 && memchr(a.at, 0, a.n))) return false;
    *ret = (struct code){ "" };
    if (a.n > 0) memcpy(ret->at, a.at, a.n);
    return true;
}

/* FNV-1a, with its bits stirred at the end. */
uint64_t tag_of(struct slice text)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    if (!text.at) return 0;
    for (size_t i = 0; i < text.n; i++) h = (h ^ text.at[i]) * UINT64_C(0x100000001b3);
    h ^= h >> 32;
    h *= UINT64_C(0x9e3779b97f4a7c15);
    h ^= h >> 29;
    return h ? h : 1;
}

/* ---- days ---- */

/* The place of the first day after `day`. */
static uint32_t days_after(const struct days *d, date day)
{
    uint32_t low = 0, high = d->list.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (d->list.at[mid].days <= day.days)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

void days_add(struct room *room, struct days *d, date day)
{
    uint32_t i = days_after(d, day);
    if (!LIST_ADD(room, &d->list)) return;
    memmove(&d->list.at[i + 1], &d->list.at[i], (d->list.n - 1 - i) * sizeof *d->list.at);
    d->list.at[i] = day;
}

bool days_last_until(const struct days *d, date day, date *ret)
{
    uint32_t i = days_after(d, day);
    if (i > 0) *ret = d->list.at[i - 1];
    return i > 0;
}

/* ---- spans ---- */

/* The first span that ends on or after `day`. */
static uint32_t spans_find(const struct spans *s, int32_t day)
{
    uint32_t low = 0, high = s->list.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (s->list.at[mid].to.days < day)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool spans_contain(const struct spans *s, date day)
{
    uint32_t i = spans_find(s, day.days);
    return i < s->list.n && s->list.at[i].from.days <= day.days;
}

int32_t spans_alike(const struct spans *s, date day)
{
    uint32_t i = spans_find(s, day.days);
    if (i == s->list.n) return INT32_MAX;
    const struct span_of_days *span = &s->list.at[i];
    bool in = span->from.days <= day.days;
    int64_t n = in ? (int64_t)span->to.days - day.days + 1 : (int64_t)span->from.days - day.days;
    return (int32_t)MIN(n, INT32_MAX);
}

void spans_add(struct room *room, struct spans *s, date from, date to)
{
    if (to.days < from.days) return;
    s->version++;
    uint32_t first = spans_find(s, from.days - 1), last = first;
    for (; last < s->list.n && s->list.at[last].from.days <= to.days + 1; last++) {
        from.days = MIN(from.days, s->list.at[last].from.days);
        to.days = MAX(to.days, s->list.at[last].to.days);
    }
    if (first == last && !LIST_ADD(room, &s->list)) return;
    if (first == last)
        memmove(&s->list.at[first + 1], &s->list.at[first],
            (s->list.n - 1 - first) * sizeof *s->list.at);
    else if (last - first > 1) {
        memmove(&s->list.at[first + 1], &s->list.at[last], (s->list.n - last) * sizeof *s->list.at);
        s->list.n -= last - first - 1;
    }
    s->list.at[first] = (struct span_of_days){ from, to };
}
