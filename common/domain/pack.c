/* A fact as a record: light if it says what others said before it, else heavy. */
#include <endian.h>

#include "domain/pack.h"
#include "domain/pack_form.h"
#include "domain/regions.h"

struct packer {
    uint8_t *at;
    size_t n, room;
    bool failed;
};

static void put_byte(struct packer *p, uint8_t b)
{
    if (p->n >= p->room)
        p->failed = true;
    else
        p->at[p->n++] = b;
}

static void put_bytes(struct packer *p, const uint8_t *at, size_t n)
{
    if (n > p->room - p->n) p->failed = true;
    if (p->failed || n == 0) return;
    memcpy(p->at + p->n, at, n);
    p->n += n;
}

static void put_number(struct packer *p, int64_t v)
{
    uint64_t u = ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
    for (; u >= 0x80; u >>= 7) put_byte(p, (uint8_t)(u | 0x80));
    put_byte(p, (uint8_t)u);
}

static void put_text(struct packer *p, struct slice s)
{
    put_number(p, (int64_t)s.n);
    put_bytes(p, s.at, s.n);
}

static void put_value(struct packer *p, const struct field_row *row, const struct fact_value *v)
{
    switch (row->kind) {
    case FIELD_TEXT:
    case FIELD_REGION: put_text(p, v->text); break;
    case FIELD_TEXTS:
        put_number(p, (int64_t)v->list.n);
        for (size_t i = 0; i < v->list.n; i++) put_text(p, v->list.texts[i]);
        break;
    case FIELD_ENUMS: put_text(p, slice_of(v->list.ordinals, v->list.n)); break;
    case FIELD_ENUM:
    case FIELD_INTEGER:
    case FIELD_BOOLEAN:
    case FIELD_DATE:
    case FIELD_INSTANT: put_number(p, v->number); break;
    }
}

static void put_fields(struct packer *p, const struct fact *f)
{
    const struct event_row *row = &event_rows[f->type];
    uint8_t there = 0;
    for (size_t i = 0; i < row->n_fields; i++)
        there = (uint8_t)(there | (f->values[i].there ? 1u << i : 0u));
    put_byte(p, there);
    for (size_t i = 0; i < row->n_fields; i++)
        if (f->values[i].there) put_value(p, &row->fields[i], &f->values[i]);
}

static bool is_whole(int64_t us) { return us % 1000000 == 0; }

uint32_t row_seconds(instant t)
{
    int64_t since = t.us - ROW_FIRST_US;
    if (since < 0) return 0;
    return since / 1000000 < UINT32_MAX ? (uint32_t)(since / 1000000) : UINT32_MAX;
}

/* Can the row say when it was written? */
static bool is_soon(const struct fact *f)
{
    int64_t us = between(f->event_time, f->recorded_at).us;
    return us >= 0 && us <= WRITTEN_MAX * INT64_C(1000000) && is_whole(us);
}

static uint8_t form_of(const struct fact *f, const struct fact_name *name)
{
    uint32_t form = 0;
    if (name->is_uuid) form |= FORM_UUID;
    if (name->is_drawn) form |= FORM_DRAWN;
    if (!is_soon(f)) form |= FORM_RECORDED;
    if (row_time(row_seconds(f->event_time)).us != f->event_time.us) form |= FORM_EXACT;
    if (f->region.at) form |= FORM_REGION;
    if (f->supersedes.at) form |= FORM_SUPERSEDES;
    if (f->retracts.at) form |= FORM_RETRACTS;
    if (f->retracts.at && !slice_is(f->type_name, event_rows[f->type].name)) form |= FORM_NAME;
    return (uint8_t)form;
}

static void put_time(struct packer *p, instant t)
{
    uint64_t us = htole64((uint64_t)t.us);
    uint8_t bytes[sizeof us];
    memcpy(bytes, &us, sizeof us);
    put_bytes(p, bytes, sizeof bytes);
}

static uint8_t age_of(const struct fact *f)
{
    return between(f->event_time, f->stamp).us > HOURS(72).us ? ROW_OLD : 0;
}

