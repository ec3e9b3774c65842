/* The note of what stands in lists, and moving it to what should. */
#include "filed.h"

#include <stdlib.h>

static struct slice before_blank(struct slice s)
{
    const uint8_t *blank = memchr(s.at, ' ', s.n);
    return slice_of(s.at, blank ? (size_t)(blank - s.at) : s.n);
}

static bool entry_parse(struct slice field, struct slice value, struct filed *ret)
{
    struct text number = { "" };
    struct slice where = before_blank(value);
    if (where.n == value.n) return false;
    if (!text_from(slice_of(value.at + where.n + 1, value.n - where.n - 1), &number)) return false;
    *ret = (struct filed){ .is_alert = memchr(field.at, ' ', field.n) != NULL,
        .id = field,
        .where = where,
        .score = strtoll(number.at, NULL, 10) };
    return true;
}

enum rc filed_take(struct row *row, const struct answer *hash, struct arena *a, struct why *why)
{
    row->n_filed = 0;
    if (hash->kind != ANSWER_LIST || hash->n == 0) return RC_OK;
    if (hash->n / 2 > FILED_MAX) return why_set(why, RC_BROKEN, "filed: too many entries");
    row->filed = arena_take(a, FILED_MAX * sizeof *row->filed);
    if (!row->filed) return why_set(why, RC_BROKEN, "out of memory for rows");
    for (size_t i = 0; i + 1 < hash->n; i += 2) {
        struct slice field = arena_copy(a, answer_at(hash, i).text);
        struct slice value = arena_copy(a, answer_at(hash, i + 1).text);
        if (!field.at || !value.at) return why_set(why, RC_BROKEN, "out of memory for rows");
        if (!entry_parse(field, value, &row->filed[row->n_filed]))
            return why_set(why, RC_BROKEN, "filed: an entry that is not ours");
        row->n_filed++;
    }
    return RC_OK;
}

static struct filed *find(struct filed *in, size_t n, bool is_alert, struct slice id)
{
    for (size_t i = 0; i < n; i++)
        if (in[i].is_alert == is_alert && slice_equal(in[i].id, id)) return &in[i];
    return NULL;
}

struct filed *filed_find(struct row *row, bool is_alert, struct slice id)
{
    return find(row->filed, row->n_filed, is_alert, id);
}

static bool same_place(const struct filed *a, const struct filed *b)
{
    return a->score == b->score && slice_equal(a->where, b->where);
}

/* --- moving --- */

static void key_of_note(struct view *v, const struct row *row, bool *begun, const char *verb)
{
    if (*begun) return;
    *begun = true;
    writes_begin(v->writes, verb);
    view_key(v, "filed:", row->pid);
}

static void note_drops(struct view *v, const struct row *row, const struct filing *filing)
{
    bool begun = false;
    for (size_t i = 0; i < row->n_filed; i++) {
        const struct filed *f = &row->filed[i];
        struct filed *now = (struct filed *)(uintptr_t)filing->now;
        if (f->is_alert != filing->is_alert || find(now, filing->n, f->is_alert, f->id)) continue;
        key_of_note(v, row, &begun, "HDEL");
        writes_word(v->writes, f->id);
    }
    if (begun) writes_end(v->writes);
}

static void note_puts(struct view *v, struct row *row, const struct filing *filing)
{
    bool begun = false;
    for (size_t i = 0; i < filing->n; i++) {
        const struct filed *now = &filing->now[i], *old = filed_find(row, now->is_alert, now->id);
        if (old && same_place(old, now)) continue;
        key_of_note(v, row, &begun, "HSET");
        buffer_reset(v->scratch);
        buffer_printf(v->scratch, "%.*s %lld", (int)now->where.n, (const char *)now->where.at,
            (long long)now->score);
        writes_word(v->writes, now->id);
        writes_word(v->writes, buffer_slice(v->scratch));
    }
    if (begun) writes_end(v->writes);
}

static void lists_move(struct view *v, struct row *row, const struct filing *filing)
{
    struct filed *now = (struct filed *)(uintptr_t)filing->now;
    for (size_t i = 0; i < row->n_filed; i++) {
        const struct filed *f = &row->filed[i];
        if (f->is_alert != filing->is_alert) continue;
        const struct filed *kept = find(now, filing->n, f->is_alert, f->id);
        if (!kept || !slice_equal(kept->where, f->where)) filing->drop(v, row, f);
    }
    for (size_t i = 0; i < filing->n; i++) {
        const struct filed *old = filed_find(row, filing->is_alert, now[i].id);
        if (!old || !same_place(old, &now[i])) filing->put(v, row, &now[i]);
    }
}

static void row_keep(struct view *v, struct row *row, const struct filing *filing)
{
    size_t n = 0;
    if (!row->filed && filing->n) row->filed = arena_take(v->arena, FILED_MAX * sizeof *row->filed);
    if (!row->filed) {
        v->failed = v->failed || filing->n;
        return;
    }
    for (size_t i = 0; i < row->n_filed; i++)
        if (row->filed[i].is_alert != filing->is_alert) row->filed[n++] = row->filed[i];
    for (size_t i = 0; i < filing->n && n < FILED_MAX; i++) row->filed[n++] = filing->now[i];
    row->n_filed = n;
}

void filed_move(struct view *v, struct row *row, const struct filing *filing)
{
    if (!row->n_filed && !filing->n) return;
    lists_move(v, row, filing);
    note_drops(v, row, filing);
    note_puts(v, row, filing);
    row_keep(v, row, filing);
}
