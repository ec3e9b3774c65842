/* Schemas are read into one flat list: a type defined inside another is lifted out and named in its
 * place. From there a whole schema is put together again wherever one is needed. */
#include <stdarg.h>
#include <stdlib.h>

#include "codec/canonical.h"
#include "schemas/bake.h"

void bake_stop(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs("bake: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
    exit(1);
}

const char *attribute(const json_t *def, const char *key)
{
    return json_string_value(json_object_get(def, key));
}

static const char *full_name(const json_t *def, const char *space, char *room, size_t n)
{
    const char *name = attribute(def, "name");
    const char *own = attribute(def, "namespace");
    if (!name) bake_stop("a definition without a name");
    if (strchr(name, '.'))
        snprintf(room, n, "%s", name);
    else
        snprintf(room, n, "%s.%s", own ? own : space, name);
    return room;
}

static void model_add(struct model *m, json_t *def, const char *space)
{
    char full[200];
    full_name(def, space, full, sizeof full);
    if (json_object_get(m->names, full)) bake_stop("%s is defined twice", full);
    const char *dot = strrchr(full, '.');
    json_object_set_new(def, "short", json_string(dot + 1));
    json_object_set_new(def, "space", json_stringn(full, (size_t)(dot - full)));
    json_object_del(def, "namespace");
    json_object_set_new(def, "name", json_string(full));
    json_array_append(m->defs, def);
    json_object_set(m->names, full, def);
}

/* Where the innermost type of a field stands: its holder and the key or index in it. */
struct spot {
    json_t *holder;
    const char *key; /* NULL: index 1, behind "null" */
};

static json_t *spot_get(struct spot s)
{
    return s.key ? json_object_get(s.holder, s.key) : json_array_get(s.holder, 1);
}

static void spot_set(struct spot s, json_t *value)
{
    int failed = s.key ? json_object_set_new(s.holder, s.key, value)
                       : json_array_set_new(s.holder, 1, value);
    if (failed) bake_stop("out of memory");
}

static struct spot spot_of(json_t *field)
{
    struct spot s = { field, "type" };
    json_t *type = spot_get(s);
    if (json_is_array(type)) {
        const char *first = json_string_value(json_array_get(type, 0));
        if (json_array_size(type) != 2 || !first || strcmp(first, "null") != 0)
            bake_stop("field %s: of unions only [\"null\", …] is known", attribute(field, "name"));
        s = (struct spot){ type, NULL };
        type = spot_get(s);
    }
    const char *word = attribute(type, "type");
    if (word && strcmp(word, "array") == 0) s = (struct spot){ type, "items" };
    return s;
}

static bool is_definition(const json_t *type)
{
    const char *word = attribute(type, "type");
    return word && (strcmp(word, "record") == 0 || strcmp(word, "enum") == 0);
}

/* Types that two schemas of one agency define alike are one. */
static void lift(struct model *m, json_t *field, const char *space)
{
    struct spot s = spot_of(field);
    json_t *inner = spot_get(s);
    if (!is_definition(inner)) return;
    char full[200];
    full_name(inner, space, full, sizeof full);
    const json_t *known = json_object_get(m->names, full);
    if (!known)
        model_add(m, inner, space);
    else if (!json_equal(json_object_get(known, "symbols"), json_object_get(inner, "symbols")))
        bake_stop("%s is defined twice, and differently", full);
    spot_set(s, json_string(full));
}

static void file_read(struct model *m, const char *file)
{
    json_error_t error;
    json_t *root = json_load_file(file, JSON_REJECT_DUPLICATES, &error);
    if (!root) bake_stop("%s:%d: %s", file, error.line, error.text);
    if (json_is_object(root)) model_add(m, root, "");
    for (size_t i = 0; i < json_array_size(root); i++)
        model_add(m, json_array_get(root, i), "");
    json_decref(root);
}

struct model model_read(int n, char *files[])
{
    struct model m = { json_array(), json_object() };
    for (int i = 0; i < n; i++) file_read(&m, files[i]);
    for (size_t i = 0; i < json_array_size(m.defs); i++) { /* grows while it is walked */
        json_t *def = json_array_get(m.defs, i);
        json_t *fields = json_object_get(def, "fields");
        for (size_t k = 0; k < json_array_size(fields); k++)
            lift(&m, json_array_get(fields, k), attribute(def, "space"));
    }
    return m;
}

json_t *model_find(const struct model *m, const char *full)
{
    return json_object_get(m->names, full);
}

struct type type_of(const struct model *m, const json_t *field)
{
    const json_t *type = json_object_get(field, "type");
    struct type t = { .nullable = json_is_array(type) };
    if (t.nullable) type = json_array_get(type, 1);
    const char *word = attribute(type, "type");
    t.is_list = word && strcmp(word, "array") == 0;
    if (t.is_list) type = json_object_get(type, "items");
    t.base = json_is_string(type) ? json_string_value(type) : attribute(type, "type");
    t.detail = json_is_object(type) ? type : NULL;
    if (!t.base) bake_stop("field %s has no type", attribute(field, "name"));
    t.def = model_find(m, t.base);
    if (!t.def && strchr(t.base, '.')) bake_stop("no schema defines %s", t.base);
    return t;
}

/* ---- whole again ---- */

enum { FIELDS_WAITING_MAX = 4096 };

struct waiting {
    size_t n;
    json_t *at[FIELDS_WAITING_MAX];
};

static void fields_wait(struct waiting *w, const json_t *def)
{
    const json_t *fields = json_object_get(def, "fields");
    for (size_t i = json_array_size(fields); i > 0; i--) {
        if (w->n == FIELDS_WAITING_MAX) bake_stop("a schema is too large");
        w->at[w->n++] = json_array_get(fields, i - 1);
    }
}

static json_t *copy_of(const json_t *def)
{
    static const char *const ours[] = { "name", "short", "space" };
    json_t *copy = json_object();
    json_object_set_new(copy, "type", json_deep_copy(json_object_get(def, "type")));
    json_object_set_new(copy, "name", json_string(attribute(def, "short")));
    json_object_set_new(copy, "namespace", json_string(attribute(def, "space")));
    json_t *all = json_deep_copy(def);
    for (size_t i = 0; i < COUNT(ours); i++) json_object_del(all, ours[i]);
    json_object_update(copy, all);
    json_decref(all);
    return copy;
}

json_t *model_whole(const struct model *m, const char *full)
{
    json_t *seen = json_object();
    json_t *whole = copy_of(model_find(m, full));
    struct waiting w = { 0 };
    json_object_set_new(seen, full, json_true());
    fields_wait(&w, whole);
    while (w.n) {
        struct spot s = spot_of(w.at[--w.n]);
        const char *name = json_string_value(spot_get(s));
        const json_t *def = name ? model_find(m, name) : NULL;
        if (!def || json_object_get(seen, name)) continue;
        json_object_set_new(seen, name, json_true());
        spot_set(s, copy_of(def));
        fields_wait(&w, spot_get(s));
    }
    json_decref(seen);
    return whole;
}

uint64_t model_fingerprint(const struct model *m, const char *full)
{
    json_t *whole = model_whole(m, full);
    char *text = json_dumps(whole, JSON_COMPACT);
    struct why why = { "" };
    uint64_t fp = 0;
    if (!text || schema_fingerprint(slice_str(text), &fp, &why) != RC_OK)
        bake_stop("%s: %s", full, why.text);
    free(text);
    json_decref(whole);
    return fp;
}
