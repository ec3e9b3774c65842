/* The same steps as unpacking, with every length looked at: for bytes that come from a snapshot. */
#include <endian.h>

#include "domain/pack.h"
#include "domain/pack_form.h"

struct checker {
    const uint8_t *at;
    size_t left;
    bool failed;
};

static void skip(struct checker *c, size_t n)
{
    if (n > c->left) c->failed = true;
    if (c->failed) return;
    c->at += n;
    c->left -= n;
}

static uint8_t check_byte(struct checker *c)
{
    uint8_t b = c->left > 0 ? *c->at : 0;
    skip(c, 1);
    return b;
}

static int64_t check_number(struct checker *c)
{
    uint64_t u = 0;
    for (int shift = 0; shift < 64 && !c->failed; shift += 7) {
        uint8_t b = check_byte(c);
        u |= (uint64_t)(b & 0x7f) << shift;
        if (b < 0x80) return (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
    }
    c->failed = true;
    return 0;
}

/* Between least and most bytes. A zero byte may be among them: the door takes U+0000 in a text. */
static void check_text(struct checker *c, int64_t least, int64_t most)
{
    int64_t n = check_number(c);
    if (n < least || n > most || (size_t)n > c->left) c->failed = true;
    if (!c->failed) skip(c, (size_t)n);
}

static void check_texts(struct checker *c, const struct field_row *row)
{
    int64_t n = check_number(c);
    if (n < 0 || n > FACT_LIST_MAX) c->failed = true;
    for (int64_t i = 0; !c->failed && i < n; i++) check_text(c, 0, row->max);
}

static void check_enums(struct checker *c, const struct field_row *row)
{
    int64_t n = check_number(c);
    if (n < 0 || n > FACT_LIST_MAX) c->failed = true;
    for (int64_t i = 0; !c->failed && i < n; i++)
        if (check_byte(c) >= row->n_symbols) c->failed = true;
}

static void check_within(struct checker *c, int64_t least, int64_t most)
{
    int64_t n = check_number(c);
    if (n < least || n > most) c->failed = true;
}

static void check_value(struct checker *c, const struct field_row *row)
{
    switch (row->kind) {
    case FIELD_TEXT: check_text(c, 0, row->max); break;
    case FIELD_REGION: check_text(c, 2, 9); break;
    case FIELD_TEXTS: check_texts(c, row); break;
    case FIELD_ENUMS: check_enums(c, row); break;
    case FIELD_ENUM: check_within(c, 0, (int64_t)row->n_symbols - 1); break;
    case FIELD_INTEGER: check_within(c, row->min, row->max); break;
    case FIELD_BOOLEAN: check_within(c, 0, 1); break;
    case FIELD_DATE: check_within(c, date_of(1900, 1, 1).days, date_of(2199, 12, 31).days); break;
    case FIELD_INSTANT: check_within(c, PACK_FIRST_US, PACK_LAST_US); break;
    }
}

static void check_fields(struct checker *c, const struct event_row *row)
{
    uint8_t there = check_byte(c);
    if (there >> row->n_fields) c->failed = true;
    for (size_t i = 0; !c->failed && i < row->n_fields; i++)
        if (there >> i & 1) check_value(c, &row->fields[i]);
}

static void check_uuid(struct checker *c, uint8_t form)
{
    bool drawn = (form & FORM_DRAWN) != 0;
    if (drawn) check_within(c, -PACK_LAST_US, INT64_C(1) << 49);
    skip(c, drawn ? DRAWN_KEPT - UUID_MS : UUID_KEPT);
}

static void check_head(struct checker *c, uint8_t form)
{
    if (form & FORM_UUID)
        check_uuid(c, form);
    else
        check_text(c, 1, TEXT_MAX);
    if (form & FORM_RECORDED) check_within(c, PACK_FIRST_US - PACK_LAST_US, PACK_LAST_US);
    if (form & FORM_REGION) check_text(c, 6, 9);
    if (form & FORM_SUPERSEDES) check_text(c, 1, TEXT_MAX);
    if (form & FORM_RETRACTS) check_text(c, 1, TEXT_MAX);
    if (form & FORM_NAME) check_text(c, 1, TEXT_MAX);
}

bool shape_check(struct slice shape)
{
    if (shape.n < 2 || shape.n > SHAPE_BYTES || shape.at[0] >= EVENT_TYPES) return false;
    struct checker c = { shape.at + 1, shape.n - 1, false };
    check_fields(&c, &event_rows[shape.at[0]]);
    return !c.failed && c.left == 0;
}

static bool light_check(const struct packed *p, const struct shapes *shapes)
{
    struct checker c = { p->entry.at, p->entry.n, false };
    if ((p->kind & ROW_SHAPE) >= shapes->n) return false;
    if (p->written != WRITTEN_ENTRY) return p->entry.at == NULL;
    check_within(&c, (PACK_FIRST_US - PACK_LAST_US) / 1000000, PACK_LAST_US / 1000000);
    return !c.failed && c.left == 0;
}

/* The time that the row cannot say in full; what it says must fit. */
static void check_time(struct checker *c, uint32_t seconds)
{
    uint64_t us = 0;
    const uint8_t *at = c->at;
    skip(c, sizeof us);
    if (c->failed) return;
    memcpy(&us, at, sizeof us);
    instant t = { (int64_t)le64toh(us) };
    if (t.us < PACK_FIRST_US || t.us > PACK_LAST_US || row_seconds(t) != seconds) c->failed = true;
}

bool pack_check(const struct packed *p, const struct shapes *shapes)
{
    if (!packed_is_heavy(p)) return light_check(p, shapes);
    struct checker c = { p->entry.at, p->entry.n, p->entry.n < AT_REST || p->entry.n > PACK_MAX };
    if (c.failed || p->entry.at[AT_TYPE] >= EVENT_TYPES || p->written > WRITTEN_MAX) return false;
    uint8_t form = p->entry.at[AT_FORM];
    skip(&c, AT_REST);
    if (form & FORM_EXACT) check_time(&c, p->seconds);
    check_head(&c, form);
    if (!c.failed) check_fields(&c, &event_rows[p->entry.at[AT_TYPE]]);
    return !c.failed && c.left == 0;
}
