/* The same struct, through Avro C's generic values; only the fields that the catalogue names. */
#include "avro_event.h"

#include <avro.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/canonical.h"
#include "codec/frame.h"

enum { SCHEMA_MAX = 1 << 20 };

struct avro_type {
    avro_schema_t schema;
    avro_value_iface_t *iface;
    avro_value_t value; /* read into again and again, as Avro C wants to be used */
};

struct avro_events {
    struct avro_type types[EVENT_TYPES];
};

/* --- the same struct, through Avro C --- */

static struct slice avro_text(const avro_value_t *v)
{
    const char *at = NULL;
    size_t n = 0;
    avro_value_get_string(v, &at, &n); /* n counts the zero at the end */
    return slice_of(at, n - 1);
}

/* False: null. */
static bool branch_of(avro_value_t *v)
{
    int which = 0;
    if (avro_value_get_type(v) != AVRO_UNION) return true;
    avro_value_t inside = { NULL, NULL };
    avro_value_get_discriminant(v, &which);
    avro_value_get_current_branch(v, &inside);
    *v = inside;
    return which != 0;
}

static avro_value_t field_of(const avro_value_t *record, size_t i)
{
    avro_value_t field = { NULL, NULL };
    avro_value_get_by_index(record, i, &field, NULL);
    return field;
}

static struct slice avro_maybe(const avro_value_t *record, size_t i)
{
    avro_value_t v = field_of(record, i);
    return branch_of(&v) ? avro_text(&v) : slice_of(NULL, 0);
}

static int64_t avro_number(avro_value_t *v)
{
    int32_t i = 0;
    int64_t l = 0;
    int e = 0;
    avro_type_t type = avro_value_get_type(v); /* Avro C knows more types from release to release */
    if (type == AVRO_INT32)
        avro_value_get_int(v, &i), l = i;
    else if (type == AVRO_INT64)
        avro_value_get_long(v, &l);
    else if (type == AVRO_BOOLEAN)
        avro_value_get_boolean(v, &e), l = e;
    else if (type == AVRO_ENUM)
        avro_value_get_enum(v, &e), l = e;
    else
        l = -1;
    return l;
}

static int64_t avro_number_at(const avro_value_t *record, size_t i)
{
    avro_value_t v = field_of(record, i);
    return avro_number(&v);
}

static void avro_subject(const avro_value_t *envelope, struct event *e)
{
    avro_value_t v = field_of(envelope, 1);
    e->has_subject = branch_of(&v);
    if (!e->has_subject) return;
    avro_value_t number = field_of(&v, 1);
    e->subject.doc_type = (enum doc_type)avro_number_at(&v, 0);
    e->subject.doc_no = avro_text(&number);
}

static void avro_envelope(const avro_value_t *v, struct event *e)
{
    struct fact *f = &e->fact;
    avro_value_t id = field_of(v, 0);
    f->id = avro_text(&id);
    avro_subject(v, e);
    f->pid = avro_maybe(v, 2);
    f->event_time.us = avro_number_at(v, 3);
    f->recorded_at.us = avro_number_at(v, 4);
    f->version = (int32_t)avro_number_at(v, 5);
    f->region = avro_maybe(v, 6);
    f->town = avro_maybe(v, 7);
    f->actor = avro_maybe(v, 8);
    f->supersedes = avro_maybe(v, 9);
    f->retracts = avro_maybe(v, 10);
    f->legal_basis = (enum legal_basis)avro_number_at(v, 11);
}

static void avro_list(const avro_value_t *v, bool texts, struct arena *a, struct fact_list *ret)
{
    size_t n = 0;
    avro_value_get_size(v, &n);
    struct slice *t = texts ? arena_take(a, n * sizeof *t) : NULL;
    uint8_t *o = texts ? NULL : arena_take(a, n);
    for (size_t i = 0; i < n; i++) {
        avro_value_t item = { NULL, NULL };
        avro_value_get_by_index(v, i, &item, NULL);
        if (t) t[i] = avro_text(&item);
        if (o) o[i] = (uint8_t)avro_number(&item);
    }
    *ret = (struct fact_list){ .n = n, .texts = t, .ordinals = o };
}

static void avro_field(
    avro_value_t v, const struct field_row *row, struct arena *a, struct fact_value *ret)
{
    ret->there = branch_of(&v);
    if (!ret->there) return;
    if (row->kind == FIELD_TEXT || row->kind == FIELD_REGION)
        ret->text = avro_text(&v);
    else if (row->kind == FIELD_TEXTS || row->kind == FIELD_ENUMS)
        avro_list(&v, row->kind == FIELD_TEXTS, a, &ret->list);
    else
        ret->number = avro_number(&v);
}

