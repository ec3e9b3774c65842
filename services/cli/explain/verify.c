#include <errno.h>
#include <string.h>

#include "codec/json_words.h"
#include "explain/verify.h"

enum { GIVEN_MAX = 1 << 20, ARENA_MAX = 256 << 20 };

void given_deinit(struct given *g)
{
    buffer_deinit(&g->bytes);
    g->arena = arena_free(g->arena);
}

static enum rc bytes_read(const char *path, struct buffer *to, struct why *why)
{
    static const size_t chunk = 1 << 14;
    FILE *from = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!from) return why_set(why, RC_REFUSED, "%.150s: %s", path, strerror(errno));
    while (!feof(from) && !ferror(from)) {
        uint8_t *room = buffer_room(to, chunk);
        if (!room) break;
        to->n -= chunk - fread(room, 1, chunk, from);
    }
    bool whole = feof(from) && !ferror(from);
    if (from != stdin) (void)fclose(from); /* only read */
    if (whole) return RC_OK;
    return why_set(why, RC_REFUSED, "unreadable, or over %d bytes", GIVEN_MAX);
}

static struct slice text_at(const struct json *object, const char *key)
{
    const struct json *v = json_find(object, key);
    return v && v->kind == JSON_TEXT ? v->text : (struct slice){ NULL, 0 };
}

/* Does it say anything of how the person stands? */
static bool says_something(const struct json *object)
{
    static const char *const names[] = { "pid", "n", "at", "signal", "supersedes" };
    const struct json *v = json_first(object);
    for (size_t i = 0; i < object->n; i++, v = json_next(v)) {
        bool names_it = false;
        for (size_t k = 0; k < COUNT(names); k++) names_it |= slice_is(v->key, names[k]);
        if (!names_it) return true;
    }
    return false;
}

/* Said of a line, whoever it is about. */
static bool is_of_line(struct slice signal)
{
    return slice_is(signal, words_kind_name(HUB_SIGNAL_KIND_QUARANTINED).at) ||
           slice_is(signal, words_kind_name(HUB_SIGNAL_KIND_FIELDS_DROPPED).at);
}

enum rc given_read(const char *path, struct given *g, struct why *why)
{
    *g = (struct given){ .bytes = buffer_new(GIVEN_MAX), .arena = arena_new(ARENA_MAX) };
    if (!g->arena) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = bytes_read(path, &g->bytes, why);
    if (rc == RC_OK) rc = json_read(buffer_slice(&g->bytes), g->arena, &g->json, why);
    if (rc != RC_OK) return why_add(why, rc, "--verify");
    if (g->json->kind != JSON_OBJECT || !says_something(g->json))
        return why_set(why, RC_REFUSED, "--verify wants one state line or one word");
    g->pid = text_at(g->json, "pid");
    g->is_word = text_at(g->json, "signal").at != NULL;
    if (is_of_line(text_at(g->json, "signal")))
        return why_set(why, RC_REFUSED,
            "--verify: quarantined and fields.dropped are said of a line, and are not checked "
            "here");
    if (g->is_word && !instant_parse(text_at(g->json, "at"), &g->at))
        return why_set(why, RC_REFUSED, "--verify: a word says `at` which time it was said");
    return RC_OK;
}

/* ---- comparing ---- */

static bool same_one(const struct json *a, const struct json *b)
{
    if (a->kind != b->kind || a->n != b->n || a->span != b->span) return false;
    return slice_equal(a->text, b->text);
}

/* Values lie flat, each before what it contains. */
static bool same(const struct json *a, const struct json *b)
{
    for (size_t i = 0; i < a->span; i++)
        if (!same_one(a + i, b + i)) return false;
    return true;
}

static bool is_counted(const struct given *g, const struct json *key)
{
    return slice_is(key->key, "n") || (g->logged && slice_is(key->key, "supersedes"));
}

static const struct json *find(const struct json *object, struct slice key)
{
    const struct json *v = json_first(object);
    for (size_t i = 0; i < object->n; i++, v = json_next(v))
        if (slice_equal(v->key, key)) return v;
    return NULL;
}

