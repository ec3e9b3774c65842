/* What a line of JSON may do to us: be read as written, or be refused; never something in between.
 */
#include "check.h"

#include "codec/json.h"

static const struct json *read(struct arena *a, const char *text)
{
    const struct json *v = NULL;
    struct why why;
    return json_read(slice_str(text), a, &v, &why) == RC_OK ? v : NULL;
}

/* As `read`, of what must be good. */
static const struct json *good(struct arena *a, const char *text)
{
    static const struct json nothing = { 0 };
    const struct json *v = read(a, text);
    assert_non_null(v);
    return v ? v : &nothing;
}

static void what_is_not_json_is_refused_whole(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new(1 << 20);
    static const char *const bad[] = { "", " ", "{", "}", "{]", "[1,]", "{\"a\":1,}", "{a:1}", "01",
        "1.", "1e", "-", "+1", "nul", "\"a", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud800\\u0041\"", "\"\\u12g4\"", "\"\t\"", "{} {}", "\xff", "\"\xed\xa0\x80\"", "[,1]",
        "{\"a\" 1}", "{\"a\":}", "[1 2]", "\xef\xbb\xbf{}", "'a'", "{\"a\":1,,\"b\":2}",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]" };
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_null(read(a, bad[i]));
        arena_reset(a);
    }
    assert_non_null(read(a, "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"));
}

static void a_text_arrives_as_it_was_meant_and_leaves_as_it_came(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new(1 << 20);
    static const struct {
        const char *in, *out;
    } rows[] = {
        { "\"海口 a/b\"", "\"海口 a/b\"" },
        { "\"\\u6d77\\ud83d\\ude00\\/\"", "\"海😀/\"" },
        { "\"\\n\\r\\t\\b\\f\\u000b\\u0000\\\"\\\\\\u007f\"",
            "\"\\n\\r\\t\\b\\f\\u000b\\u0000\\\"\\\\\x7f\"" },
        { "\"\"", "\"\"" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buffer out = buffer_new(1000);
        const struct json *v = good(a, rows[i].in);
        json_put_text(&out, v->text);
        assert_int_equal(out.n, strlen(rows[i].out));
        assert_memory_equal(out.at, rows[i].out, out.n);
        buffer_deinit(&out);
    }
}

static void values_are_found_where_they_stand_and_nowhere_else(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new(1 << 20);
    const struct json *o = good(a, " {\"in\":{\"x\":1,\"l\":[[],{\"x\":2}]},\"x\":3,\"e\":{},"
                                   "\"\\u0078y\":4, \"x\":5}\r\n");
    int64_t n = 0;
    assert_int_equal(o->n, 5);
    assert_true(json_integer(json_find(o, "x"), &n));
    assert_int_equal(n, 5);
    assert_true(json_integer(json_find(o, "xy"), &n));
    assert_int_equal(n, 4);
    assert_null(json_find(o, "l"));
    assert_int_equal(json_find(json_find(o, "in"), "l")->n, 2);
}

static void a_number_is_an_integer_only_if_it_was_written_as_one_and_fits(void **state)
{
    (void)state;
    CLEANUP(arena_freep) struct arena *a = arena_new(1 << 20);
    static const struct {
        const char *text;
        bool is;
        int64_t number;
    } rows[] = {
        { "0", true, 0 },
        { "-0", true, 0 },
        { "1.0", false, 0 },
        { "1e2", false, 0 },
        { "9223372036854775807", true, INT64_MAX },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775808", true, INT64_MIN },
        { "99999999999999999999", false, 0 },
        { "true", false, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t n = 0;
        assert_int_equal(json_integer(good(a, rows[i].text), &n), rows[i].is);
        assert_int_equal(n, rows[i].number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_json_is_refused_whole),
        cmocka_unit_test(a_text_arrives_as_it_was_meant_and_leaves_as_it_came),
        cmocka_unit_test(values_are_found_where_they_stand_and_nowhere_else),
        cmocka_unit_test(a_number_is_an_integer_only_if_it_was_written_as_one_and_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
