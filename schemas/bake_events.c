/* Event types become ordinals, enums of their fields, and rows that say what each field may be. */
#include <inttypes.h>
#include <stdlib.h>

#include "schemas/bake.h"

const char *const source_words[6] = { "police", "hr", "civil", "health", "justice", "hub" };

int source_of(const char *event)
{
    for (int i = 0; i < (int)COUNT(source_words); i++) {
        size_t n = strlen(source_words[i]);
        if (strncmp(event, source_words[i], n) == 0 && event[n] == '.') return i;
    }
    bake_stop("%s: no such agency", event);
}

static int by_source_and_name(const void *a, const void *b)
{
    const char *x = attribute(*(const json_t *const *)a, "event");
    const char *y = attribute(*(const json_t *const *)b, "event");
    int order = source_of(x) - source_of(y);
    return order ? order : strcmp(x, y);
}

struct events events_of(const struct model *m)
{
    struct events e = { 0 };
    for (size_t i = 0; i < json_array_size(m->defs); i++) {
        const json_t *def = json_array_get(m->defs, i);
        if (!attribute(def, "event")) continue;
        if (e.n == COUNT(e.at)) bake_stop("too many event types");
        e.at[e.n++] = def;
    }
    qsort(e.at, e.n, sizeof *e.at, by_source_and_name);
    return e;
}

/* Fields of the type; the first field, the envelope, is every event's. */
static const json_t *data_field(const json_t *def, size_t i)
{
    return json_array_get(json_object_get(def, "fields"), i + 1);
}

static size_t data_fields(const json_t *def)
{
    return json_array_size(json_object_get(def, "fields")) - 1;
}

static void types_declare(FILE *to, const struct events *e)
{
    fputs("enum event_type {\n", to);
    for (size_t i = 0; i < e->n; i++)
        fprintf(to, "    EVENT_%s, /* %s */\n", upper(attribute(e->at[i], "event")).at,
            attribute(e->at[i], "doc"));
    fputs("    EVENT_TYPES,\n};\n\n", to);
    for (size_t i = 0; i < e->n; i++) {
        struct text head = upper(attribute(e->at[i], "event"));
        if (data_fields(e->at[i]) == 0) continue;
        fprintf(to, "enum { /* fields of %s */\n", attribute(e->at[i], "event"));
        for (size_t k = 0; k < data_fields(e->at[i]); k++)
            fprintf(
                to, "    %s_%s,\n", head.at, upper(attribute(data_field(e->at[i], k), "name")).at);
        fprintf(to, "    %s_FIELDS,\n};\n", head.at);
    }
}

/* The agency whose schemas define it; NULL for what is nobody's or the hub's own. */
static const char *prefix_of(const json_t *def)
{
    const char *space = attribute(def, "space");
    if (strcmp(space, "coastline.decisions") == 0) return "hub";
    for (size_t i = 0; i < 5; i++)
        if (strncmp(space, "coastline.", 10) == 0 && strcmp(space + 10, source_words[i]) == 0)
            return source_words[i];
    return NULL;
}

static void enums_bake(const struct model *m, FILE *header, FILE *body)
{
    for (size_t i = 0; i < json_array_size(m->defs); i++) {
        const json_t *def = json_array_get(m->defs, i);
        const char *prefix = prefix_of(def);
        if (strcmp(attribute(def, "name"), "coastline.LegalBasis") == 0) prefix = "";
        if (!prefix || strcmp(attribute(def, "type"), "enum") != 0) continue;
        enum_declare(header, prefix, def);
        enum_define(body, prefix, def);
    }
}

/* A logical type, or the plain one below it. */
static const struct kind_row {
    const char *type, *kind;
} kinds[] = {
    { "date", "FIELD_DATE" },
    { "timestamp-micros", "FIELD_INSTANT" },
    { "string", "FIELD_TEXT" },
    { "boolean", "FIELD_BOOLEAN" },
    { "int", "FIELD_INTEGER" },
};

static const char *field_kind(struct type t)
{
    const char *logical = attribute(t.detail, "logicalType");
    if (t.def) return t.is_list ? "FIELD_ENUMS" : "FIELD_ENUM";
    if (attribute(t.detail, "form")) return "FIELD_REGION";
    if (t.is_list && strcmp(t.base, "string") == 0) return "FIELD_TEXTS";
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].type, logical ? logical : t.base) == 0) return kinds[i].kind;
    bake_stop("a field of an event cannot be %s", t.base);
}

static void digits_define(FILE *to, const char *form)
{
    fputs(", .digits = {", to);
    for (; *form; form++)
        if (*form >= '1' && *form <= '9') fprintf(to, " [%c] = true,", *form);
    fputs(" }", to);
}