static void put_scalar(struct buffer *out, const struct json *v)
{
    switch (v->kind) {
    case JSON_NULL: buffer_add(out, slice_str("null")); break;
    case JSON_FALSE: buffer_add(out, slice_str("false")); break;
    case JSON_TRUE: buffer_add(out, slice_str("true")); break;
    case JSON_INTEGER:
    case JSON_REAL: buffer_add(out, v->text); break;
    case JSON_TEXT: json_put_text(out, v->text); break;
    case JSON_LIST: buffer_byte(out, '['); break;
    case JSON_OBJECT: buffer_add(out, slice_str("{…}")); break; /* no verdict holds one */
    }
}

/* On one line, from its flat form: `left` counts what is still to come of each open list. */
static void put_value(struct buffer *out, const struct json *value)
{
    size_t left[JSON_DEPTH_MAX + 1], depth = 0;
    for (size_t i = 0; i < value->span;) {
        const struct json *v = value + i;
        put_scalar(out, v);
        i += v->kind == JSON_OBJECT ? v->span : 1;
        if (v->kind == JSON_LIST && v->n > 0) {
            left[++depth] = v->n;
            continue;
        }
        if (v->kind == JSON_LIST) buffer_byte(out, ']');
        for (; depth > 0 && --left[depth] == 0; depth--) buffer_byte(out, ']');
        if (depth > 0) buffer_byte(out, ',');
    }
}

static void put_shown(struct buffer *out, const struct json *value)
{
    if (value)
        put_value(out, value);
    else
        buffer_add(out, slice_str("nothing"));
}

static size_t differences(const struct given *g, const struct json *computed, struct buffer *say)
{
    const struct json *v = json_first(g->json);
    size_t n = 0;
    for (size_t i = 0; i < g->json->n; i++, v = json_next(v)) {
        const struct json *c = find(computed, v->key);
        if (is_counted(g, v) || (c && same(v, c))) continue;
        n++;
        buffer_printf(
            say, "%.*s: given ", (int)MIN(v->key.n, (size_t)TEXT_MAX), (const char *)v->key.at);
        put_shown(say, v);
        buffer_printf(say, ", computed ");
        put_shown(say, c);
        buffer_byte(say, '\n');
    }
    return n;
}

/* ---- which line is meant ---- */

/* A word is of a line's kind if both are the same signal. */
static bool is_like(const struct given *g, const struct json *line)
{
    return !g->is_word || slice_equal(text_at(g->json, "signal"), text_at(line, "signal"));
}

static struct slice line_next(struct slice *rest)
{
    const uint8_t *end = memchr(rest->at, '\n', rest->n);
    struct slice line = slice_of(rest->at, end ? (size_t)(end - rest->at) : rest->n);
    size_t taken = line.n + (end != NULL);
    *rest = slice_of(rest->at + taken, rest->n - taken);
    return line;
}

static enum rc best_of(const struct given *g, struct slice lines, struct buffer *best,
    size_t *ret_differ, struct why *why)
{
    CLEANUP(buffer_deinit) struct buffer say = buffer_new(GIVEN_MAX);
    enum rc rc = RC_OK;
    *ret_differ = SIZE_MAX;
    while (rc == RC_OK && lines.n > 0 && *ret_differ > 0) {
        const struct json *line;
        rc = json_read(line_next(&lines), g->arena, &line, why);
        if (rc != RC_OK || !is_like(g, line)) continue;
        buffer_reset(&say);
        size_t n = differences(g, line, &say);
        if (n >= *ret_differ) continue;
        *ret_differ = n;
        buffer_reset(best);
        buffer_add(best, buffer_slice(&say));
    }
    return rc;
}

enum rc given_compare(
    const struct given *g, struct slice lines, FILE *out, size_t *ret_differ, struct why *why)
{
    CLEANUP(buffer_deinit) struct buffer best = buffer_new(GIVEN_MAX);
    enum rc rc = best_of(g, lines, &best, ret_differ, why);
    if (rc != RC_OK) return rc;
    if (*ret_differ == SIZE_MAX) {
        *ret_differ = 1;
        buffer_printf(&best, g->is_word ? "signal: nothing of this kind was said then\n"
                                        : "pid: there is no file at that moment\n");
    }
    const struct json *v = json_first(g->json);
    for (size_t i = 0; i < g->json->n; i++, v = json_next(v))
        if (is_counted(g, v) && !slice_is(v->key, "n"))
            buffer_printf(&best, "not checked: supersedes\n");
    if (fwrite(best.at, 1, best.n, out) == best.n) return RC_OK;
    return why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
}
