#include "made.h"

#include <stdio.h>

#include "domain/admit.h"

struct text made_document(int person)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    static const char digits[] = "10X98765432";
    struct text t = { "" };
    int sum = 0;
    struct civil born = date_civil(date_plus(date_of(1880, 1, 1), person / 999));
    text_print(&t, "460108%04d%02d%02d%03d", (int)born.year, (int)born.month, (int)born.day,
        person % 999 + 1);
    for (int i = 0; i < 17; i++) sum += weights[i] * (t.at[i] - '0');
    t.at[17] = digits[sum % 11];
    t.at[18] = '\0';
    return t;
}

static struct slice kept(struct arena *a, const char *text)
{
    return arena_copy(a, slice_str(text));
}

static struct slice place_of(const struct field_row *row)
{
    return slice_str(row->digits[6] ? "460108" : row->digits[9] ? "460108001" : "46");
}

static void list_make(struct arena *a, const struct field_row *row, struct fact_list *l)
{
    struct slice *texts = arena_take(a, 2 * sizeof *texts);
    uint8_t *ordinals = arena_take(a, 2);
    texts[0] = kept(a, "first");
    texts[1] = kept(a, "椰风送暖");
    ordinals[1] = (uint8_t)(row->n_symbols - 1);
    *l = (struct fact_list){ .n = row->kind == FIELD_ENUMS ? MIN(row->n_symbols, (size_t)2) : 2 };
    if (row->kind == FIELD_TEXTS) l->texts = texts;
    if (row->kind == FIELD_ENUMS) l->ordinals = ordinals;
}

static struct fact_value value_make(
    struct arena *a, const struct field_row *row, int64_t serial, instant at)
{
    struct fact_value v = { .there = row->required || serial % 3 != 0 };
    switch (row->kind) {
    case FIELD_TEXT: v.text = kept(a, "备注 some words"); break;
    case FIELD_REGION: v.text = place_of(row); break;
    case FIELD_TEXTS:
    case FIELD_ENUMS: list_make(a, row, &v.list); break;
    case FIELD_ENUM: v.number = serial % (int64_t)row->n_symbols; break;
    case FIELD_BOOLEAN: v.number = serial % 2; break;
    case FIELD_INTEGER: v.number = row->min + serial % 2; break;
    case FIELD_DATE: v.number = instant_date(at).days - 1; break;
    case FIELD_INSTANT: v.number = at.us; break;
    }
    return v;
}

struct event made_event(
    struct arena *a, enum event_type type, int person, int64_t serial, instant at)
{
    char id[40];
    struct text number = made_document(person);
    const struct event_row *row = &event_rows[type];
    struct event e = { .has_subject = row->source != SOURCE_HUB };
    (void)snprintf(id, sizeof id, "%s-%lld", event_source_name(row->source), (long long)serial);
    e.subject = (struct subject){ DOC_CN_ID, kept(a, number.at) };
    e.fact.type = type;
    e.fact.source = row->source;
    e.fact.type_name = slice_str(row->name);
    e.fact.id = kept(a, id);
    e.fact.event_time = e.fact.recorded_at = at;
    e.fact.version = 1;
    e.fact.town = slice_str("460108001");
    e.fact.actor = slice_str("officer-7");
    if (type_is_retraction(e.fact.type_name)) e.fact.retracts = kept(a, "an-earlier-one");
    for (size_t i = 0; i < row->n_fields; i++)
        e.fact.values[i] = value_make(a, &row->fields[i], serial, at);
    return e;
}

enum event_type made_type(enum event_source source, int64_t serial)
{
    enum event_type of_source[EVENT_TYPES];
    int64_t n = 0;
    for (int i = 0; i < EVENT_TYPES; i++)
        if (event_rows[i].source == source) of_source[n++] = (enum event_type)i;
    return of_source[serial % n];
}
