/* Schemas of other writers: the type is told by the record's name, its fields are found by theirs,
 * and what is not ours is skipped. What could not be read safely is refused here, at build time,
 * and not when the first event comes: see accepted/README.md. */
#include <inttypes.h>

#include "schemas/bake.h"

/* The place of a data field of ours by name, -1: we have none. */
static int field_find(const json_t *def, const char *name)
{
    const json_t *fields = json_object_get(def, "fields");
    for (size_t i = 1; i < json_array_size(fields); i++)
        if (strcmp(attribute(json_array_get(fields, i), "name"), name) == 0) return (int)i - 1;
    return -1;
}

static bool is_enum(const struct type *t)
{
    return t->def && strcmp(attribute(t->def, "type"), "enum") == 0;
}

/* Ordinals must mean the same: the writer's symbols are ours, or the first of ours. */
static bool symbols_agree(const struct type *ours, const struct type *theirs)
{
    const json_t *a = json_object_get(ours->def, "symbols");
    const json_t *b = json_object_get(theirs->def, "symbols");
    if (json_array_size(b) > json_array_size(a)) return false;
    for (size_t i = 0; i < json_array_size(b); i++)
        if (!json_equal(json_array_get(a, i), json_array_get(b, i))) return false;
    return true;
}

static bool types_agree(const struct type *ours, const struct type *theirs)
{
    if (ours->is_list != theirs->is_list || is_enum(ours) != is_enum(theirs)) return false;
    return is_enum(ours) ? symbols_agree(ours, theirs) : strcmp(ours->base, theirs->base) == 0;
}

static const char *skip_of(const struct type *t)
{
    static const char *const words[][2] = { { "int", "NUMBER" }, { "long", "NUMBER" },
        { "boolean", "BOOLEAN" }, { "float", "FLOAT" }, { "double", "DOUBLE" },
        { "bytes", "BYTES" }, { "string", "BYTES" } };
    if (is_enum(t)) return "NUMBER";
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(t->base, words[i][0]) == 0) return words[i][1];
    return NULL;
}

static void field_define(FILE *to, const char *file, const struct type *theirs, int field)
{
    const char *skip = skip_of(theirs);
    if (!skip) bake_stop("%s: a field of type %s cannot be skipped", file, theirs->base);
    fprintf(to, "    { %d, %s, %s, SKIP_%s },\n", field, theirs->nullable ? "true" : "false",
        theirs->is_list ? "true" : "false", skip);
}

/* Required fields of ours must be among the writer's. */
static void needed_check(
    const struct model *m, const json_t *ours, const json_t *theirs, const char *file)
{
    const json_t *fields = json_object_get(ours, "fields");
    for (size_t i = 1; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        if (!type_of(m, field).nullable && field_find(theirs, attribute(field, "name")) < 0)
            bake_stop("%s: the required field %s is missing", file, attribute(field, "name"));
    }
}

static const json_t *event_of(const struct model *theirs, const struct model *m, const char *file)
{
    const json_t *found = NULL;
    for (size_t i = 0; i < json_array_size(theirs->defs); i++) {
        const json_t *def = json_array_get(theirs->defs, i);
        const json_t *ours = model_find(m, attribute(def, "name"));
        if (ours && attribute(ours, "event")) found = def;
    }
    if (!found) bake_stop("%s: no record has the name of a type of ours", file);
    return found;
}

static void fields_define(const struct model *m, char *file, size_t number, FILE *to)
{
    struct model theirs = model_read(1, &file);
    const json_t *def = event_of(&theirs, m, file);
    const json_t *ours = model_find(m, attribute(def, "name"));
    const json_t *fields = json_object_get(def, "fields");
    if (model_fingerprint(&theirs, "coastline.Envelope") !=
        model_fingerprint(m, "coastline.Envelope"))
        bake_stop("%s: its envelope is not ours", file);
    needed_check(m, ours, def, file);
    fprintf(to, "static const struct accepted_field accepted_%zu[] = {\n", number);
    for (size_t i = 1; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        int at = field_find(ours, attribute(field, "name"));
        struct type a = type_of(&theirs, field), b;
        if (at >= 0)
            b = type_of(m, json_array_get(json_object_get(ours, "fields"), (size_t)at + 1));
        if (at >= 0 && !types_agree(&b, &a))
            bake_stop("%s: %s has another type", file, attribute(field, "name"));
        field_define(to, file, &a, at);
    }
    fprintf(to, "};\n");
    json_decref(theirs.defs);
    json_decref(theirs.names);
}

static void row_define(const struct model *m, char *file, size_t number, FILE *to)
{
    struct model theirs = model_read(1, &file);
    const json_t *def = event_of(&theirs, m, file);
    const json_t *ours = model_find(m, attribute(def, "name"));
    fprintf(to, "    { UINT64_C(0x%016" PRIx64 "), EVENT_%s, accepted_%zu, %zu },\n",
        model_fingerprint(&theirs, attribute(def, "name")), upper(attribute(ours, "event")).at,
        number, json_array_size(json_object_get(def, "fields")) - 1);
    json_decref(theirs.defs);
    json_decref(theirs.names);
}

void bake_accepted(const struct model *m, int n, char *files[], FILE *to)
{
    fputc('\n', to);
    for (int i = 0; i < n; i++) fields_define(m, files[i], (size_t)i, to);
    if (n > 0) fputs("static const struct accepted_row accepted_rows[] = {\n", to);
    for (int i = 0; i < n; i++) row_define(m, files[i], (size_t)i, to);
    if (n > 0) fputs("};\n\n", to);
    fputs("const struct accepted_row *accepted_of(uint64_t fingerprint)\n{\n", to);
    if (n > 0)
        fputs(
            "    for (size_t i = 0; i < COUNT(accepted_rows); i++)\n"
            "        if (accepted_rows[i].fingerprint == fingerprint) return &accepted_rows[i];\n",
            to);
    fputs("    (void)fingerprint;\n    return NULL;\n}\n", to);
}
