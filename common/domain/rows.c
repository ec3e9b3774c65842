#include "domain/rows.h"

enum { CHUNK_ROWS = 512, CHUNK_ENTRIES = 1 << 15 };

/* ---- entries ---- */

static uint32_t length_size(size_t n) { return n < 0x80 ? 1 : n < 0x4000 ? 2 : 3; }

static uint32_t length_put(uint8_t *at, size_t n)
{
    uint32_t size = length_size(n);
    for (uint32_t i = 0; i < size; i++, n >>= 7)
        at[i] = (uint8_t)((n & 0x7f) | (i + 1 < size ? 0x80 : 0));
    return size;
}

static struct slice entry_at(const uint8_t *at)
{
    size_t n = 0;
    uint32_t size = 0;
    do n |= (size_t)(at[size] & 0x7f) << (7 * size);
    while (at[size++] >= 0x80);
    return slice_of(at + size, n);
}

static uint32_t entry_size(struct slice entry)
{
    return entry.at ? length_size(entry.n) + (uint32_t)entry.n : 0;
}

static bool has_entry(const struct row *row)
{
    return (row->kind & ROW_SHAPE) == ROW_HEAVY || row->written == WRITTEN_ENTRY;
}

/* Where the entry of a row lies, or would. */
static uint32_t entry_find(const struct chunk *c, uint32_t row)
{
    uint32_t at = 0;
    if (row == c->rows.n) return c->entries.n;
    for (uint32_t i = 0; i < row; i++)
        if (has_entry(&c->rows.at[i])) at += entry_size(entry_at(c->entries.at + at));
    return at;
}

/* ---- places ---- */

struct row_at rows_at(const struct rows *r, uint32_t i)
{
    struct row_at at = { .i = i, .row = i, .moved = r->moved };
    while (at.chunk < r->chunks.n && at.row > r->chunks.at[at.chunk].rows.n)
        at.row -= r->chunks.at[at.chunk++].rows.n;
    if (at.chunk < r->chunks.n) at.entry = entry_find(&r->chunks.at[at.chunk], at.row);
    return at;
}

struct row_at rows_first(const struct rows *r, uint32_t chunk)
{
    struct row_at at = { .chunk = chunk, .moved = r->moved };
    for (uint32_t i = 0; i < chunk; i++) at.i += r->chunks.at[i].rows.n;
    return at;
}

struct row_at rows_end(const struct rows *r)
{
    if (r->chunks.n == 0) return (struct row_at){ .moved = r->moved };
    const struct chunk *c = &r->chunks.at[r->chunks.n - 1];
    return (struct row_at){ .i = r->n,
        .chunk = r->chunks.n - 1,
        .row = c->rows.n,
        .entry = c->entries.n,
        .moved = r->moved };
}

static uint32_t row_seconds_of(const struct row *row)
{
    return (uint32_t)row->seconds[1] << 16 | row->seconds[0];
}

bool rows_is_last(const struct rows *r, uint32_t seconds)
{
    if (r->chunks.n == 0) return true;
    const struct chunk *c = &r->chunks.at[r->chunks.n - 1];
    return row_seconds_of(&c->rows.at[c->rows.n - 1]) < seconds;
}

static void chunk_next(struct row_at *at)
{
    at->chunk++;
    at->row = at->entry = 0;
}

static void row_read(const struct chunk *c, const struct row_at *at, struct packed *ret)
{
    const struct row *row = &c->rows.at[at->row];
    *ret = (struct packed){
        .tag = (uint64_t)row->tag[1] << 32 | (uint32_t)row->tag[0] << 16 | c->marks.at[at->row],
        .seconds = row_seconds_of(row),
        .kind = row->kind,
        .written = row->written,
    };
    if (has_entry(row)) ret->entry = entry_at(c->entries.at + at->entry);
}

bool rows_read(const struct rows *r, struct row_at *at, struct packed *ret)
{
    if (at->moved != r->moved) *at = rows_at(r, at->i);
    if (at->i >= r->n) return false;
    while (at->row == r->chunks.at[at->chunk].rows.n) chunk_next(at);
    row_read(&r->chunks.at[at->chunk], at, ret);
    return true;
}

