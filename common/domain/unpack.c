/* A record as a fact again, and the order of records. */
#include <endian.h>

#include "domain/pack.h"
#include "domain/pack_form.h"

enum { ID_ROOM = 40 };

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

static instant take_time(const uint8_t **at)
{
    uint64_t us;
    memcpy(&us, *at, sizeof us);
    *at += sizeof us;
    return (instant){ (int64_t)le64toh(us) };
}

static bool has_form(const struct packed *p, uint8_t bits)
{
    return packed_is_heavy(p) && (p->entry.at[AT_FORM] & bits) != 0;
}

static instant packed_time(const struct packed *p)
{
    const uint8_t *at = p->entry.at + AT_REST;
    return has_form(p, FORM_EXACT) ? take_time(&at) : row_time(p->seconds);
}

enum event_type packed_type(const struct packed *p, const struct shapes *shapes)
{
    if (packed_is_heavy(p)) return (enum event_type)p->entry.at[AT_TYPE];
    return (enum event_type)shape_at(shapes, p->kind & ROW_SHAPE).at[0];
}

bool packed_is_retraction(const struct packed *p) { return has_form(p, FORM_RETRACTS); }

bool packed_is_link(const struct packed *p) { return has_form(p, FORM_RETRACTS | FORM_SUPERSEDES); }

static void take_uuid(const struct packed *p, const uint8_t **at, uint8_t ret[16])
{
    bool drawn = has_form(p, FORM_DRAWN);
    size_t said = drawn ? UUID_MS : 0, kept = (drawn ? DRAWN_KEPT : UUID_KEPT) - said;
    if (drawn) uuid_put_ms((uint64_t)(packed_time(p).us / 1000 + take_number(at)), ret);
    memcpy(ret + said, *at, kept);
    *at += kept;
    uuid_restore(p->tag, drawn, ret);
}

static struct slice take_id(const struct packed *p, const uint8_t **at, char room[ID_ROOM])
{
    uint8_t uuid[16];
    if (!has_form(p, FORM_UUID)) return take_text(at);
    take_uuid(p, at, uuid);
    return uuid_text(uuid, room);
}

static instant light_recorded(const struct packed *p)
{
    const uint8_t *at = p->entry.at;
    int64_t written = p->written == WRITTEN_ENTRY ? take_number(&at) : p->written;
    return instant_plus(row_time(p->seconds), SECONDS(written));
}

/* The milliseconds of the id: of all that end as the tag says, those nearest to recorded_at. */
static uint64_t ms_near(uint64_t tag, instant recorded_at)
{
    int64_t recorded = recorded_at.us / 1000;
    return (uint64_t)(recorded + (int16_t)(uint16_t)((tag >> 32) - (uint64_t)recorded));
}

static uint64_t light_ms(const struct packed *p) { return ms_near(p->tag, light_recorded(p)); }

/* What is known of the id of a light record, as far as it goes in the writing of a UUID; behind
 * that '~', which is behind every sign of one, and the hash. Nobody will name it. */
enum { LIGHT_KNOWN = 20, LIGHT_TEXT = 25 };

static struct slice light_text(const struct packed *p, char room[ID_ROOM])
{
    uint8_t uuid[16] = { 0 };
    uint32_t after = (uint32_t)(p->tag >> 16) & 0xffff;
    uuid_put_ms(light_ms(p), uuid);
    uuid[6] = (uint8_t)(0x70 | after >> 12);
    uuid[7] = (uint8_t)(after >> 4);
    uuid[8] = (uint8_t)(after << 4);
    uuid[14] = (uint8_t)(p->tag >> 8);
    uuid[15] = (uint8_t)p->tag;
    struct slice text = uuid_text(uuid, room);
    room[LIGHT_KNOWN] = '~';
    memmove(room + LIGHT_KNOWN + 1, text.at + text.n - 4, 4);
    return slice_of(room, LIGHT_TEXT);
}

static bool is_light_text(struct slice id)
{
    return id.n == LIGHT_TEXT && id.at[LIGHT_KNOWN] == '~';
}

static const uint8_t *id_at(const struct packed *p)
{
    return p->entry.at + AT_REST + (has_form(p, FORM_EXACT) ? sizeof(int64_t) : 0);
}

