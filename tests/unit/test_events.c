/* Events of every type go out and come back; what is cut, flipped or longer than it should be is
 * refused. Values are generated from the rows, so that a new type is covered by being there. */
#include "base/random.h"
#include "codec/canonical.h"
#include "codec/event.h"
#include "check.h"

static struct slice words(struct arena *a, struct random *r)
{
    static const char *const all[] = { "a", "order-7", "椰风送暖", "460100", "0123456789abcdef" };
    return arena_copy(a, slice_str(all[random_below(r, COUNT(all))]));
}

static void list_fill(
    struct arena *a, struct random *r, const struct field_row *row, struct fact_list *l)
{
    size_t n = random_below(r, 4);
    struct slice *texts = arena_take(a, (n + 1) * sizeof *texts);
    uint8_t *ordinals = arena_take(a, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (row->kind == FIELD_TEXTS) texts[i] = words(a, r);
        if (row->kind == FIELD_ENUMS) ordinals[i] = (uint8_t)random_below(r, row->n_symbols);
    }
    l->n = n;
    if (row->kind == FIELD_TEXTS) l->texts = texts;
    if (row->kind == FIELD_ENUMS) l->ordinals = ordinals;
}

static struct event generated(struct arena *a, struct random *r, enum event_type type)
{
    struct event e = { .has_subject = random_chance(r, 500) };
    e.fact.type = type;
    e.fact.id = words(a, r);
    e.subject = (struct subject){ DOC_PASSPORT, words(a, r) };
    e.fact.event_time = (instant){ (int64_t)random_below(r, UINT64_C(2000000000000000)) };
    e.fact.version = 3;
    e.fact.legal_basis = LEGAL_BASIS_CONSENT;
    if (random_chance(r, 500)) e.fact.supersedes = words(a, r);
    const struct event_row *row = &event_rows[type];
    for (size_t i = 0; i < row->n_fields; i++) {
        struct fact_value *v = &e.fact.values[i];
        v->there = row->fields[i].required || random_chance(r, 500);
        v->text = words(a, r);
        v->number = (int64_t)random_below(r, MAX(row->fields[i].n_symbols, 2));
        list_fill(a, r, &row->fields[i], &v->list);
    }
    return e;
}

static void same_value(const struct field_row *row, struct fact_value a, struct fact_value b)
{
    assert_int_equal(a.there, b.there);
    if (!a.there) return;
    if (row->kind == FIELD_TEXT || row->kind == FIELD_REGION)
        assert_true(slice_equal(a.text, b.text));
    else if (row->kind != FIELD_TEXTS && row->kind != FIELD_ENUMS)
        assert_int_equal(a.number, b.number);
    else
        assert_int_equal(a.list.n, b.list.n);
    for (size_t i = 0; row->kind == FIELD_TEXTS && i < a.list.n; i++)
        assert_true(slice_equal(a.list.texts[i], b.list.texts[i]));
    for (size_t i = 0; row->kind == FIELD_ENUMS && i < a.list.n; i++)
        assert_int_equal(a.list.ordinals[i], b.list.ordinals[i]);
}

static void same_event(const struct event *a, const struct event *b)
{
    assert_int_equal(a->fact.type, b->fact.type);
    assert_int_equal(a->has_subject, b->has_subject);
    if (a->has_subject) assert_true(slice_equal(a->subject.doc_no, b->subject.doc_no));
    assert_true(slice_equal(a->fact.id, b->fact.id));
    assert_int_equal(a->fact.event_time.us, b->fact.event_time.us);
    assert_int_equal(a->fact.version, b->fact.version);
    assert_int_equal(a->fact.legal_basis, b->fact.legal_basis);
    assert_int_equal(a->fact.supersedes.at != NULL, b->fact.supersedes.at != NULL);
    for (size_t i = 0; i < event_rows[a->fact.type].n_fields; i++)
        same_value(&event_rows[a->fact.type].fields[i], a->fact.values[i], b->fact.values[i]);
}

static void no_field_of_any_type_is_lost_or_moved_on_the_wire(void **state)
{
    (void)state;
    struct random r = random_seeded(1);
    CLEANUP(arena_freep) struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < EVENT_TYPES * 20; i++) {
        struct buffer out = buffer_new(1 << 16);
        struct event e = generated(a, &r, (enum event_type)(i % EVENT_TYPES)), back;
        struct why why = { "" };
        assert_int_equal(event_write(&e, &out, &why), RC_OK);
        assert_int_equal(event_read(buffer_slice(&out), a, &back, &why), RC_OK);
        same_event(&e, &back);
        for (size_t n = 0; n < out.n; n++)
            assert_int_equal(event_read(slice_of(out.at, n), a, &back, &why), RC_REFUSED);
        buffer_byte(&out, 0);
        assert_int_equal(event_read(buffer_slice(&out), a, &back, &why), RC_REFUSED);
        buffer_deinit(&out);
        arena_reset(a);
    }
}

static void a_partner_s_fingerprint_is_the_published_one(void **state)
{
    (void)state;
    static const struct {
        const char *schema;
        int64_t want;
    } rows[] = {
        { "{\"type\":\"null\"}", 7195948357588979594 },
        { "[ \"int\" , {\"type\":\"boolean\"} ]", 5392556393470105090 },
        { "{\"fields\":[], \"type\":\"record\", \"name\":\"a.b.foo\", \"namespace\":\"x.y\"}",
            -4616218487480524110 },
        { "{\"namespace\":\"x.y.z\", \"type\":\"enum\", \"name\":\"foo\", \"doc\":\"foo bar\", "
          "\"symbols\":[\"A1\", \"A2\"]}",
            -4448647247586288245 },
        { "{\"namespace\":\"x.y.z\", \"type\":\"fixed\", \"name\":\"foo\", \"size\":32}",
            -3064184465700546786 },
        { "{ \"items\":{\"type\":\"null\"}, \"type\":\"array\"}", -589620603366471059 },
        { "{ \"values\":\"string\", \"type\":\"map\"}", -8732877298790414990 },
        { "{\"name\":\"PigValue\",\"type\":\"record\",\"fields\":[{\"name\":\"value\", "
          "\"type\":[\"null\", \"int\", \"long\", \"PigValue\"]}]}",
            -1759257747318642341 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint64_t fp = 0;
        assert_int_equal(schema_fingerprint(slice_str(rows[i].schema), &fp, NULL), RC_OK);
        assert_int_equal((int64_t)fp, rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_field_of_any_type_is_lost_or_moved_on_the_wire),
        cmocka_unit_test(a_partner_s_fingerprint_is_the_published_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