void rows_next(struct row_at *at, const struct packed *here)
{
    at->i++;
    at->row++;
    at->entry += entry_size(here->entry);
}

/* ---- names ---- */

/* Eight marks side by side, which a processor compares at once. */
typedef uint16_t marks8 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));

static words2 marks_equal(const uint16_t *at, marks8 wanted)
{
    marks8 marks;
    memcpy(&marks, at, sizeof marks);
    return (words2)(marks == wanted);
}

/* The next row from `row` on with this mark, or the number of rows. Most names are new, and nothing
 * is found. */
static uint32_t mark_find(const struct chunk *c, uint32_t row, uint16_t mark)
{
    const uint16_t *m = c->marks.at;
    const marks8 wanted = { mark, mark, mark, mark, mark, mark, mark, mark };
    for (; row + 32 <= c->rows.n; row += 32) {
        words2 any = marks_equal(m + row, wanted) | marks_equal(m + row + 8, wanted) |
                     marks_equal(m + row + 16, wanted) | marks_equal(m + row + 24, wanted);
        if ((any[0] | any[1]) != 0) break;
    }
    while (row < c->rows.n && m[row] != mark) row++;
    return row;
}

static void row_skip_to(const struct chunk *c, struct row_at *at, uint32_t row)
{
    at->i += row - at->row;
    for (; at->row < row; at->row++)
        if (has_entry(&c->rows.at[at->row]))
            at->entry += entry_size(entry_at(c->entries.at + at->entry));
}

bool rows_seek(const struct rows *r, struct row_at *at, uint64_t tag, struct packed *ret)
{
    for (; at->chunk < r->chunks.n; chunk_next(at)) {
        const struct chunk *c = &r->chunks.at[at->chunk];
        uint32_t row = at->row;
        while ((row = mark_find(c, row, (uint16_t)tag)) < c->rows.n) {
            const uint16_t *more = c->rows.at[row].tag;
            if (((uint64_t)more[1] << 16 | more[0]) == tag >> 16) {
                row_skip_to(c, at, row);
                row_read(c, at, ret);
                return true;
            }
            row++;
        }
        at->i += c->rows.n - at->row;
    }
    return false;
}

/* ---- putting ---- */

static bool chunk_reserve(struct chunk *c, uint32_t rows, uint32_t entries, struct room *room)
{
    return list_reserve(room, (void **)&c->marks.at, &c->marks.capacity,
               (struct list_size){ rows, sizeof *c->marks.at }) &&
           list_reserve(room, (void **)&c->rows.at, &c->rows.capacity,
               (struct list_size){ rows, sizeof *c->rows.at }) &&
           list_reserve(room, (void **)&c->entries.at, &c->entries.capacity,
               (struct list_size){ entries, 1 });
}

static struct row row_of(const struct packed *p)
{
    return (struct row){ .tag = { (uint16_t)(p->tag >> 16), (uint16_t)(p->tag >> 32) },
        .seconds = { (uint16_t)p->seconds, (uint16_t)(p->seconds >> 16) },
        .kind = p->kind,
        .written = p->written };
}

static void entry_put(struct chunk *c, uint32_t at, struct slice entry)
{
    uint32_t size = entry_size(entry);
    if (size == 0) return;
    uint8_t *to = c->entries.at + at;
    memmove(to + size, to, c->entries.n - at);
    to += length_put(to, entry.n);
    if (entry.n) memcpy(to, entry.at, entry.n);
    c->entries.n += size;
}

static bool chunk_put(
    struct chunk *c, const struct row_at *at, const struct packed *p, struct room *room)
{
    uint32_t i = at->row, after = c->rows.n - i;
    if (!chunk_reserve(c, c->rows.n + 1, c->entries.n + entry_size(p->entry), room)) return false;
    memmove(&c->marks.at[i + 1], &c->marks.at[i], after * sizeof *c->marks.at);
    memmove(&c->rows.at[i + 1], &c->rows.at[i], after * sizeof *c->rows.at);
    c->marks.at[i] = (uint16_t)p->tag;
    c->rows.at[i] = row_of(p);
    c->marks.n = ++c->rows.n;
    entry_put(c, at->entry, p->entry);
    return true;
}

