/* An event is its envelope, then the fields of its type in the order of its schema. The fingerprint
 * selects the type; the row of the type (baked/catalogue.h) says what to read for each field. */
#include "codec/cursor.h"
#include "codec/event.h"
#include "codec/frame.h"

enum { LEGAL_BASES_KNOWN = LEGAL_BASIS_EMERGENCY + 1 };

static struct slice maybe_text(struct cursor *c)
{
    if (cursor_ordinal(c, 2) == 0) return (struct slice){ NULL, 0 };
    return cursor_text(c);
}

/* In the order of schemas/envelope.avsc. */
static void envelope_read(struct cursor *c, struct event *e)
{
    struct fact *f = &e->fact;
    f->id = cursor_text(c);
    e->has_subject = cursor_ordinal(c, 2) == 1;
    if (e->has_subject) {
        e->subject.doc_type = (enum doc_type)cursor_ordinal(c, DOC_TYPES);
        e->subject.doc_no = cursor_text(c);
    }
    f->pid = maybe_text(c);
    f->event_time = (instant){ cursor_long(c) };
    f->recorded_at = (instant){ cursor_long(c) };
    f->version = cursor_int(c);
    f->region = maybe_text(c);
    f->town = maybe_text(c);
    f->actor = maybe_text(c);
    f->supersedes = maybe_text(c);
    f->retracts = maybe_text(c);
    f->legal_basis = (enum legal_basis)cursor_ordinal(c, LEGAL_BASES_KNOWN);
}

/* Lists may come in blocks, of one item each if somebody wants to hurt us; so room doubles, and
 * what was read is moved along. 0: there is room. */
static size_t room_wanted(size_t n, size_t by)
{
    size_t room = n ? 8 : 0;
    while (room && room < n) room *= 2;
    if (n + by <= room) return 0;
    for (room = 8; room < n + by;) room *= 2;
    return room;
}

static bool texts_grow(struct arena *a, struct fact_list *l, size_t by)
{
    size_t n = room_wanted(l->n, by);
    if (!n) return true;
    struct slice *room = arena_take(a, n * sizeof *room);
    if (room && l->n) memcpy(room, l->texts, l->n * sizeof *room);
    if (room) l->texts = room;
    return room != NULL;
}

static bool ordinals_grow(struct arena *a, struct fact_list *l, size_t by)
{
    size_t n = room_wanted(l->n, by);
    if (!n) return true;
    uint8_t *room = arena_take(a, n);
    if (room && l->n) memcpy(room, l->ordinals, l->n);
    if (room) l->ordinals = room;
    return room != NULL;
}

static bool texts_read(struct cursor *c, struct arena *a, struct fact_list *l)
{
    for (uint32_t n = cursor_block(c); n; n = cursor_block(c)) {
        if (!texts_grow(a, l, n)) return false;
        struct slice *to = (struct slice *)(uintptr_t)l->texts;
        for (; n; n--) to[l->n++] = cursor_text(c);
    }
    return true;
}

static bool ordinals_read(
    struct cursor *c, struct arena *a, const struct field_row *row, struct fact_list *l)
{
    for (uint32_t n = cursor_block(c); n; n = cursor_block(c)) {
        if (!ordinals_grow(a, l, n)) return false;
        uint8_t *to = (uint8_t *)(uintptr_t)l->ordinals;
        for (; n; n--) to[l->n++] = (uint8_t)cursor_ordinal(c, (uint32_t)row->n_symbols);
    }
    return true;
}

static bool value_read(
    struct cursor *c, struct arena *a, const struct field_row *row, struct fact_value *v)
{
    switch (row->kind) {
    case FIELD_TEXT:
    case FIELD_REGION: v->text = cursor_text(c); return true;
    case FIELD_TEXTS: return texts_read(c, a, &v->list);
    case FIELD_ENUMS: return ordinals_read(c, a, row, &v->list);
    case FIELD_ENUM: v->number = cursor_ordinal(c, (uint32_t)row->n_symbols); return true;
    case FIELD_BOOLEAN: v->number = cursor_boolean(c); return true;
    case FIELD_INTEGER:
    case FIELD_DATE: v->number = cursor_int(c); return true;
    case FIELD_INSTANT: v->number = cursor_long(c); return true;
    }
    return true;
}

/* Is it there? If so its value is next. */
static bool is_there(struct cursor *c, bool nullable)
{
    return !nullable || cursor_ordinal(c, 2) == 1;
}

