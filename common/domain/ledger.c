/* Records lie in the order they came and never move against each other, so that the table of names
 * and the list of links point at them; only `order` is sorted. */
#include "domain/ledger.h"
#include "domain/form.h"
#include "domain/pack.h"

/* What of its first byte belongs to a record; what became of it is judged anew. */
enum { FORM_KEPT = PACK_OLD | PACK_RETRACTION | PACK_LIGHT };

static uint8_t *record_at(const struct ledger *l, uint32_t at) { return l->bytes.at + at; }

/* ---- order ---- */

/* Sources by the bytes of their names. */
static int source_rank(enum event_source s)
{
    static const int8_t rank[SOURCES] = {
        [SOURCE_CIVIL] = 0,
        [SOURCE_HEALTH] = 1,
        [SOURCE_HR] = 2,
        [SOURCE_HUB] = 3,
        [SOURCE_JUSTICE] = 4,
        [SOURCE_POLICE] = 5,
    };
    return rank[s];
}

static int record_compare(const uint8_t *a, const uint8_t *b)
{
    char room_a[40], room_b[40];
    int64_t ta = packed_time(a).us, tb = packed_time(b).us;
    if (ta != tb) return ta < tb ? -1 : 1;
    int by_source = source_rank(packed_source(a)) - source_rank(packed_source(b));
    return by_source ? by_source : slice_compare(packed_id(a, room_a), packed_id(b, room_b));
}