static void put_id(
    struct packer *p, const struct fact *f, const struct fact_name *name, uint8_t form)
{
    if (form & FORM_DRAWN) {
        put_number(p, (int64_t)uuid_ms(name->uuid) - f->event_time.us / 1000);
        put_bytes(p, name->uuid + UUID_MS, DRAWN_KEPT - UUID_MS);
    } else if (form & FORM_UUID) {
        put_bytes(p, name->uuid, UUID_KEPT);
    } else {
        put_text(p, f->id);
    }
}

bool pack_fact(
    const struct fact *f, const struct fact_name *name, uint8_t room[PACK_MAX], struct packed *ret)
{
    struct packer p = { .at = room, .room = PACK_MAX };
    uint8_t form = form_of(f, name);
    put_byte(&p, (uint8_t)f->type);
    put_byte(&p, form);
    if (form & FORM_EXACT) put_time(&p, f->event_time);
    put_id(&p, f, name, form);
    if (form & FORM_RECORDED) put_number(&p, between(f->event_time, f->recorded_at).us);
    if (form & FORM_REGION) put_text(&p, f->region);
    if (form & FORM_SUPERSEDES) put_text(&p, f->supersedes);
    if (form & FORM_RETRACTS) put_text(&p, f->retracts);
    if (form & FORM_NAME) put_text(&p, f->type_name);
    put_fields(&p, f);
    *ret = (struct packed){ .tag = name->tag,
        .seconds = row_seconds(f->event_time),
        .kind = (uint8_t)(ROW_HEAVY | age_of(f)),
        .written = (uint8_t)(is_soon(f) ? between(f->event_time, f->recorded_at).us / 1000000 : 0),
        .entry = slice_of(room, p.n) };
    return !p.failed;
}

/* ---- ordinary facts ---- */

static bool is_ordinary(enum event_type t)
{
    switch ((int)t) {
    case EVENT_POLICE_CHECKIN_APP:
    case EVENT_POLICE_COUNSELLING_VIDEO:
    case EVENT_POLICE_STATION_ACTIVITY:
    case EVENT_HEALTH_MMT_DOSE:
    case EVENT_HR_PENSION_CONTRIBUTED:
    case EVENT_CIVIL_ALLOWANCE_PAID: return true;
    default: return false;
    }
}

/* A code without a meaning on its day becomes a task that names the fact (R40). */
static bool places_known(const struct fact *f)
{
    const struct event_row *row = &event_rows[f->type];
    for (size_t i = 0; i < row->n_fields; i++) {
        if (row->fields[i].kind != FIELD_REGION || !f->values[i].there) continue;
        if (!county_known(region_today(f->values[i].text, instant_date(f->event_time))))
            return false;
    }
    return true;
}

/* Are the milliseconds of the id those that its tag says beside recorded_at? */
static bool id_says_when(const struct fact *f, const struct fact_name *name)
{
    int64_t ms = (int64_t)uuid_ms(name->uuid) - f->recorded_at.us / 1000;
    return name->is_drawn && ms >= INT16_MIN && ms <= INT16_MAX;
}

bool pack_shape(const struct fact *f, const struct fact_name *name, uint8_t at[SHAPE_BYTES],
    uint32_t *ret_n)
{
    if (!is_ordinary(f->type) || !id_says_when(f, name)) return false;
    if (row_time(row_seconds(f->event_time)).us != f->event_time.us) return false;
    if (f->region.at || f->supersedes.at || f->retracts.at) return false;
    if (!is_whole(between(f->event_time, f->recorded_at).us) || !places_known(f)) return false;
    struct packer p = { .at = at, .room = SHAPE_BYTES };
    put_byte(&p, (uint8_t)f->type);
    put_fields(&p, f);
    *ret_n = (uint32_t)p.n;
    return !p.failed;
}

void pack_light(const struct fact *f, const struct fact_name *name, uint8_t shape,
    uint8_t room[NUMBER_BYTES], struct packed *ret)
{
    int64_t written = between(f->event_time, f->recorded_at).us / 1000000;
    bool fits = written >= 0 && written <= WRITTEN_MAX;
    struct packer p = { .at = room, .room = NUMBER_BYTES };
    if (!fits) put_number(&p, written);
    *ret = (struct packed){ .tag = name->tag,
        .seconds = row_seconds(f->event_time),
        .kind = (uint8_t)(shape | age_of(f)),
        .written = (uint8_t)(fits ? written : WRITTEN_ENTRY),
        .entry = fits ? (struct slice){ 0 } : slice_of(room, p.n) };
}