static enum rc at_field(
    const struct cursor *c, bool fits, const struct event_row *row, size_t i, struct why *why)
{
    if (!fits) return why_set(why, RC_BROKEN, "%s: the arena is full", row->name);
    if (!c->bad) return RC_OK;
    return why_set(why, RC_REFUSED, "%s: bad bytes at %s", row->name, row->fields[i].name);
}

static enum rc fields_read(struct cursor *c, struct arena *a, struct event *e, struct why *why)
{
    const struct event_row *row = &event_rows[e->fact.type];
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < row->n_fields; i++) {
        const struct field_row *field = &row->fields[i];
        struct fact_value *v = &e->fact.values[i];
        v->there = is_there(c, !field->required);
        bool fits = !v->there || value_read(c, a, field, v);
        rc = at_field(c, fits, row, i, why);
    }
    return rc;
}

/* ---- by the schema of another writer ---- */

static void one_skip(struct cursor *c, enum skip_kind kind)
{
    size_t n = kind == SKIP_FLOAT ? 4 : kind == SKIP_DOUBLE ? 8 : 0;
    if (kind == SKIP_NUMBER) (void)cursor_long(c);
    if (kind == SKIP_BOOLEAN) (void)cursor_boolean(c);
    if (kind == SKIP_BYTES) (void)cursor_bytes(c, CODEC_TEXT_MAX);
    if (n > (size_t)(c->end - c->at))
        c->bad = true;
    else
        c->at += n;
}

static void unknown_skip(struct cursor *c, const struct accepted_field *f)
{
    if (!f->is_list) {
        one_skip(c, f->skip);
        return;
    }
    for (uint32_t n = cursor_block(c); n; n = cursor_block(c))
        for (; n && !c->bad; n--) one_skip(c, f->skip);
}

static enum rc accepted_read(struct cursor *c, struct arena *a, const struct accepted_row *as,
    struct event *e, struct why *why)
{
    const struct event_row *row = &event_rows[e->fact.type];
    for (size_t i = 0; i < as->n_fields; i++) {
        const struct accepted_field *f = &as->fields[i];
        bool there = is_there(c, f->nullable), fits = true;
        if (f->field >= 0) {
            struct fact_value *v = &e->fact.values[f->field];
            v->there = there;
            fits = !there || value_read(c, a, &row->fields[f->field], v);
        } else if (there) {
            unknown_skip(c, f);
            e->dropped++;
        }
        if (!fits) return why_set(why, RC_BROKEN, "%s: the arena is full", row->name);
        if (c->bad) return why_set(why, RC_REFUSED, "%s: bad bytes in a field", row->name);
    }
    return RC_OK;
}

/* ---- whole ---- */

static bool type_find(uint64_t fingerprint, enum event_type *ret, const struct accepted_row **as)
{
    *as = NULL;
    if (event_type_of(fingerprint, ret)) return true;
    *as = accepted_of(fingerprint);
    if (*as) *ret = (enum event_type)(*as)->type;
    return *as != NULL;
}

bool event_schema_is_known(uint64_t fingerprint)
{
    enum event_type type;
    const struct accepted_row *as;
    return type_find(fingerprint, &type, &as);
}

/* `as` NULL: our own schema of the type. */
static enum rc body_read(struct slice body, struct arena *a, const struct accepted_row *as,
    struct event *e, struct why *why)
{
    const struct event_row *row = &event_rows[e->fact.type];
    struct cursor c = cursor_on(body);
    if (body.n > CODEC_BYTES_MAX) return why_set(why, RC_REFUSED, "over 1 MiB");
    e->fact.source = row->source;
    e->fact.type_name = slice_str(row->name);
    envelope_read(&c, e);
    if (c.bad) return why_set(why, RC_REFUSED, "%s: bad bytes in the envelope", row->name);
    enum rc rc = as ? accepted_read(&c, a, as, e, why) : fields_read(&c, a, e, why);
    if (rc == RC_OK && c.at != c.end)
        rc = why_set(why, RC_REFUSED, "%s: bytes are left over", row->name);
    return rc;
}

enum rc event_body_read(
    enum event_type type, struct slice body, struct arena *a, struct event *ret, struct why *why)
{
    struct event e = { .fact.type = type };
    enum rc rc = body_read(body, a, NULL, &e, why);
    if (rc == RC_OK) *ret = e;
    return rc;
}