static void field_define(const struct model *m, FILE *to, const json_t *field)
{
    struct type t = type_of(m, field);
    const char *kind = field_kind(t);
    bool is_text = strncmp(kind, "FIELD_TEXT", 10) == 0;
    const json_t *min = json_object_get(t.detail, "min"), *max = json_object_get(t.detail, "max");
    fprintf(to, "    { .name = \"%s\", .kind = %s, .required = %d", attribute(field, "name"), kind,
        !t.nullable);
    if (attribute(t.detail, "form")) digits_define(to, attribute(t.detail, "form"));
    fprintf(to, ",\n        .min = %" JSON_INTEGER_FORMAT ", .max = %" JSON_INTEGER_FORMAT,
        is_text ? 1 : json_integer_value(min),
        max                                  ? json_integer_value(max)
        : is_text                            ? (json_int_t)64
        : strcmp(kind, "FIELD_INTEGER") == 0 ? (json_int_t)100000
                                             : (json_int_t)0);
    if (t.def) {
        struct text own = snake(attribute(t.def, "short"));
        fprintf(to, ",\n        .symbols = %s_%s_words, .n_symbols = %zu", prefix_of(t.def), own.at,
            json_array_size(json_object_get(t.def, "symbols")));
    }
    fputs(" },\n", to);
}

static void fields_define(const struct model *m, FILE *to, const json_t *def)
{
    struct text name = snake(attribute(def, "event"));
    if (data_fields(def) == 0) return;
    fprintf(to, "static const struct field_row %s_fields[] = {\n", name.at);
    for (size_t i = 0; i < data_fields(def); i++) field_define(m, to, data_field(def, i));
    fputs("};\n", to);
}

/* A doc says both: "Chinese · English" (the gate `tongues` sees to it). */
static void names_define(FILE *to, const char *doc)
{
    const char *between = strstr(doc, " · ");
    int zh = between ? (int)(between - doc) : (int)strlen(doc);
    const char *en = between ? between + strlen(" · ") : doc;
    fprintf(to, "        .zh = \"%.*s\", .en = \"%s\" },\n", zh, doc, en);
}

static void row_define(const struct model *m, FILE *to, const json_t *def)
{
    const char *event = attribute(def, "event");
    struct text name = snake(event);
    fprintf(to, "    [EVENT_%s] = { .name = \"%s\", .source = SOURCE_%s,\n", upper(event).at, event,
        upper(source_words[source_of(event)]).at);
    if (data_fields(def))
        fprintf(to, "        .fields = %s_fields, .n_fields = %zu,\n", name.at, data_fields(def));
    fprintf(to, "        .fingerprint = UINT64_C(0x%016" PRIx64 "),\n",
        model_fingerprint(m, attribute(def, "name")));
    names_define(to, attribute(def, "doc"));
}

static const char header_head[] =
    "/* Baked from the event schemas; see there. */\n#ifndef COASTLINE_BAKED_CATALOGUE_H\n"
    "#define COASTLINE_BAKED_CATALOGUE_H\n\n#include \"schemas/rows.h\"\n\n"
    "enum event_source {\n    SOURCE_POLICE,\n    SOURCE_HR,\n    SOURCE_CIVIL,\n"
    "    SOURCE_HEALTH,\n    SOURCE_JUSTICE,\n    SOURCE_HUB,\n    SOURCES,\n};\n"
    "const char *event_source_name(enum event_source value);\n"
    "MUST_CHECK bool event_source_from(struct slice name, enum event_source *ret);\n\n";

static const char header_tail[] =
    "struct event_row {\n    const char *name; /* dotted */\n    enum event_source source;\n"
    "    const struct field_row *fields;\n    size_t n_fields;\n"
    "    uint64_t fingerprint; /* of our schema of the type */\n"
    "    const char *zh, *en;  /* its name for people; static */\n};\n"
    "extern const struct event_row event_rows[EVENT_TYPES];\n"
    "/* The type whose schema has this fingerprint; false: none of ours. */\n"
    "MUST_CHECK bool event_type_of(uint64_t fingerprint, enum event_type *ret);\n"
    "/* The schema of schemas/accepted with this fingerprint; NULL: none. */\n"
    "const struct accepted_row *accepted_of(uint64_t fingerprint);\n\n#endif\n";

static void sources_define(FILE *to)
{
    json_t *words = json_array();
    for (size_t i = 0; i < COUNT(source_words); i++)
        json_array_append_new(words, json_string(source_words[i]));
    json_t *def = json_pack("{s:s, s:o}", "short", "EventSource", "symbols", words);
    enum_define(to, "", def);
    json_decref(def);
}

/* A switch, which the compiler makes a search of seven steps. */
static void lookup_define(const struct model *m, FILE *to, const struct events *e)
{
    fputs("\nbool event_type_of(uint64_t fingerprint, enum event_type *ret)\n{\n"
          "    switch (fingerprint) {\n",
        to);
    for (size_t i = 0; i < e->n; i++)
        fprintf(to, "    case UINT64_C(0x%016" PRIx64 "): *ret = EVENT_%s; return true;\n",
            model_fingerprint(m, attribute(e->at[i], "name")),
            upper(attribute(e->at[i], "event")).at);
    fputs("    default: return false;\n    }\n}\n", to);
}

void bake_events(const struct model *m, FILE *header, FILE *body)
{
    struct events e = events_of(m);
    fputs(header_head, header);
    fputs("/* Baked from the event schemas. */\n#include \"baked/catalogue.h\"\n\n", body);
    types_declare(header, &e);
    sources_define(body);
    enums_bake(m, header, body);
    fputs(header_tail, header);
    for (size_t i = 0; i < e.n; i++) fields_define(m, body, e.at[i]);
    fputs("\nconst struct event_row event_rows[EVENT_TYPES] = {\n", body);
    for (size_t i = 0; i < e.n; i++) row_define(m, body, e.at[i]);
    fputs("};\n", body);
    lookup_define(m, body, &e);
}
