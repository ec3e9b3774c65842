/* Facts go in by name, lie by time, and come out in order. */
#include "domain/ledger.h"
#include "domain/form.h"

/* ---- names ---- */

bool ledger_find(const struct ledger *l, const struct fact_name *name, struct row_at *ret,
    struct packed *ret_packed)
{
    *ret = rows_first(&l->rows, 0);
    for (; rows_seek(&l->rows, ret, name->tag, ret_packed); rows_next(ret, ret_packed))
        if (packed_has(ret_packed, &l->shapes, name)) return true;
    return false;
}

bool ledger_knows(const struct ledger *l, enum event_source source, struct slice id)
{
    struct fact_name name = name_of(source, id);
    struct row_at at;
    struct packed p;
    return ledger_find(l, &name, &at, &p);
}

bool ledger_next(const struct ledger *l, struct row_at *at, struct unpacked *ret)
{
    struct packed p;
    if (!rows_read(&l->rows, at, &p)) return false;
    unpack_fact(&p, &l->shapes, ret);
    rows_next(at, &p);
    return true;
}

/* ---- order ---- */

/* The last chunk that begins before the record. */
static uint32_t chunk_find(const struct ledger *l, const struct packed *p)
{
    uint32_t low = 0, high = l->rows.chunks.n;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        struct row_at at = { .i = 0, .chunk = mid, .moved = l->rows.moved };
        struct packed first;
        if (rows_read(&l->rows, &at, &first) && packed_compare(&first, p, &l->shapes) < 0)
            low = mid;
        else
            high = mid;
    }
    return low;
}

/* Where the record belongs in the order. */
static struct row_at order_find(const struct ledger *l, const struct packed *p)
{
    struct packed other;
    if (rows_is_last(&l->rows, p->seconds)) return rows_end(&l->rows);
    struct row_at at = rows_first(&l->rows, chunk_find(l, p));
    while (rows_read(&l->rows, &at, &other) && packed_compare(&other, p, &l->shapes) < 0)
        rows_next(&at, &other);
    return at;
}

/* ---- adding ---- */

/* The shape of the fact, if it is an ordinary one. */
static bool shape_of(struct ledger *l, const struct fact *f, const struct fact_name *name,
    struct room *room, uint8_t *ret)
{
    uint32_t n;
    uint8_t bytes[SHAPE_BYTES];
    if (!pack_shape(f, name, bytes, &n)) return false;
    return shapes_find(&l->shapes, slice_of(bytes, n), ret) ||
           shapes_add(&l->shapes, slice_of(bytes, n), room, ret);
}

static bool entry_equal(const struct packed *a, const struct packed *b)
{
    if (a->seconds != b->seconds || a->written != b->written) return false;
    if (!a->entry.at || !b->entry.at) return a->entry.at == b->entry.at;
    return slice_equal(a->entry, b->entry);
}

/* Has the fact the content that is known under its name? */
static bool is_same_heavy(
    const struct packed *known, const struct fact *f, const struct fact_name *name)
{
    uint8_t bytes[PACK_MAX];
    struct packed p;
    return pack_fact(f, name, bytes, &p) && entry_equal(known, &p);
}

static bool is_same(const struct ledger *l, const struct packed *known, const struct fact *f,
    const struct fact_name *name)
{
    uint8_t fields[SHAPE_BYTES], number[NUMBER_BYTES], shape = known->kind & ROW_SHAPE;
    struct packed p;
    uint32_t n;
    if (packed_is_heavy(known)) return is_same_heavy(known, f, name);
    if (!pack_shape(f, name, fields, &n)) return false;
    if (!slice_equal(shape_at(&l->shapes, shape), slice_of(fields, n))) return false;
    pack_light(f, name, shape, number, &p);
    return entry_equal(known, &p);
}

/* A record whose name is new. */
static void ledger_put(
    struct ledger *l, const struct packed *p, struct room *room, uint32_t *ret_from)
{
    struct row_at at = order_find(l, p);
    bool links = packed_is_link(p);
    *ret_from = at.i;
    if ((links && !links_reserve(l, room)) || !rows_put(&l->rows, at, p, room)) return;
    if (links || l->links.n > 0) *ret_from = links_settle(l, rows_at(&l->rows, at.i));
}

static enum ledger_took heavy_add(struct ledger *l, const struct fact *fact,
    const struct fact_name *name, struct room *room, uint32_t *ret_from)
{
    uint8_t bytes[PACK_MAX];
    struct packed p;
    if (!pack_fact(fact, name, bytes, &p)) return LEDGER_CONFLICT; /* the door lets none pass */
    ledger_put(l, &p, room, ret_from);
    return LEDGER_TOOK;
}

enum ledger_took ledger_add(
    struct ledger *l, const struct fact *fact, struct room *room, uint32_t *ret_from)
{
    uint8_t shape, number[NUMBER_BYTES];
    struct packed p;
    struct row_at at;
    struct fact_name name = name_of(fact->source, fact->id);
    if (ledger_find(l, &name, &at, &p))
        return is_same(l, &p, fact, &name) ? LEDGER_KNEW : LEDGER_CONFLICT;
    if (!shape_of(l, fact, &name, room, &shape)) return heavy_add(l, fact, &name, room, ret_from);
    pack_light(fact, &name, shape, number, &p);
    ledger_put(l, &p, room, ret_from);
    return LEDGER_TOOK;
}

