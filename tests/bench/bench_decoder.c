/* The decoder of partners' bytes beside Avro C, over the same records, filling the same fields of
 * the same struct: bench_decoder FOLDER_OF_SCHEMAS RECORDS
 *
 * RECORDS: each record as its length (4 bytes, big-endian) and its bytes, as kcat -f '%R%s' writes
 * them. Every value of every record must be equal; then both are timed. Prints one line:
 * `decoder RECORDS ours NS avro NS ratio`. Exit 1 if a value differs. */
#include <avro.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "codec/canonical.h"
#include "codec/event.h"
#include "codec/frame.h"

enum { RECORDS_MAX = 200000, FILE_MAX = 256 << 20, SCHEMA_MAX = 1 << 20, ARENA_MAX = 1 << 20 };
enum { PASS_NS = 300000000 };

struct type {
    uint64_t fingerprint;
    avro_schema_t schema;
    avro_value_iface_t *iface;
    avro_value_t value; /* read into again and again, as Avro C wants to be used */
};

struct bench {
    struct type types[EVENT_TYPES];
    size_t n_types;
    uint8_t *file;
    size_t n_file;
    struct slice *records;
    size_t n;
    struct arena *arena;
};

static _Noreturn void fail(const char *words, const char *more)
{
    fprintf(stderr, "bench_decoder: %s %s\n", words, more);
    exit(1);
}

static size_t file_read(const char *name, uint8_t *ret, size_t room)
{
    FILE *in = fopen(name, "rb");
    if (!in) fail("cannot open", name);
    size_t n = fread(ret, 1, room, in);
    fclose(in);
    return n;
}

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
    avro_value_t inside = { 0 };
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
    switch (avro_value_get_type(v)) {
    case AVRO_INT32: avro_value_get_int(v, &i); return i;
    case AVRO_INT64: avro_value_get_long(v, &l); return l;
    case AVRO_BOOLEAN: avro_value_get_boolean(v, &e); return e;
    case AVRO_ENUM: avro_value_get_enum(v, &e); return e;
    case AVRO_STRING: case AVRO_BYTES: case AVRO_FLOAT: case AVRO_DOUBLE: case AVRO_NULL:
    case AVRO_RECORD: case AVRO_FIXED: case AVRO_MAP: case AVRO_ARRAY: case AVRO_UNION:
    case AVRO_LINK: return -1;
    }
    return -1;
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
        avro_value_t item;
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

static struct type *type_of(struct bench *b, uint64_t fingerprint)
{
    for (size_t i = 0; i < b->n_types; i++)
        if (b->types[i].fingerprint == fingerprint) return &b->types[i];
    return NULL;
}

static bool avro_event(struct bench *b, struct slice bytes, struct event *ret)
{
    struct frame frame;
    struct why why;
    if (frame_read(bytes, &frame, &why) != RC_OK) return false;
    struct type *t = type_of(b, frame.fingerprint);
    if (!t) return false;
    *ret = (struct event){ .dropped = 0 };
    while (event_rows[ret->fact.type].fingerprint != frame.fingerprint) ret->fact.type++;
    const struct event_row *row = &event_rows[ret->fact.type];
    avro_reader_t reader = avro_reader_memory((const char *)frame.body.at, (int64_t)frame.body.n);
    avro_value_reset(&t->value);
    bool ok = avro_value_read(reader, &t->value) == 0;
    avro_reader_free(reader);
    if (!ok) return false;
    avro_value_t envelope = field_of(&t->value, 0);
    avro_envelope(&envelope, ret);
    for (size_t i = 0; i < row->n_fields; i++)
        avro_field(field_of(&t->value, i + 1), &row->fields[i], b->arena, &ret->fact.values[i]);
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
        (!a->has_subject ||
            (a->subject.doc_type == b->subject.doc_type &&
                slice_equal(a->subject.doc_no, b->subject.doc_no)));
}

static bool events_equal(const struct event *a, const struct event *b)
{
    bool equal = envelopes_equal(a, b);
    for (size_t i = 0; equal && i < event_rows[a->fact.type].n_fields; i++)
        equal = values_equal(&a->fact.values[i], &b->fact.values[i]);
    return equal;
}

