/* A record is walked with a stack of levels, one a record within a record: each knows its row, the
 * struct it fills, the column it is at, and how much of a list is still to come. */
#include "codec/cursor.h"
#include "codec/record.h"

enum { LEVELS_MAX = 8 };

struct list {
    size_t n;
    uint8_t *at;
};

struct level {
    const struct record_row *row;
    uint8_t *at;
    size_t column;
    bool in_list;
    uint32_t left; /* items of the block, or of the list when writing */
};

struct walk {
    struct cursor in;
    struct buffer *out;
    struct arena *arena;
    bool full;
    size_t n;
    struct level at[LEVELS_MAX];
};

static size_t item_size(const struct column_row *c)
{
    switch (c->kind) {
    case COLUMN_LONG: return sizeof(int64_t);
    case COLUMN_INT: return sizeof(int32_t);
    case COLUMN_BOOLEAN: return sizeof(bool);
    case COLUMN_TEXT:
    case COLUMN_BYTES: return sizeof(struct slice);
    case COLUMN_ENUM: return sizeof(unsigned);
    case COLUMN_RECORD: return c->record->size;
    }
    return 0;
}

static void scalar_read(struct cursor *in, const struct column_row *c, void *to)
{
    switch (c->kind) {
    case COLUMN_LONG: memcpy(to, &(int64_t){ cursor_long(in) }, sizeof(int64_t)); break;
    case COLUMN_INT: memcpy(to, &(int32_t){ cursor_int(in) }, sizeof(int32_t)); break;
    case COLUMN_BOOLEAN: memcpy(to, &(bool){ cursor_boolean(in) }, sizeof(bool)); break;
    case COLUMN_TEXT: memcpy(to, &(struct slice[]){ cursor_text(in) }, sizeof(struct slice)); break;
    case COLUMN_BYTES:
        memcpy(to, &(struct slice[]){ cursor_bytes(in, CODEC_BYTES_MAX) }, sizeof(struct slice));
        break;
    case COLUMN_ENUM:
        memcpy(to, &(unsigned){ cursor_ordinal(in, c->n_symbols) }, sizeof(unsigned));
        break;
    case COLUMN_RECORD: break;
    }
}

static void level_push(struct walk *w, const struct record_row *row, uint8_t *at)
{
    if (w->n == LEVELS_MAX)
        w->in.bad = true;
    else
        w->at[w->n++] = (struct level){ .row = row, .at = at };
}

/* A value of the column at `to`: read now, or, if it is a record, by the turns to come. */
static void value_read(struct walk *w, const struct column_row *c, uint8_t *to)
{
    if (c->kind == COLUMN_RECORD)
        level_push(w, c->record, to);
    else
        scalar_read(&w->in, c, to);
}

static void list_grow(struct walk *w, struct list *l, size_t by, size_t size)
{
    uint8_t *room = arena_take(w->arena, (l->n + by) * size);
    if (!room) {
        w->full = true;
        return;
    }
    if (l->n) memcpy(room, l->at, l->n * size);
    l->at = room;
}

static void item_read(struct walk *w, struct level *v, const struct column_row *c)
{
    struct list list;
    size_t size = item_size(c);
    memcpy(&list, v->at + c->offset, sizeof list);
    if (v->left == 0) {
        v->left = cursor_block(&w->in);
        if (v->left == 0) {
            v->in_list = false;
            v->column++;
            return;
        }
        list_grow(w, &list, v->left, size);
    }
    if (w->full) return;
    v->left--;
    list.n++;
    memcpy(v->at + c->offset, &list, sizeof list);
    value_read(w, c, list.at + (list.n - 1) * size);
}

static bool is_slice(const struct column_row *c)
{
    return c->kind == COLUMN_TEXT || c->kind == COLUMN_BYTES;
}

static void turn_read(struct walk *w)
{
    struct level *v = &w->at[w->n - 1];
    if (v->column == v->row->n_columns) {
        w->n--;
        return;
    }
    const struct column_row *c = &v->row->columns[v->column];
    if (v->in_list) {
        item_read(w, v, c);
        return;
    }
    if (c->is_list) {
        v->in_list = true;
        return;
    }
    v->column++;
    if (c->nullable && cursor_ordinal(&w->in, 2) == 0) return;
    if (c->nullable && !is_slice(c)) v->at[c->has] = 1;
    value_read(w, c, v->at + c->offset);
}

static const char *column_name(const struct level *v)
{
    size_t at = v->in_list || v->column == 0 ? v->column : v->column - 1;
    return at < v->row->n_columns ? v->row->columns[at].name : "";
}