/* A chunk more, before the one of this number. */
static struct chunk *chunk_add(struct rows *r, uint32_t number, struct room *room)
{
    if (!LIST_ADD(room, &r->chunks)) return NULL;
    struct chunk *c = &r->chunks.at[number];
    memmove(c + 1, c, (r->chunks.n - 1 - number) * sizeof *c);
    *c = (struct chunk){ 0 };
    return c;
}

static void chunk_trim(struct chunk *c, struct room *room)
{
    LIST_TRIM(room, &c->marks);
    LIST_TRIM(room, &c->rows);
    LIST_TRIM(room, &c->entries);
}

/* Moves the rows from this one on to a chunk of their own. */
static bool chunk_split(struct rows *r, uint32_t number, uint32_t row, struct room *room)
{
    struct chunk *to = chunk_add(r, number + 1, room);
    if (!to) return false;
    struct chunk *c = &r->chunks.at[number];
    uint32_t entry = entry_find(c, row), rows = c->rows.n - row, entries = c->entries.n - entry;
    if (!chunk_reserve(to, rows, entries, room)) {
        LIST_FREE(room, &to->marks);
        LIST_FREE(room, &to->rows);
        LIST_DROP(&r->chunks, number + 1);
        return false;
    }
    memcpy(to->marks.at, &c->marks.at[row], rows * sizeof *c->marks.at);
    memcpy(to->rows.at, &c->rows.at[row], rows * sizeof *c->rows.at);
    if (entries) memcpy(to->entries.at, &c->entries.at[entry], entries);
    to->marks.n = to->rows.n = rows, to->entries.n = entries;
    c->marks.n = c->rows.n = row, c->entries.n = entry;
    chunk_trim(c, room);
    r->moved++;
    return true;
}

static bool is_full(const struct chunk *c)
{
    return c->rows.n >= CHUNK_ROWS || (c->entries.n >= CHUNK_ENTRIES && c->rows.n > 1);
}

/* Room in the chunk of a place: what comes at the end begins a chunk, what comes between divides
 * one. */
static bool chunk_open(struct rows *r, struct row_at *at, struct room *room)
{
    if (r->chunks.n == 0) return chunk_add(r, 0, room) != NULL;
    struct chunk *c = &r->chunks.at[at->chunk];
    if (!is_full(c)) return true;
    if (at->chunk + 1 == r->chunks.n && at->row == c->rows.n) {
        chunk_trim(c, room);
        chunk_next(at);
        return chunk_add(r, at->chunk, room) != NULL;
    }
    if (!chunk_split(r, at->chunk, c->rows.n / 2, room)) return false;
    *at = rows_at(r, at->i);
    return true;
}

bool rows_put(struct rows *r, struct row_at at, const struct packed *p, struct room *room)
{
    uint32_t chunks = r->chunks.n;
    if (at.moved != r->moved) at = rows_at(r, at.i);
    if (at.i < r->n) r->moved++, at.moved++;
    if (!chunk_open(r, &at, room)) return false;
    if (!chunk_put(&r->chunks.at[at.chunk], &at, p, room)) {
        if (r->chunks.n > chunks && r->chunks.at[at.chunk].rows.n == 0) {
            struct chunk *c = &r->chunks.at[at.chunk];
            LIST_FREE(room, &c->marks);
            LIST_FREE(room, &c->rows);
            LIST_DROP(&r->chunks, at.chunk);
        }
        return false;
    }
    r->n++;
    return true;
}

bool rows_mark(struct rows *r, const struct row_at *at, bool gone)
{
    uint8_t *kind = &r->chunks.at[at->chunk].rows.at[at->row].kind;
    if (((*kind & ROW_GONE) != 0) == gone) return false;
    *kind ^= ROW_GONE;
    return true;
}

void rows_free(struct rows *r, struct room *room)
{
    for (uint32_t i = 0; i < r->chunks.n; i++) {
        LIST_FREE(room, &r->chunks.at[i].marks);
        LIST_FREE(room, &r->chunks.at[i].rows);
        LIST_FREE(room, &r->chunks.at[i].entries);
    }
    LIST_FREE(room, &r->chunks);
    r->n = 0;
    r->moved++;
}
