/* The catalogue for people: a table an event type, words as the schemas have them. */
#include "schemas/bake.h"

static void type_tell(FILE *to, struct type t)
{
    const json_t *symbols = json_object_get(t.def, "symbols");
    if (t.is_list) fputs("列表 list of ", to);
    if (!t.def) {
        const char *logical = attribute(t.detail, "logicalType");
        fputs(logical ? logical : t.base, to);
        return;
    }
    for (size_t i = 0; i < json_array_size(symbols); i++)
        fprintf(to, "%s%s", i ? ", " : "", json_string_value(json_array_get(symbols, i)));
}

static void event_tell(const struct model *m, FILE *to, const json_t *def)
{
    const json_t *fields = json_object_get(def, "fields");
    fprintf(to, "\n### `%s`\n\n%s\n", attribute(def, "event"), attribute(def, "doc"));
    if (json_array_size(fields) < 2) return;
    fputs("\n| 字段 field | 必填 required | 类型 type | 说明 meaning |\n|---|---|---|---|\n", to);
    for (size_t i = 1; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        struct type t = type_of(m, field);
        fprintf(to, "| `%s` | %s | ", attribute(field, "name"), t.nullable ? "" : "是 yes");
        type_tell(to, t);
        fprintf(to, " | %s |\n", attribute(field, "doc"));
    }
}

static void envelope_tell(const struct model *m, FILE *to)
{
    const json_t *fields = json_object_get(model_find(m, "coastline.Envelope"), "fields");
    fputs("\n## 信封 Envelope\n\n| 字段 field | 说明 meaning |\n|---|---|\n", to);
    for (size_t i = 0; i < json_array_size(fields); i++) {
        const json_t *field = json_array_get(fields, i);
        fprintf(to, "| `%s` | %s |\n", attribute(field, "name"), attribute(field, "doc"));
    }
}

void bake_book(const struct model *m, FILE *to)
{
    struct events e = events_of(m);
    fputs("# 事件目录 Catalogue of events\n\n"
          "由 schemas/ 生成 · baked from schemas/, which is the truth.\n", to);
    envelope_tell(m, to);
    int last = -1;
    for (size_t i = 0; i < e.n; i++) {
        int source = source_of(attribute(e.at[i], "event"));
        if (source != last) fprintf(to, "\n## %s\n", source_words[source]);
        last = source;
        event_tell(m, to, e.at[i]);
    }
}