/* Where the record belongs in the order. */
static uint32_t order_find(const struct ledger *l, const uint8_t *record)
{
    uint32_t low = 0, high = l->order.n;
    if (high > 0 && record_compare(record_at(l, l->order.at[high - 1]), record) < 0) return high;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (record_compare(record_at(l, l->order.at[mid]), record) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* ---- names ---- */

/* The cell of this name, or the free one where it belongs. The table is never full. */
static uint32_t *cell_find(const struct ledger *l, const struct packed_name *name)
{
    uint64_t mask = l->table.n - 1;
    for (uint64_t i = (name->tag + (uint64_t)name->source) & mask;; i = (i + 1) & mask) {
        uint32_t at = l->table.at[i];
        if (at == 0) return &l->table.at[i];
        struct packed_name other = packed_name(record_at(l, at));
        if (name_equal(&other, name)) return &l->table.at[i];
    }
}

static uint32_t *name_find(const struct ledger *l, enum event_source source, struct slice id)
{
    uint8_t room[16];
    struct packed_name name = name_of(source, id, room);
    return cell_find(l, &name);
}

static void names_fill(struct ledger *l)
{
    memset(l->table.at, 0, l->table.n * sizeof *l->table.at);
    for (uint32_t i = 0; i < l->order.n; i++) {
        struct packed_name name = packed_name(record_at(l, l->order.at[i]));
        *cell_find(l, &name) = l->order.at[i];
    }
}

/* Room for one name more, at three quarters full at most. */
static bool names_grow(struct ledger *l, struct room *room)
{
    if (l->table.n > 0 && (l->order.n + 1) * 4 <= l->table.n * 3) return true;
    uint32_t n = MAX(l->table.n * 2, 8u);
    if (!list_reserve(room, (void **)&l->table.at, &l->table.capacity,
            (struct list_size){ n, sizeof *l->table.at }))
        return false;
    l->table.n = n;
    names_fill(l);
    return true;
}

bool ledger_knows(const struct ledger *l, enum event_source source, struct slice id)
{
    return l->table.n > 0 && *name_find(l, source, id) != 0;
}

/* ---- what is live (R6) ---- */

static bool is_written_before(const struct fact *a, const struct fact *b)
{
    if (a->recorded_at.us != b->recorded_at.us) return is_before(a->recorded_at, b->recorded_at);
    return slice_compare(a->id, b->id) < 0;
}

/* Links by source, the latest written first; few. */
static void links_insert(struct ledger *l, uint32_t at, struct room *room)
{
    struct unpacked fresh, other;
    if (!LIST_ADD(room, &l->links)) return;
    unpack_fact(record_at(l, at), &l->shapes, &fresh);
    uint32_t i = l->links.n - 1;
    for (; i > 0; i--) {
        unpack_fact(record_at(l, l->links.at[i - 1]), &l->shapes, &other);
        if (!is_written_before(&other.fact, &fresh.fact)) break;
        l->links.at[i] = l->links.at[i - 1];
    }
    l->links.at[i] = at;
}

static void state_set(uint8_t *record, enum pack_state state)
{
    record[0] = (uint8_t)(record[0] | state);
}

/* What a link that counts does to its target. */
static void link_act(struct ledger *l, const struct fact *link)
{
    bool retracts = link->retracts.at != NULL;
    uint32_t at = *name_find(l, link->source, retracts ? link->retracts : link->supersedes);
    if (at == 0) return;
    struct unpacked target;
    unpack_fact(record_at(l, at), &l->shapes, &target);
    if (!is_written_before(&target.fact, link)) return;
    if (retracts)
        state_set(record_at(l, at), PACK_RETRACTED);
    else if (!target.fact.retracts.at)
        state_set(record_at(l, at), PACK_REPLACED);
}

/* Of several that replace one event only the latest written lives. */
static bool is_outwritten(const struct ledger *l, uint32_t i, const struct fact *link)
{
    for (uint32_t k = 0; k < i; k++) {
        struct unpacked later;
        const uint8_t *r = record_at(l, l->links.at[k]);
        if (r[0] & (PACK_RETRACTED | PACK_RETRACTION)) continue;
        unpack_fact(r, &l->shapes, &later);
        if (later.fact.source == link->source &&
            slice_equal(later.fact.supersedes, link->supersedes))
            return true;
    }
    return false;
}

enum { GONE = PACK_RETRACTED | PACK_REPLACED, WAS_SHIFT = 4 };

/* Notes what had become of every record, and begins anew. */
static void states_reset(struct ledger *l)
{
    for (uint32_t i = 0; i < l->order.n; i++) {
        uint8_t *r = record_at(l, l->order.at[i]);
        r[0] = (uint8_t)((r[0] & ~(GONE | GONE << WAS_SHIFT)) | (r[0] & GONE) << WAS_SHIFT);
    }
}

/* Counts what lives; returns the first place where something became of a record, or has ceased
 * to. */
static uint32_t states_compare(struct ledger *l)
{
    uint32_t first = l->order.n;
    l->live = 0;
    for (uint32_t i = 0; i < l->order.n; i++) {
        uint8_t *r = record_at(l, l->order.at[i]);
        bool gone = (r[0] & GONE) != 0, was = (r[0] & GONE << WAS_SHIFT) != 0;
        if (gone != was && i < first) first = i;
        r[0] = (uint8_t)(r[0] & ~(GONE << WAS_SHIFT));
        l->live += !gone && (r[0] & PACK_RETRACTION) == 0;
    }
    return first;
}

static uint32_t links_judge(struct ledger *l)
{
    states_reset(l);
    for (uint32_t i = 0; i < l->links.n; i++) {
        struct unpacked u;
        uint8_t *r = record_at(l, l->links.at[i]);
        if (r[0] & PACK_RETRACTED) continue;
        unpack_fact(r, &l->shapes, &u);
        link_act(l, &u.fact);
        if (!u.fact.retracts.at && is_outwritten(l, i, &u.fact)) state_set(r, PACK_REPLACED);
    }
    return states_compare(l);
}

/* Does a link name this fact, which has just come? */
static bool is_named(const struct ledger *l, const struct fact *f)
{
    for (uint32_t i = 0; i < l->links.n; i++) {
        struct unpacked u;
        unpack_fact(record_at(l, l->links.at[i]), &l->shapes, &u);
        struct slice target = u.fact.retracts.at ? u.fact.retracts : u.fact.supersedes;
        if (u.fact.source == f->source && slice_equal(target, f->id)) return true;
    }
    return false;
}

/* ---- adding ---- */

static bool bytes_add(struct ledger *l, const uint8_t *record, uint32_t n, struct room *room)
{
    uint32_t start = MAX(l->bytes.n, 1u);
    if (!list_reserve(
            room, (void **)&l->bytes.at, &l->bytes.capacity, (struct list_size){ start + n, 1 }))
        return false;
    memcpy(l->bytes.at + start, record, n);
    l->bytes.n = start + n;
    return true;
}

static bool is_same(const struct ledger *l, uint32_t at, const uint8_t *record, uint32_t n)
{
    const uint8_t *known = record_at(l, at);
    if ((known[0] & PACK_LIGHT) != (record[0] & PACK_LIGHT)) return false;
    return l->bytes.n - at >= n && memcmp(known + 1, record + 1, n - 1) == 0;
}

static bool ledger_put(
    struct ledger *l, struct slice record, struct room *room, uint32_t *ret_place)
{
    uint32_t at = MAX(l->bytes.n, 1u), place = order_find(l, record.at);
    if (record.n > UINT32_MAX - at || !names_grow(l, room)) return false;
    if (!bytes_add(l, record.at, (uint32_t)record.n, room)) return false;
    if (!LIST_ADD(room, &l->order)) {
        l->bytes.n = at;
        return false;
    }
    memmove(&l->order.at[place + 1], &l->order.at[place],
        (l->order.n - 1 - place) * sizeof *l->order.at);
    l->order.at[place] = at;
    struct packed_name name = packed_name(record_at(l, at));
    *cell_find(l, &name) = at;
    *ret_place = place;
    return true;
}

static enum ledger_took ledger_take(struct ledger *l, const struct fact *fact, struct slice record,
    struct room *room, uint32_t *ret_from)
{
    uint32_t known = 0, n = (uint32_t)record.n;
    struct packed_name name = packed_name(record.at);
    if (l->table.n > 0) known = *cell_find(l, &name);
    if (known) return is_same(l, known, record.at, n) ? LEDGER_KNEW : LEDGER_CONFLICT;
    if (!ledger_put(l, record, room, ret_from)) return LEDGER_TOOK;
    bool linked = fact->supersedes.at || fact->retracts.at;
    if (linked) links_insert(l, MAX(l->bytes.n - n, 1u), room);
    if (linked || is_named(l, fact)) {
        uint32_t changed = links_judge(l);
        *ret_from = MIN(*ret_from, changed);
    } else {
        l->live++;
    }
    return LEDGER_TOOK;
}

/* Of two facts at one moment the ids decide; where that could matter, ids are kept: a place other
 * than the usual one. */
static bool is_usual(struct ledger *l, const struct fact *f)
{
    const struct event_row *row = &event_rows[f->type];
    for (size_t i = 0; i < row->n_fields; i++) {
        if (row->fields[i].kind != FIELD_REGION || !f->values[i].there) continue;
        if (!l->usual.at[0] && !text_from(f->values[i].text, &l->usual)) return false;
        if (!slice_is(f->values[i].text, l->usual.at)) return false;
    }
    return true;
}

/* As a light record, if it is an ordinary fact; 0 if not. */
static uint32_t light_of(
    struct ledger *l, const struct fact *f, uint8_t record[PACK_MAX], struct room *room)
{
    uint32_t n;
    uint8_t shape;
    if (!pack_shape(f, record, &n) || !is_usual(l, f)) return 0;
    bool there = shapes_find(&l->shapes, slice_of(record, n), &shape) ||
                 shapes_add(&l->shapes, slice_of(record, n), room, &shape);
    return there ? pack_light(f, shape, record) : 0;
}

enum ledger_took ledger_add(
    struct ledger *l, const struct fact *fact, struct room *room, uint32_t *ret_from)
{
    uint8_t record[PACK_MAX];
    uint32_t n = light_of(l, fact, record, room);
    if (n == 0 && !pack_fact(fact, record, &n))
        return LEDGER_CONFLICT; /* the door lets no such fact pass */
    return ledger_take(l, fact, slice_of(record, n), room, ret_from);
}

void ledger_read(const struct ledger *l, uint32_t i, struct unpacked *ret)
{
    unpack_fact(record_at(l, l->order.at[i]), &l->shapes, ret);
}

void ledger_free(struct ledger *l, struct room *room)
{
    LIST_FREE(room, &l->bytes);
    LIST_FREE(room, &l->order);
    LIST_FREE(room, &l->table);
    LIST_FREE(room, &l->links);
    shapes_free(&l->shapes, room);
    l->usual = (struct text){ "" };
    l->live = 0;
}

/* A record of another ledger as one of this; 0 if it does not fit. */
static uint32_t record_from(struct ledger *to, const struct ledger *from, const uint8_t *r,
    uint8_t record[PACK_MAX], struct room *room)
{
    struct unpacked u;
    uint32_t n = 0;
    uint8_t shape;
    unpack_fact(r, &from->shapes, &u);
    if ((r[0] & PACK_LIGHT) == 0) return pack_fact(&u.fact, record, &n) ? n : 0;
    struct slice fields = shape_at(&from->shapes, r[2]);
    if (!shapes_find(&to->shapes, fields, &shape) && !shapes_add(&to->shapes, fields, room, &shape))
        return 0;
    n = pack_light(&u.fact, shape, record);
    memcpy(record + 3, r + 3, 12); /* time and tag, which the id was made of */
    return n;
}

void ledger_copy(struct ledger *to, const struct ledger *from, struct room *room)
{
    for (uint32_t i = 0; i < from->order.n && !room->failed; i++) {
        struct unpacked u;
        uint8_t record[PACK_MAX];
        const uint8_t *r = record_at(from, from->order.at[i]);
        uint32_t changed, n = record_from(to, from, r, record, room);
        if (n == 0) continue;
        record[0] = r[0] & FORM_KEPT;
        unpack_fact(record, &to->shapes, &u);
        (void)ledger_take(to, &u.fact, slice_of(record, n), room, &changed);
    }
}

/* ---- snapshot form: the records as they came ---- */

static void records_read(struct ledger *l, struct slice bytes, struct form *form, struct room *room)
{
    while (bytes.n > 0 && !room->failed) {
        struct unpacked u;
        uint32_t n, from;
        if (!pack_check(bytes, &l->shapes, &n)) {
            form->failed = true;
            return;
        }
        uint8_t record[PACK_MAX];
        memcpy(record, bytes.at, n);
        record[0] &= FORM_KEPT;
        unpack_fact(bytes.at, &l->shapes, &u);
        if (ledger_take(l, &u.fact, slice_of(record, n), room, &from) != LEDGER_TOOK)
            form->failed = true;
        bytes = slice_of(bytes.at + n, bytes.n - n);
    }
}

void ledger_form(struct ledger *l, struct form *form, struct room *room)
{
    uint32_t n = l->bytes.n > 1 ? l->bytes.n - 1 : 0;
    shapes_form(&l->shapes, form, room);
    form_text(form, &l->usual);
    if (form->failed) return;
    form_count(form, &n, 1);
    if (form->out) {
        if (n) form_bytes(form, l->bytes.at + 1, n);
        return;
    }
    if (form->failed) return;
    struct slice bytes = slice_of(form->in.at, n);
    form->in = slice_of(form->in.at + n, form->in.n - n);
    records_read(l, bytes, form, room);
}