enum rc event_read(struct slice bytes, struct arena *a, struct event *ret, struct why *why)
{
    struct frame frame;
    struct event e = { .dropped = 0 };
    const struct accepted_row *as;
    enum rc rc = frame_read(bytes, &frame, why);
    if (rc != RC_OK) return rc;
    if (!type_find(frame.fingerprint, &e.fact.type, &as))
        return why_set(why, RC_REFUSED, "no schema with that fingerprint is accepted");
    rc = body_read(frame.body, a, as, &e, why);
    if (rc == RC_OK) *ret = e;
    return rc;
}

/* ---- the other way ---- */

struct pen {
    struct buffer *out;
    bool bad;
};

static void pen_text(struct pen *p, struct slice s)
{
    if (!s.at || s.n > CODEC_TEXT_MAX || !slice_is_utf8(s)) p->bad = true;
    put_bytes(p->out, s);
}

static void pen_maybe(struct pen *p, struct slice s)
{
    put_long(p->out, s.at != NULL);
    if (s.at) pen_text(p, s);
}

static void envelope_write(struct pen *p, const struct event *e)
{
    const struct fact *f = &e->fact;
    pen_text(p, f->id);
    put_long(p->out, e->has_subject);
    if (e->has_subject) {
        put_long(p->out, (int64_t)e->subject.doc_type);
        pen_text(p, e->subject.doc_no);
    }
    pen_maybe(p, f->pid);
    put_long(p->out, f->event_time.us);
    put_long(p->out, f->recorded_at.us);
    put_long(p->out, f->version);
    pen_maybe(p, f->region);
    pen_maybe(p, f->town);
    pen_maybe(p, f->actor);
    pen_maybe(p, f->supersedes);
    pen_maybe(p, f->retracts);
    put_long(p->out, (int64_t)f->legal_basis);
}

static void pen_ordinal(struct pen *p, int64_t n, size_t symbols)
{
    if (n < 0 || n >= (int64_t)symbols) p->bad = true;
    put_long(p->out, n);
}

static void list_write(struct pen *p, const struct field_row *row, const struct fact_list *l)
{
    if (l->n) put_long(p->out, (int64_t)l->n);
    for (size_t i = 0; i < l->n && row->kind == FIELD_TEXTS; i++) pen_text(p, l->texts[i]);
    for (size_t i = 0; i < l->n && row->kind == FIELD_ENUMS; i++)
        pen_ordinal(p, l->ordinals[i], row->n_symbols);
    put_long(p->out, 0);
}

static void value_write(struct pen *p, const struct field_row *row, const struct fact_value *v)
{
    if (row->required && !v->there) p->bad = true;
    if (!row->required) put_long(p->out, v->there);
    if (!v->there) return;
    switch (row->kind) {
    case FIELD_TEXT:
    case FIELD_REGION: pen_text(p, v->text); break;
    case FIELD_TEXTS:
    case FIELD_ENUMS: list_write(p, row, &v->list); break;
    case FIELD_ENUM: pen_ordinal(p, v->number, row->n_symbols); break;
    case FIELD_BOOLEAN: buffer_byte(p->out, v->number != 0); break;
    case FIELD_INTEGER:
    case FIELD_DATE:
        if (v->number != (int32_t)v->number) p->bad = true;
        put_long(p->out, v->number);
        break;
    case FIELD_INSTANT: put_long(p->out, v->number); break;
    }
}

enum rc event_write(const struct event *event, struct buffer *out, struct why *why)
{
    if (event->fact.type >= EVENT_TYPES) return why_set(why, RC_REFUSED, "no such event type");
    const struct event_row *row = &event_rows[event->fact.type];
    struct pen p = { out, false };
    frame_write(row->fingerprint, out);
    envelope_write(&p, event);
    if (p.bad) return why_set(why, RC_REFUSED, "%s: the envelope cannot be written", row->name);
    for (size_t i = 0; i < row->n_fields; i++) {
        value_write(&p, &row->fields[i], &event->fact.values[i]);
        if (p.bad)
            return why_set(
                why, RC_REFUSED, "%s: %s cannot be written", row->name, row->fields[i].name);
    }
    if (!buffer_whole(out)) return why_set(why, RC_BROKEN, "%s: too large to write", row->name);
    return RC_OK;
}