void ledger_free(struct ledger *l, struct room *room)
{
    rows_free(&l->rows, room);
    LIST_FREE(room, &l->links);
    shapes_free(&l->shapes, room);
}

/* ---- from elsewhere ---- */

static bool is_known(const struct ledger *l, const struct fact_name *name)
{
    struct row_at at;
    struct packed p;
    return ledger_find(l, name, &at, &p);
}

/* A light record of another ledger, kept whole with what it has of its id. */
static void light_whole(
    struct ledger *to, const struct packed *p, const struct fact *f, struct room *room)
{
    uint32_t changed;
    uint8_t bytes[PACK_MAX];
    struct fact_name name = { .source = f->source, .tag = p->tag };
    struct packed whole;
    if (!pack_fact(f, &name, bytes, &whole)) return;
    whole.kind = (uint8_t)(ROW_HEAVY | (p->kind & ROW_OLD));
    ledger_put(to, &whole, room, &changed);
}

static void record_copy(
    struct ledger *to, const struct ledger *from, struct packed *p, struct room *room)
{
    struct unpacked u;
    uint32_t changed;
    uint8_t shape = ROW_HEAVY;
    unpack_fact(p, &from->shapes, &u);
    struct fact_name name = packed_name(p, &u);
    if (is_known(to, &name)) return;
    if (!packed_is_heavy(p)) {
        struct slice fields = shape_at(&from->shapes, p->kind & ROW_SHAPE);
        bool there = shapes_find(&to->shapes, fields, &shape) ||
                     shapes_add(&to->shapes, fields, room, &shape);
        if (!there) {
            light_whole(to, p, &u.fact, room);
            return;
        }
    }
    p->kind = (uint8_t)((p->kind & ROW_OLD) | shape);
    ledger_put(to, p, room, &changed);
}

void ledger_copy(struct ledger *to, const struct ledger *from, struct room *room)
{
    struct row_at at = rows_first(&from->rows, 0);
    struct packed p;
    while (!room->failed && rows_read(&from->rows, &at, &p)) {
        rows_next(&at, &p);
        record_copy(to, from, &p, room);
    }
}

/* ---- snapshot form: the records in order ---- */

static void form_number(struct form *form, uint64_t *v, size_t n)
{
    uint8_t bytes[8] = { 0 };
    for (size_t i = 0; i < n; i++) bytes[i] = (uint8_t)(*v >> (8 * i));
    form_bytes(form, bytes, n);
    *v = 0;
    for (size_t i = 0; i < n; i++) *v |= (uint64_t)bytes[i] << (8 * i);
}

static void record_form(struct packed *p, struct form *form)
{
    uint64_t seconds = p->seconds, n = p->entry.n;
    form_bytes(form, &p->kind, 1);
    form_bytes(form, &p->written, 1);
    form_number(form, &p->tag, 6);
    form_number(form, &seconds, 4);
    p->seconds = (uint32_t)seconds;
    if (!packed_is_heavy(p) && p->written != WRITTEN_ENTRY) return;
    form_number(form, &n, 2);
    if (form->out) {
        buffer_add(form->out, p->entry);
        return;
    }
    if (n > form->in.n) form->failed = true;
    if (form->failed) return;
    p->entry = slice_of(form->in.at, n);
    form->in = slice_of(form->in.at + n, form->in.n - n);
}

static void records_write(const struct ledger *l, struct form *form)
{
    struct row_at at = rows_first(&l->rows, 0);
    struct packed p;
    while (rows_read(&l->rows, &at, &p)) {
        rows_next(&at, &p);
        p.kind &= (uint8_t)~ROW_GONE;
        record_form(&p, form);
    }
}

static void record_read(struct ledger *l, struct packed *last, struct form *form, struct room *room)
{
    struct packed p = { 0 };
    struct unpacked u;
    uint32_t from;
    record_form(&p, form);
    if (form->failed || (p.kind & ROW_GONE) || !pack_check(&p, &l->shapes)) {
        form->failed = true;
        return;
    }
    unpack_fact(&p, &l->shapes, &u);
    struct fact_name name = packed_name(&p, &u);
    bool ordered = l->rows.n == 0 || packed_compare(last, &p, &l->shapes) < 0;
    if (!ordered || name.tag != p.tag || is_known(l, &name)) form->failed = true;
    if (form->failed) return;
    ledger_put(l, &p, room, &from);
    *last = p;
}

void ledger_form(struct ledger *l, struct form *form, struct room *room)
{
    enum { RECORD_LEAST = 12 };
    uint32_t n = l->rows.n;
    struct packed last = { 0 };
    shapes_form(&l->shapes, form, room);
    form_count(form, &n, RECORD_LEAST);
    if (form->failed) return;
    if (form->out) records_write(l, form);
    for (uint32_t i = 0; !form->out && i < n && !form->failed && !room->failed; i++)
        record_read(l, &last, form, room);
}