static struct slice packed_id(const struct packed *p, char room[ID_ROOM])
{
    if (!packed_is_heavy(p)) return light_text(p, room);
    const uint8_t *at = id_at(p);
    return take_id(p, &at, room);
}

/* ---- names and order ---- */

bool packed_has(const struct packed *p, const struct shapes *shapes, const struct fact_name *name)
{
    if (p->tag != name->tag || event_rows[packed_type(p, shapes)].source != name->source)
        return false;
    if (!packed_is_heavy(p)) return name->is_drawn && light_ms(p) == uuid_ms(name->uuid);
    const uint8_t *at = id_at(p);
    if (has_form(p, FORM_UUID)) {
        uint8_t uuid[16];
        take_uuid(p, &at, uuid);
        return memcmp(uuid, name->uuid, name->text.at ? sizeof uuid : UUID_MS) == 0;
    }
    struct slice id = take_text(&at);
    return slice_equal(id, name->text) || !name->text.at || is_light_text(id);
}

struct fact_name packed_name(const struct packed *p, const struct unpacked *u)
{
    struct fact_name name = { .source = u->fact.source, .tag = p->tag, .is_drawn = true };
    if (u->named) return name_of(u->fact.source, u->fact.id);
    uuid_put_ms(ms_near(p->tag, u->fact.recorded_at), name.uuid);
    return name;
}

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

int packed_compare(const struct packed *a, const struct packed *b, const struct shapes *shapes)
{
    char room_a[ID_ROOM], room_b[ID_ROOM];
    if (a->seconds != b->seconds) return a->seconds < b->seconds ? -1 : 1;
    int64_t ta = packed_time(a).us, tb = packed_time(b).us;
    if (ta != tb) return ta < tb ? -1 : 1;
    int by_source = source_rank(event_rows[packed_type(a, shapes)].source) -
                    source_rank(event_rows[packed_type(b, shapes)].source);
    return by_source ? by_source : slice_compare(packed_id(a, room_a), packed_id(b, room_b));
}

/* ---- the whole ---- */

static struct slice take_text_if(const uint8_t **at, bool there)
{
    return there ? take_text(at) : (struct slice){ 0 };
}

/* What no record keeps, and what its row says. */
static void unpack_plain(const struct packed *p, const struct shapes *shapes, struct unpacked *u)
{
    struct fact *f = &u->fact;
    u->live = (p->kind & ROW_GONE) == 0 && !packed_is_retraction(p);
    u->old = (p->kind & ROW_OLD) != 0;
    f->type = packed_type(p, shapes);
    f->source = event_rows[f->type].source;
    f->type_name = slice_str(event_rows[f->type].name);
    f->event_time = f->recorded_at = f->arrival = f->stamp = packed_time(p);
    f->version = 1;
    f->legal_basis = LEGAL_BASIS_STATUTE;
    f->pid = f->town = f->actor = f->region = f->supersedes = f->retracts = (struct slice){ 0 };
}

static void unpack_light(const struct packed *p, const struct shapes *shapes, struct unpacked *u)
{
    const uint8_t *fields = shape_at(shapes, p->kind & ROW_SHAPE).at + 1;
    u->fact.id = light_text(p, u->id);
    u->named = false;
    u->fact.recorded_at = light_recorded(p);
    take_fields(&fields, u);
}

void unpack_fact(const struct packed *p, const struct shapes *shapes, struct unpacked *u)
{
    struct fact *f = &u->fact;
    unpack_plain(p, shapes, u);
    if (!packed_is_heavy(p)) {
        unpack_light(p, shapes, u);
        return;
    }
    const uint8_t *at = id_at(p);
    uint8_t form = p->entry.at[AT_FORM];
    f->id = take_id(p, &at, u->id);
    u->named = !is_light_text(f->id);
    span written = SECONDS(p->written);
    if (form & FORM_RECORDED) written = (span){ take_number(&at) };
    f->recorded_at = instant_plus(f->event_time, written);
    f->region = take_text_if(&at, (form & FORM_REGION) != 0);
    f->supersedes = take_text_if(&at, (form & FORM_SUPERSEDES) != 0);
    f->retracts = take_text_if(&at, (form & FORM_RETRACTS) != 0);
    if (form & FORM_NAME) f->type_name = take_text(&at);
    take_fields(&at, u);
}
