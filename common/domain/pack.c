#include <endian.h>

#include "domain/pack.h"
#include "domain/pack_form.h"
#include "domain/regions.h"

enum { UUID_TEXT = 36 };

/* ---- writing ---- */

struct packer {
    uint8_t *at;
    size_t n;
    bool failed;
};

static void put_byte(struct packer *p, uint8_t b)
{
    if (p->n >= PACK_MAX)
        p->failed = true;
    else
        p->at[p->n++] = b;
}

static void put_bytes(struct packer *p, const uint8_t *at, size_t n)
{
    if (n > PACK_MAX - p->n) p->failed = true;
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

static int hex_of(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A UUID in the usual writing, and no other, becomes 16 bytes. */
static bool uuid_bytes(struct slice id, uint8_t ret[16])
{
    if (id.n != UUID_TEXT) return false;
    size_t n = 0;
    for (size_t i = 0; i < UUID_TEXT; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        int h = hex_of(id.at[i]);
        if (dash ? id.at[i] != '-' : h < 0) return false;
        if (dash) continue;
        ret[n / 2] = (uint8_t)(n % 2 == 0 ? h << 4 : ret[n / 2] | h);
        n++;
    }
    return true;
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

static uint8_t form_of(const struct fact *f, bool uuid)
{
    uint32_t form = uuid ? FORM_UUID : 0u;
    if (f->recorded_at.us != f->event_time.us) form |= FORM_RECORDED;
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

bool pack_fact(const struct fact *f, uint8_t at[PACK_MAX], uint32_t *ret_n)
{
    uint8_t uuid[16];
    struct packer p = { .at = at };
    bool is_uuid = uuid_bytes(f->id, uuid);
    uint8_t form = form_of(f, is_uuid);
    uint32_t state = f->retracts.at ? PACK_RETRACTION : 0u;
    if (between(f->event_time, f->stamp).us > HOURS(72).us) state |= PACK_OLD;
    put_byte(&p, (uint8_t)state);
    put_byte(&p, (uint8_t)f->type);
    put_byte(&p, form);
    put_time(&p, f->event_time);
    if (is_uuid)
        put_bytes(&p, uuid, sizeof uuid);
    else
        put_text(&p, f->id);
    if (form & FORM_RECORDED) put_number(&p, between(f->event_time, f->recorded_at).us);
    if (form & FORM_REGION) put_text(&p, f->region);
    if (form & FORM_SUPERSEDES) put_text(&p, f->supersedes);
    if (form & FORM_RETRACTS) put_text(&p, f->retracts);
    if (form & FORM_NAME) put_text(&p, f->type_name);
    put_fields(&p, f);
    *ret_n = (uint32_t)p.n;
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

static bool is_whole(int64_t us) { return us % 1000000 == 0; }

bool pack_shape(const struct fact *f, uint8_t at[PACK_MAX], uint32_t *ret_n)
{
    enum { SHORT_ID = 12 }; /* is no longer than its tag would be */
    int64_t since = f->event_time.us - LIGHT_FIRST_US;
    bool fits = since >= 0 && since / 1000000 <= UINT32_MAX && is_whole(since);
    if (!is_ordinary(f->type) || !fits || f->id.n <= SHORT_ID) return false;
    if (f->region.at || f->supersedes.at || f->retracts.at) return false;
    if (!is_whole(between(f->event_time, f->recorded_at).us) || !places_known(f)) return false;
    struct packer p = { .at = at };
    put_byte(&p, (uint8_t)f->type);
    put_fields(&p, f);
    *ret_n = (uint32_t)p.n;
    return !p.failed && p.n <= SHAPE_BYTES;
}

uint32_t pack_light(const struct fact *f, uint8_t shape, uint8_t at[PACK_MAX])
{
    uint8_t room[16], bytes[12];
    uint32_t seconds = htole32((uint32_t)((f->event_time.us - LIGHT_FIRST_US) / 1000000));
    uint64_t tag = htole64(name_of(f->source, f->id, room).tag);
    uint32_t state = PACK_LIGHT;
    if (between(f->event_time, f->stamp).us > HOURS(72).us) state |= PACK_OLD;
    struct packer p = { .at = at };
    put_byte(&p, (uint8_t)state);
    put_byte(&p, (uint8_t)f->type);
    put_byte(&p, shape);
    memcpy(bytes, &seconds, 4);
    memcpy(bytes + 4, &tag, 8);
    put_bytes(&p, bytes, sizeof bytes);
    put_number(&p, between(f->event_time, f->recorded_at).us / 1000000);
    return (uint32_t)p.n;
}

/* ---- reading ---- */

static int64_t take_number(const uint8_t **at)
{
    uint64_t u = 0;
    for (int shift = 0;; shift += 7) {
        uint8_t b = *(*at)++;
        u |= (uint64_t)(b & 0x7f) << shift;
        if (b < 0x80) break;
    }
    return (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
}

static struct slice take_text(const uint8_t **at)
{
    size_t n = (size_t)take_number(at);
    struct slice s = slice_of(*at, n);
    *at += n;
    return s;
}

static struct slice uuid_text(const uint8_t *bytes, char room[40])
{
    static const char hex[] = "0123456789abcdef";
    size_t n = 0;
    for (size_t i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) room[n++] = '-';
        room[n++] = hex[bytes[i] >> 4];
        room[n++] = hex[bytes[i] & 15];
    }
    return slice_of(room, n);
}

static struct slice take_id(const uint8_t **at, bool uuid, char room[40])
{
    if (!uuid) return take_text(at);
    struct slice id = uuid_text(*at, room);
    *at += 16;
    return id;
}

static void take_texts(const uint8_t **at, struct fact_list *l, struct slice *texts)
{
    l->n = (size_t)take_number(at);
    l->texts = texts;
    for (size_t i = 0; i < l->n; i++) texts[i] = take_text(at);
}

static void take_value(
    const uint8_t **at, const struct field_row *row, struct fact_value *v, struct slice *texts)
{
    v->there = true;
    switch (row->kind) {
    case FIELD_TEXT:
    case FIELD_REGION: v->text = take_text(at); break;
    case FIELD_TEXTS: take_texts(at, &v->list, texts); break;
    case FIELD_ENUMS: {
        struct slice s = take_text(at);
        v->list = (struct fact_list){ .n = s.n, .ordinals = s.at };
        break;
    }
    case FIELD_ENUM:
    case FIELD_INTEGER:
    case FIELD_BOOLEAN:
    case FIELD_DATE:
    case FIELD_INSTANT: v->number = take_number(at); break;
    }
}

static void take_fields(const uint8_t **at, struct unpacked *u)
{
    const struct event_row *row = &event_rows[u->fact.type];
    memset(u->fact.values, 0, MAX(row->n_fields, (size_t)4) * sizeof u->fact.values[0]);
    uint8_t there = *(*at)++;
    for (size_t i = 0; i < row->n_fields; i++)
        if (there >> i & 1) take_value(at, &row->fields[i], &u->fact.values[i], u->texts);
}

static bool is_light(const uint8_t *record) { return (record[AT_STATE] & PACK_LIGHT) != 0; }

static uint64_t light_tag(const uint8_t *record)
{
    uint64_t tag;
    memcpy(&tag, record + AT_TAG, sizeof tag);
    return le64toh(tag);
}

instant packed_time(const uint8_t *at)
{
    uint64_t us;
    uint32_t seconds;
    if (is_light(at)) {
        memcpy(&seconds, at + AT_SECONDS, sizeof seconds);
        return (instant){ LIGHT_FIRST_US + (int64_t)le32toh(seconds) * 1000000 };
    }
    memcpy(&us, at + AT_TIME, sizeof us);
    return (instant){ (int64_t)le64toh(us) };
}

enum event_source packed_source(const uint8_t *at) { return event_rows[at[AT_TYPE]].source; }

/* The tag as a text, in place of an id that nobody will name. */
static struct slice tag_text(uint64_t tag, char room[40])
{
    static const char hex[] = "0123456789abcdef";
    room[0] = '~';
    for (int i = 0; i < 16; i++) room[1 + i] = hex[tag >> (60 - 4 * i) & 15];
    return slice_of(room, 17);
}

struct slice packed_id(const uint8_t *at, char room[40])
{
    if (is_light(at)) return tag_text(light_tag(at), room);
    bool uuid = (at[AT_FORM] & FORM_UUID) != 0;
    at += AT_ID;
    return take_id(&at, uuid, room);
}

/* ---- names ---- */

struct packed_name packed_name(const uint8_t *record)
{
    const uint8_t *at = record + AT_ID;
    enum event_source source = packed_source(record);
    if (is_light(record)) return (struct packed_name){ .source = source, .tag = light_tag(record) };
    bool uuid = (record[AT_FORM] & FORM_UUID) != 0;
    struct slice bytes = uuid ? slice_of(at, 16) : take_text(&at);
    return (struct packed_name){ source, uuid, bytes, name_tag(bytes) };
}

struct packed_name name_of(enum event_source source, struct slice id, uint8_t room[16])
{
    bool uuid = uuid_bytes(id, room);
    struct slice bytes = uuid ? slice_of(room, 16) : id;
    return (struct packed_name){ source, uuid, bytes, name_tag(bytes) };
}

static struct slice take_text_if(const uint8_t **at, bool there)
{
    return there ? take_text(at) : (struct slice){ 0 };
}

/* What no record keeps. */
static void unpack_plain(const uint8_t *record, struct unpacked *u)
{
    struct fact *f = &u->fact;
    uint8_t state = record[AT_STATE];
    u->live = (state & (PACK_RETRACTED | PACK_REPLACED | PACK_RETRACTION)) == 0;
    u->old = (state & PACK_OLD) != 0;
    f->type = (enum event_type)record[AT_TYPE];
    f->source = event_rows[f->type].source;
    f->type_name = slice_str(event_rows[f->type].name);
    f->event_time = f->recorded_at = packed_time(record);
    f->arrival = f->stamp = f->event_time;
    f->version = 1;
    f->legal_basis = LEGAL_BASIS_STATUTE;
    f->pid = f->town = f->actor = f->region = f->supersedes = f->retracts = (struct slice){ 0 };
}

static void unpack_light(const uint8_t *record, const struct shapes *shapes, struct unpacked *u)
{
    const uint8_t *written = record + AT_WRITTEN;
    const uint8_t *fields = shape_at(shapes, record[AT_SHAPE]).at + 1;
    u->fact.id = tag_text(light_tag(record), u->id);
    u->fact.recorded_at = instant_plus(u->fact.event_time, SECONDS(take_number(&written)));
    take_fields(&fields, u);
}

void unpack_fact(const uint8_t *record, const struct shapes *shapes, struct unpacked *u)
{
    const uint8_t *at = record + AT_ID;
    uint8_t form = record[AT_FORM];
    struct fact *f = &u->fact;
    unpack_plain(record, u);
    if (is_light(record)) {
        unpack_light(record, shapes, u);
        return;
    }
    f->id = take_id(&at, (form & FORM_UUID) != 0, u->id);
    if (form & FORM_RECORDED)
        f->recorded_at = instant_plus(f->event_time, (span){ take_number(&at) });
    f->region = take_text_if(&at, (form & FORM_REGION) != 0);
    f->supersedes = take_text_if(&at, (form & FORM_SUPERSEDES) != 0);
    f->retracts = take_text_if(&at, (form & FORM_RETRACTS) != 0);
    if (form & FORM_NAME) f->type_name = take_text(&at);
    take_fields(&at, u);
}
