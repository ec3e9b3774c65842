/* Fields are read by the kind that the catalogue gives them; whether a value of the right kind is
 * good (lengths, ranges, places) is admit.c's to judge. */
#include "codec/json_fields.h"
#include "domain/admit.h"

static bool type_named(struct slice name, enum event_type *ret)
{
    for (size_t i = 0; i < EVENT_TYPES; i++) {
        if (!slice_is(name, event_rows[i].name)) continue;
        *ret = (enum event_type)i;
        return true;
    }
    return false;
}

static bool first_word_is(struct slice name, const char *word)
{
    struct slice w = slice_str(word);
    return slice_starts(name, w) && name.n > w.n && name.at[w.n] == '.';
}

bool json_type_find(
    struct slice name, enum event_source source, const char *word, enum event_type *ret)
{
    if (!first_word_is(name, word)) return false;
    if (!type_is_retraction(name)) return type_named(name, ret);
    for (size_t i = 0; i < EVENT_TYPES; i++) {
        struct slice known = slice_str(event_rows[i].name);
        if (event_rows[i].source != source || !type_is_retraction(known)) continue;
        *ret = (enum event_type)i;
        return true;
    }
    return false;
}

static bool one_of(const struct field_row *row, const struct json *v, int64_t *ret)
{
    for (size_t i = 0; v->kind == JSON_TEXT && i < row->n_symbols; i++) {
        if (!slice_is(v->text, row->symbols[i])) continue;
        *ret = (int64_t)i;
        return true;
    }
    return false;
}

/* Lists of up to 64 texts or enums; their room is taken by the caller. */
struct items {
    struct slice texts[FACT_LIST_MAX];
    uint8_t ordinals[FACT_LIST_MAX];
};

static bool list_take(
    struct items *to, const struct field_row *row, const struct json *v, struct fact_list *ret)
{
    bool is_texts = row->kind == FIELD_TEXTS;
    if (v->kind != JSON_LIST || v->n > FACT_LIST_MAX) return false;
    const struct json *item = json_first(v);
    for (size_t i = 0; i < v->n; i++, item = json_next(item)) {
        int64_t ordinal = 0;
        if (item->kind != JSON_TEXT || (!is_texts && !one_of(row, item, &ordinal))) return false;
        to->texts[i] = item->text;
        to->ordinals[i] = (uint8_t)ordinal;
    }
    *ret = (struct fact_list){ v->n, is_texts ? to->texts : NULL, is_texts ? NULL : to->ordinals };
    return true;
}

static bool day_take(const struct json *v, int64_t *ret)
{
    date d;
    if (v->kind != JSON_TEXT || !date_parse(v->text, &d)) return false;
    *ret = d.days;
    return true;
}

static bool moment_take(const struct json *v, int64_t *ret)
{
    instant t;
    if (v->kind != JSON_TEXT || !instant_parse(v->text, &t)) return false;
    *ret = t.us;
    return true;
}

static bool is_list(const struct field_row *row)
{
    return row->kind == FIELD_TEXTS || row->kind == FIELD_ENUMS;
}

static bool value_take(
    struct items *room, const struct field_row *row, const struct json *v, struct fact_value *ret)
{
    ret->there = true;
    switch (row->kind) {
    case FIELD_TEXT:
    case FIELD_REGION: ret->text = v->text; return v->kind == JSON_TEXT;
    case FIELD_TEXTS:
    case FIELD_ENUMS: return list_take(room, row, v, &ret->list);
    case FIELD_INTEGER: return json_integer(v, &ret->number);
    case FIELD_BOOLEAN:
        ret->number = v->kind == JSON_TRUE;
        return v->kind == JSON_TRUE || v->kind == JSON_FALSE;
    case FIELD_DATE: return day_take(v, &ret->number);
    case FIELD_INSTANT: return moment_take(v, &ret->number);
    case FIELD_ENUM: return one_of(row, v, &ret->number);
    }
    return false;
}

static bool field_known(const struct event_row *row, struct slice name)
{
    for (size_t i = 0; i < row->n_fields; i++)
        if (slice_is(name, row->fields[i].name)) return true;
    return false;
}

static int32_t unknown_count(const struct event_row *row, const struct json *data)
{
    int32_t n = 0;
    const struct json *v = json_first(data);
    for (size_t i = 0; i < data->n; i++, v = json_next(v))
        if (!field_known(row, v->key) && json_is_last(data, v)) n++;
    return n;
}

enum rc json_fields_take(const struct json *data, struct arena *a, struct fact *f,
    struct json_fields *ret, struct why *why)
{
    const struct event_row *row = &event_rows[f->type];
    for (size_t i = 0; i < row->n_fields; i++) {
        const struct json *v = json_find(data, row->fields[i].name);
        if (!v || v->kind == JSON_NULL) continue;
        struct items *room = is_list(&row->fields[i]) ? arena_take(a, sizeof *room) : NULL;
        if (is_list(&row->fields[i]) && !room) return why_set(why, RC_BROKEN, "no memory");
        if (!value_take(room, &row->fields[i], v, &f->values[i]))
            ret->malformed |= UINT32_C(1) << i;
    }
    ret->dropped = unknown_count(row, data);
    return RC_OK;
}
