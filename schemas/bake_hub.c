/* Records of the hub become structs, and rows by which bytes are read into them and written out. */
#include <inttypes.h>

#include "schemas/bake.h"

static bool is_hub(const json_t *def)
{
    return strcmp(attribute(def, "space"), "coastline.hub") == 0;
}

static bool is_record(const json_t *def) { return strcmp(attribute(def, "type"), "record") == 0; }

static struct text struct_name(const json_t *def)
{
    struct text out = { "hub_" };
    struct text own = snake(attribute(def, "short"));
    if (strlen(own.at) + 4 > TEXT_MAX) bake_stop("%s: too long a name", own.at);
    memcpy(out.at + 4, own.at, strlen(own.at) + 1);
    return out;
}

struct base {
    const char *avro, *logical, *c, *column;
};
static const struct base bases[] = {
    { "long", "timestamp-micros", "instant", "COLUMN_LONG" },
    { "long", NULL, "int64_t", "COLUMN_LONG" },
    { "int", "date", "date", "COLUMN_INT" },
    { "int", NULL, "int32_t", "COLUMN_INT" },
    { "boolean", NULL, "bool", "COLUMN_BOOLEAN" },
    { "string", NULL, "struct slice", "COLUMN_TEXT" },
    { "bytes", NULL, "struct slice", "COLUMN_BYTES" },
};

static const struct base *base_of(struct type t)
{
    const char *logical = attribute(t.detail, "logicalType");
    for (size_t i = 0; i < COUNT(bases); i++)
        if (strcmp(bases[i].avro, t.base) == 0 &&
            (!bases[i].logical || (logical && strcmp(logical, bases[i].logical) == 0)))
            return &bases[i];
    bake_stop("no C type for %s", t.base);
}

/* Texts and bytes are null by pointing nowhere; everything else has a `has_`. */
static bool needs_has(struct type t)
{
    return t.nullable && (t.def || strcmp(base_of(t)->c, "struct slice") != 0);
}

static void type_print(FILE *to, struct type t)
{
    if (t.def)
        fprintf(to, "%s %s", is_record(t.def) ? "struct" : "enum", struct_name(t.def).at);
    else
        fputs(base_of(t)->c, to);
}

static void member_declare(const struct model *m, FILE *to, const json_t *def, const json_t *field)
{
    struct type t = type_of(m, field);
    const char *name = attribute(field, "name");
    if (t.nullable && t.is_list) bake_stop("%s: a list that may be null", name);
    if (needs_has(t)) fprintf(to, "    bool has_%s;\n", name);
    fputs("    ", to);
    if (t.is_list)
        fprintf(to, "struct %s_%s_list", struct_name(def).at, name);
    else
        type_print(to, t);
    fprintf(to, " %s; /* %s */\n", name, attribute(field, "doc"));
}

static void list_declare(const struct model *m, FILE *to, const json_t *def, const json_t *field)
{
    struct type t = type_of(m, field);
    if (!t.is_list) return;
    fprintf(to, "struct %s_%s_list {\n    size_t n;\n    ", struct_name(def).at,
        attribute(field, "name"));
    type_print(to, t);
    fputs(" *at;\n};\n", to);
}

static void record_declare(const struct model *m, FILE *to, const json_t *def)
{
    const json_t *fields = json_object_get(def, "fields");
    struct text name = struct_name(def);
    for (size_t i = 0; i < json_array_size(fields); i++)
        list_declare(m, to, def, json_array_get(fields, i));
    fprintf(to, "/* %s */\nstruct %s {\n", attribute(def, "doc"), name.at);
    for (size_t i = 0; i < json_array_size(fields); i++)
        member_declare(m, to, def, json_array_get(fields, i));
    fprintf(to, "};\nextern const struct record_row %s_row;\n\n", name.at);
}

static void column_define(const struct model *m, FILE *to, const json_t *def, const json_t *field)
{
    struct type t = type_of(m, field);
    const char *name = attribute(field, "name");
    struct text own = struct_name(def);
    const char *kind = !t.def           ? base_of(t)->column
                       : is_record(t.def) ? "COLUMN_RECORD"
                                          : "COLUMN_ENUM";
    fprintf(to, "    { .name = \"%s\", .kind = %s, .nullable = %d, .is_list = %d,\n", name, kind,
        t.nullable, t.is_list);
    fprintf(to, "        .offset = offsetof(struct %s, %s)", own.at, name);
    if (needs_has(t)) fprintf(to, ", .has = offsetof(struct %s, has_%s)", own.at, name);
    if (t.def && is_record(t.def)) fprintf(to, ", .record = &%s_row", struct_name(t.def).at);
    if (t.def && !is_record(t.def))
        fprintf(to, ", .n_symbols = %zu", json_array_size(json_object_get(t.def, "symbols")));
    fputs(" },\n", to);
}

static void record_define(const struct model *m, FILE *to, const json_t *def)
{
    const json_t *fields = json_object_get(def, "fields");
    struct text name = struct_name(def);
    fprintf(to, "static const struct column_row %s_columns[] = {\n", name.at);
    for (size_t i = 0; i < json_array_size(fields); i++)
        column_define(m, to, def, json_array_get(fields, i));
    fprintf(to,
        "};\nconst struct record_row %s_row = { .name = \"%s\",\n"
        "    .fingerprint = UINT64_C(0x%016" PRIx64 "), .size = sizeof(struct %s),\n"
        "    .n_columns = COUNT(%s_columns), .columns = %s_columns };\n\n",
        name.at, attribute(def, "name"), model_fingerprint(m, attribute(def, "name")), name.at,
        name.at, name.at);
}

/* A struct stands behind those it holds. */
static bool is_ready(const struct model *m, const json_t *def, const json_t *done)
{
    const json_t *fields = json_object_get(def, "fields");
    for (size_t i = 0; i < json_array_size(fields); i++) {
        struct type t = type_of(m, json_array_get(fields, i));
        if (t.def && is_record(t.def) && !json_object_get(done, t.base)) return false;
    }
    return true;
}

static size_t round_of_records(const struct model *m, FILE *header, FILE *body, json_t *done)
{
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(m->defs); i++) {
        const json_t *def = json_array_get(m->defs, i);
        const char *name = attribute(def, "name");
        if (!is_hub(def) || !is_record(def) || json_object_get(done, name)) continue;
        if (!is_ready(m, def, done)) continue;
        record_declare(m, header, def);
        record_define(m, body, def);
        json_object_set_new(done, name, json_true());
        n++;
    }
    return n;
}

void bake_hub(const struct model *m, FILE *header, FILE *body)
{
    fputs("/* Baked from schemas/hub; see there. */\n#ifndef COASTLINE_BAKED_HUB_H\n"
          "#define COASTLINE_BAKED_HUB_H\n\n#include \"schemas/rows.h\"\n\n", header);
    fputs("/* Baked from schemas/hub. */\n#include \"baked/hub.h\"\n\n", body);
    for (size_t i = 0; i < json_array_size(m->defs); i++) {
        const json_t *def = json_array_get(m->defs, i);
        if (!is_hub(def) || is_record(def)) continue;
        enum_declare(header, "hub", def);
        enum_define(body, "hub", def);
    }
    json_t *done = json_object();
    while (round_of_records(m, header, body, done) > 0) continue;
    json_decref(done);
    fputs("#endif\n", header);
}
