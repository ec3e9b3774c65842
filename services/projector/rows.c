/* One row a person and batch, found by pid. */
#include "rows.h"

#include <stdlib.h>

#include "board.h"
#include "filed.h"
#include "forget.h"
#include "meta.h"

enum { ARENA_MAX = 256 << 20, NONE = -1 };

struct rows {
    struct row *rows;
    size_t n, room;
    int32_t *index; /* by pid, or NONE */
    size_t slots;   /* a power of two, at least twice the changes */
    struct arena *arena;
};

struct rows *rows_new(void)
{
    CLEANUP(rows_closep) struct rows *r = calloc(1, sizeof *r);
    if (r) r->arena = arena_new(ARENA_MAX);
    return r && r->arena ? TAKE(r) : NULL;
}

struct rows *rows_close(struct rows *r)
{
    if (!r) return NULL;
    arena_free(r->arena);
    free(r->rows);
    free(r->index);
    free(r);
    return NULL;
}

struct arena *rows_arena(const struct rows *r) { return r->arena; }

/* --- finding --- */

static bool rows_reset(struct rows *r, size_t changes)
{
    size_t slots = r->slots ? r->slots : 64;
    arena_reset(r->arena);
    r->n = 0;
    while (slots < 2 * changes) slots *= 2;
    if (r->room < changes) {
        struct row *rows = realloc(r->rows, slots * sizeof *rows);
        if (!rows) return false;
        r->rows = rows;
        r->room = slots;
    }
    if (r->slots < slots) {
        int32_t *index = realloc(r->index, slots * sizeof *index);
        if (!index) return false;
        r->index = index;
        r->slots = slots;
    }
    memset(r->index, 0xff, r->slots * sizeof *r->index);
    return true;
}

static struct row *row_of(struct rows *r, struct slice pid)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a: pids are keyed hashes, nobody can aim them */
    for (size_t i = 0; i < pid.n; i++) h = (h ^ pid.at[i]) * 1099511628211u;
    size_t at = (size_t)(h ^ h >> 32) & (r->slots - 1);
    while (r->index[at] != NONE && !slice_equal(pid, r->rows[r->index[at]].pid))
        at = (at + 1) & (r->slots - 1);
    if (r->index[at] == NONE) {
        r->index[at] = (int32_t)r->n;
        r->rows[r->n] = (struct row){ .pid = pid };
        r->n++;
    }
    return &r->rows[r->index[at]];
}

static bool rows_find(struct rows *r, struct part *const *parts, size_t n_parts)
{
    size_t changes = 0;
    for (size_t i = 0; i < n_parts; i++) changes += parts[i]->n;
    if (!rows_reset(r, changes)) return false;
    for (size_t i = 0; i < n_parts; i++)
        for (struct said *s = parts[i]->said; s < parts[i]->said + parts[i]->n; s++)
            if (s->kind == WORD_CHANGE) s->row = row_of(r, slice_text(&s->heard.last.pid));
    return true;
}

/* --- reading --- */

static enum rc ask(struct rows *r, struct store *store, struct slice prefix, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < r->n; i++) {
        struct name file = name_of(prefix, "file:", r->rows[i].pid);
        const struct slice words[] = { slice_of("HGET", 4), name_slice(&file),
            slice_of("digest", 6) };
        rc = store_ask(store, words, COUNT(words), why);
    }
    return rc;
}

static enum rc take(struct row *row, struct store *store, struct why *why)
{
    struct answer a;
    enum rc rc = store_answer(store, &a, why);
    if (rc != RC_OK) return rc;
    row->there = a.kind == ANSWER_TEXT;
    if (row->there && !digests_parse(a.text, row, &row->is_filed))
        return why_set(why, RC_BROKEN, "a file in Redis has a digest that is not ours");
    return RC_OK;
}

/* Of those who stand in lists, what stands there: few have open tasks or alerts. */
static enum rc filed_read(struct rows *r, struct store *store, struct slice prefix, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < r->n; i++) {
        struct name note = name_of(prefix, "filed:", r->rows[i].pid);
        const struct slice words[] = { slice_of("HGETALL", 7), name_slice(&note) };
        if (r->rows[i].is_filed) rc = store_ask(store, words, COUNT(words), why);
    }
    for (size_t i = 0; rc == RC_OK && i < r->n; i++) {
        struct answer a;
        if (!r->rows[i].is_filed) continue;
        rc = store_answer(store, &a, why);
        if (rc == RC_OK) rc = filed_take(&r->rows[i], &a, r->arena, why);
    }
    return rc;
}

/* Of parts that end a day, what stands aside for the boards. */
static enum rc aside_read(struct rows *r, struct store *store, struct slice prefix,
    struct part *const *parts, size_t n_parts, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < n_parts; i++)
        if (board_turns(parts[i])) rc = board_ask(store, prefix, parts[i], why);
    for (size_t i = 0; rc == RC_OK && i < n_parts; i++)
        if (board_turns(parts[i])) rc = board_take(store, parts[i], r->arena, why);
    return rc;
}

/* Of parts some of whose people were shredded, the feed: one at a time, since it is long. */
static enum rc feeds_read(struct rows *r, struct store *store, struct slice prefix,
    struct part *const *parts, size_t n_parts, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < n_parts; i++) {
        if (!forget_begin(parts[i])) continue;
        rc = forget_ask(store, prefix, parts[i], why);
        if (rc == RC_OK) rc = forget_take(store, parts[i], r->arena, why);
    }
    return rc;
}

/* The place of each part, then its rows, in one pipeline; lists in another. */
enum rc rows_load(struct rows *r, struct store *store, struct slice prefix,
    struct part *const *parts, size_t n_parts, struct why *why)
{
    enum rc rc = RC_OK;
    if (!rows_find(r, parts, n_parts)) return why_set(why, RC_BROKEN, "out of memory for rows");
    for (size_t i = 0; rc == RC_OK && i < n_parts; i++)
        rc = meta_ask_place(store, prefix, parts[i], why);
    if (rc == RC_OK) rc = ask(r, store, prefix, why);
    for (size_t i = 0; rc == RC_OK && i < n_parts; i++) rc = meta_take_place(store, parts[i], why);
    for (size_t i = 0; rc == RC_OK && i < r->n; i++) rc = take(&r->rows[i], store, why);
    if (rc == RC_OK) rc = aside_read(r, store, prefix, parts, n_parts, why);
    if (rc == RC_OK) rc = feeds_read(r, store, prefix, parts, n_parts, why);
    return rc == RC_OK ? filed_read(r, store, prefix, why) : rc;
}