bool avro_event_read(struct avro_events *e, struct slice bytes, struct arena *a, struct event *ret)
{
    struct frame frame;
    struct why why;
    enum event_type type;
    if (frame_read(bytes, &frame, &why) != RC_OK) return false;
    if (!event_type_of(frame.fingerprint, &type)) return false;
    const struct event_row *row = &event_rows[type];
    avro_value_t *value = &e->types[type].value;
    *ret = (struct event){ .fact.type = type };
    avro_reader_t reader = avro_reader_memory((const char *)frame.body.at, (int64_t)frame.body.n);
    avro_value_reset(value);
    bool ok = avro_value_read(reader, value) == 0;
    avro_reader_free(reader);
    if (!ok) return false;
    avro_value_t envelope = field_of(value, 0);
    avro_envelope(&envelope, ret);
    for (size_t i = 0; i < row->n_fields; i++)
        avro_field(field_of(value, i + 1), &row->fields[i], a, &ret->fact.values[i]);
    return true;
}

/* --- equal values --- */

static bool values_equal(const struct fact_value *a, const struct fact_value *b)
{
    if (a->there != b->there || a->number != b->number || !slice_equal(a->text, b->text) ||
        a->list.n != b->list.n)
        return false;
    for (size_t i = 0; i < a->list.n; i++) {
        if (a->list.texts && !slice_equal(a->list.texts[i], b->list.texts[i])) return false;
        if (a->list.ordinals && a->list.ordinals[i] != b->list.ordinals[i]) return false;
    }
    return true;
}

static bool envelopes_equal(const struct event *a, const struct event *b)
{
    const struct fact *x = &a->fact, *y = &b->fact;
    return slice_equal(x->id, y->id) && slice_equal(x->pid, y->pid) && x->type == y->type &&
           x->event_time.us == y->event_time.us && x->recorded_at.us == y->recorded_at.us &&
           x->version == y->version && slice_equal(x->region, y->region) &&
           slice_equal(x->town, y->town) && slice_equal(x->actor, y->actor) &&
           slice_equal(x->supersedes, y->supersedes) && slice_equal(x->retracts, y->retracts) &&
           x->legal_basis == y->legal_basis && a->has_subject == b->has_subject &&
           (!a->has_subject || (a->subject.doc_type == b->subject.doc_type &&
                                   slice_equal(a->subject.doc_no, b->subject.doc_no)));
}

bool events_equal(const struct event *a, const struct event *b)
{
    bool equal = envelopes_equal(a, b);
    for (size_t i = 0; equal && i < event_rows[a->fact.type].n_fields; i++)
        equal = values_equal(&a->fact.values[i], &b->fact.values[i]);
    return equal;
}

/* --- schemas --- */

static void schema_add(struct avro_events *e, const char *path)
{
    static char text[SCHEMA_MAX];
    struct why why;
    uint64_t fingerprint;
    enum event_type type;
    FILE *in = fopen(path, "rb");
    size_t n = in ? fread(text, 1, sizeof text, in) : 0;
    if (in) (void)fclose(in);
    if (schema_fingerprint(slice_of(text, n), &fingerprint, &why) != RC_OK) return;
    if (!event_type_of(fingerprint, &type) || e->types[type].schema) return;
    struct avro_type *t = &e->types[type];
    if (avro_schema_from_json_length(text, n, &t->schema)) return;
    t->iface = avro_generic_class_from_schema(t->schema);
    (void)avro_generic_value_new(t->iface, &t->value);
}

struct avro_events *avro_events_new(const char *folder)
{
    char path[1024];
    struct avro_events *e = calloc(1, sizeof *e);
    DIR *dir = folder && e ? opendir(folder) : NULL;
    if (!dir) return NULL;
    for (const struct dirent *d = readdir(dir); d; d = readdir(dir)) {
        size_t n = strlen(d->d_name);
        if (n < 5 || strcmp(d->d_name + n - 5, ".avsc") != 0) continue;
        (void)snprintf(path, sizeof path, "%.700s/%.300s", folder, d->d_name);
        schema_add(e, path);
    }
    (void)closedir(dir);
    for (int i = 0; i < EVENT_TYPES; i++)
        if (!e->types[i].schema) return NULL;
    return e;
}