/* Keeps the records that ours takes; returns how many differ. */
static size_t compare(struct bench *b)
{
    size_t kept = 0, differ = 0;
    for (size_t i = 0; i < b->n; i++) {
        struct event ours, theirs;
        struct why why;
        arena_reset(b->arena);
        if (event_read(b->records[i], b->arena, &ours, &why) != RC_OK) continue;
        differ += !avro_event(b, b->records[i], &theirs) || !events_equal(&ours, &theirs);
        b->records[kept++] = b->records[i];
    }
    b->n = kept;
    return differ;
}

/* --- time --- */

static double now_ns(void)
{
    struct timespec t = { 0 };
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double pass_ns(struct bench *b, bool ours)
{
    struct event event;
    struct why why;
    double from = now_ns();
    size_t done = 0;
    while (now_ns() - from < PASS_NS) {
        for (size_t i = 0; i < b->n; i++) {
            arena_reset(b->arena);
            bool ok = ours ? event_read(b->records[i], b->arena, &event, &why) == RC_OK
                           : avro_event(b, b->records[i], &event);
            if (!ok) fail("a record was taken and is not any more", "");
        }
        done += b->n;
    }
    return (now_ns() - from) / (double)done;
}

/* --- reading what is given --- */

static void schema_add(struct bench *b, const char *path)
{
    static uint8_t text[SCHEMA_MAX];
    struct why why = { "" };
    uint64_t fingerprint = 0;
    size_t n = file_read(path, text, sizeof text);
    if (schema_fingerprint(slice_of(text, n), &fingerprint, &why) != RC_OK) fail(path, why.text);
    for (size_t i = 0; i < EVENT_TYPES; i++) {
        if (event_rows[i].fingerprint != fingerprint || type_of(b, fingerprint)) continue;
        struct type *t = &b->types[b->n_types++];
        t->fingerprint = fingerprint;
        if (avro_schema_from_json_length((const char *)text, n, &t->schema)) fail(path, avro_strerror());
        t->iface = avro_generic_class_from_schema(t->schema);
        avro_generic_value_new(t->iface, &t->value);
    }
}

static void schemas_read(struct bench *b, const char *folder)
{
    char path[1024];
    DIR *dir = opendir(folder);
    if (!dir) fail("cannot open", folder);
    for (const struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        size_t n = strlen(e->d_name);
        if (n < 5 || strcmp(e->d_name + n - 5, ".avsc") != 0) continue;
        (void)snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        schema_add(b, path);
    }
    closedir(dir);
}

static void records_read(struct bench *b, const char *name)
{
    b->file = malloc(FILE_MAX);
    b->records = calloc(RECORDS_MAX, sizeof *b->records);
    if (!b->file || !b->records) fail("out of memory", "");
    b->n_file = file_read(name, b->file, FILE_MAX);
    for (size_t at = 0; at + 4 <= b->n_file && b->n < RECORDS_MAX;) {
        const uint8_t *p = b->file + at;
        size_t n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
        if (n > b->n_file - at - 4) break;
        b->records[b->n++] = slice_of(p + 4, n);
        at += 4 + n;
    }
}

int main(int argc, char *argv[])
{
    struct bench b = { .n = 0 };
    if (argc != 3) fail("usage: bench_decoder FOLDER_OF_SCHEMAS RECORDS", "");
    b.arena = arena_new(ARENA_MAX);
    if (!b.arena) fail("out of memory", "");
    schemas_read(&b, argv[1]);
    records_read(&b, argv[2]);
    size_t differ = compare(&b);
    if (differ || b.n == 0) {
        fprintf(stderr, "bench_decoder: %zu of %zu records differ\n", differ, b.n);
        return 1;
    }
    double ours = pass_ns(&b, true), theirs = pass_ns(&b, false);
    printf("decoder %zu ours %.0f avro %.0f ratio %.1f\n", b.n, ours, theirs, theirs / ours);
    return 0;
}