static enum rc read_all(struct walk *w, struct why *why)
{
    const struct record_row *row = w->at[0].row;
    while (w->n) {
        struct level *v = &w->at[w->n - 1];
        turn_read(w);
        if (w->full) return why_set(why, RC_BROKEN, "%s: the arena is full", row->name);
        if (w->in.bad)
            return why_set(why, RC_REFUSED, "%s: bad bytes at %s", row->name, column_name(v));
    }
    if (w->in.at != w->in.end)
        return why_set(why, RC_REFUSED, "%s: bytes are left over", row->name);
    return RC_OK;
}

enum rc record_read(const struct record_row *row, struct slice body, struct arena *a, void *ret,
    struct why *why)
{
    if (body.n > CODEC_BYTES_MAX) return why_set(why, RC_REFUSED, "%s: over 1 MiB", row->name);
    struct walk w = { .in = cursor_on(body), .arena = a };
    uint8_t *room = arena_take(a, row->size);
    if (!room) return why_set(why, RC_BROKEN, "%s: the arena is full", row->name);
    level_push(&w, row, room);
    enum rc rc = read_all(&w, why);
    if (rc == RC_OK) memcpy(ret, room, row->size);
    return rc;
}

/* ---- the other way ---- */

static bool scalar_write(struct buffer *out, const struct column_row *c, const void *from)
{
    struct slice s = { NULL, 0 };
    int64_t l = 0;
    int32_t i = 0;
    unsigned e = 0;
    switch (c->kind) {
    case COLUMN_LONG: memcpy(&l, from, sizeof l); break;
    case COLUMN_INT: memcpy(&i, from, sizeof i); l = i; break;
    case COLUMN_BOOLEAN: buffer_byte(out, *(const uint8_t *)from != 0); return true;
    case COLUMN_TEXT:
    case COLUMN_BYTES:
        memcpy(&s, from, sizeof s);
        put_bytes(out, s);
        return s.at && (c->kind == COLUMN_BYTES || (s.n <= CODEC_TEXT_MAX && slice_is_utf8(s)));
    case COLUMN_ENUM:
        memcpy(&e, from, sizeof e);
        put_long(out, e);
        return e < c->n_symbols;
    case COLUMN_RECORD: return false;
    }
    put_long(out, l);
    return true;
}

static void value_write(struct walk *w, const struct column_row *c, uint8_t *from)
{
    if (c->kind == COLUMN_RECORD)
        level_push(w, c->record, from);
    else if (!scalar_write(w->out, c, from))
        w->in.bad = true;
}

static bool is_null(const struct level *v, const struct column_row *c)
{
    struct slice s;
    if (!is_slice(c)) return !v->at[c->has];
    memcpy(&s, v->at + c->offset, sizeof s);
    return !s.at;
}

static void item_write(struct walk *w, struct level *v, const struct column_row *c)
{
    struct list list;
    memcpy(&list, v->at + c->offset, sizeof list);
    if (v->left) {
        value_write(w, c, list.at + (list.n - v->left--) * item_size(c));
        return;
    }
    if (list.n) put_long(w->out, 0);
    v->in_list = false;
    v->column++;
}

static void list_begin(struct walk *w, struct level *v, const struct column_row *c)
{
    struct list list;
    memcpy(&list, v->at + c->offset, sizeof list);
    if (list.n > CODEC_ITEMS_MAX) w->in.bad = true;
    put_long(w->out, (int64_t)list.n);
    v->in_list = true;
    v->left = (uint32_t)list.n;
}

static void turn_write(struct walk *w)
{
    struct level *v = &w->at[w->n - 1];
    if (v->column == v->row->n_columns) {
        w->n--;
        return;
    }
    const struct column_row *c = &v->row->columns[v->column];
    if (v->in_list) {
        item_write(w, v, c);
        return;
    }
    if (c->is_list) {
        list_begin(w, v, c);
        return;
    }
    v->column++;
    bool null = c->nullable && is_null(v, c);
    if (c->nullable) put_long(w->out, !null);
    if (!null) value_write(w, c, v->at + c->offset);
}

enum rc record_write(
    const struct record_row *row, const void *from, struct buffer *out, struct why *why)
{
    struct walk w = { .out = out };
    /* only read from: a level holds what it walks as bytes to be filled when reading */
    union {
        const void *given;
        uint8_t *walked;
    } at = { .given = from };
    level_push(&w, row, at.walked);
    while (w.n && !w.in.bad) {
        struct level *v = &w.at[w.n - 1];
        turn_write(&w);
        if (w.in.bad)
            return why_set(why, RC_REFUSED, "%s: %s cannot be written", row->name, column_name(v));
    }
    if (!buffer_whole(out)) return why_set(why, RC_BROKEN, "%s: too large to write", row->name);
    return RC_OK;
}
