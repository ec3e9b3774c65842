/* The reader goes once over the bytes and lays values down in the order it meets them. A stack of
 * open containers replaces recursion; its height is the depth limit. */
#include "codec/json.h"

struct reader {
    const uint8_t *at, *end;
    struct arena *arena;
    struct json *values; /* room for all that can come */
    size_t n;
    struct json *open[JSON_DEPTH_MAX];
    size_t depth;
    bool fresh;      /* the innermost container was just opened: no comma yet */
    const char *bad; /* what is wrong; NULL while all is well */
    bool full;       /* the arena is */
};

static void skip_blanks(struct reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
}

/* The next byte, or 0 at the end (a zero byte itself is no JSON anyway). */
static uint8_t peek(const struct reader *r) { return r->at < r->end ? *r->at : 0; }

static bool take(struct reader *r, uint8_t byte)
{
    if (peek(r) != byte || r->at >= r->end) return false;
    r->at++;
    return true;
}

static int hex_of(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four hex digits, or -1. */
static int32_t take_unit(struct reader *r)
{
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = r->at < r->end ? hex_of(*r->at) : -1;
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
        r->at++;
    }
    return unit;
}

/* What follows \u, both halves of a pair together; -1 if it is no character. */
static int32_t take_escaped(struct reader *r)
{
    int32_t high = take_unit(r);
    if (high < 0xD800 || high > 0xDFFF) return high;
    if (high > 0xDBFF || !take(r, '\\') || !take(r, 'u')) return -1;
    int32_t low = take_unit(r);
    return low < 0xDC00 || low > 0xDFFF ? -1 : 0x10000 + (high - 0xD800) * 0x400 + low - 0xDC00;
}

static size_t put_utf8(uint8_t *to, int32_t c)
{
    if (c < 0x80) return to[0] = (uint8_t)c, 1;
    if (c < 0x800) return to[0] = (uint8_t)(0xC0 | c >> 6), to[1] = (uint8_t)(0x80 | (c & 63)), 2;
    size_t n = 0;
    if (c < 0x10000) {
        to[n++] = (uint8_t)(0xE0 | c >> 12);
    } else {
        to[n++] = (uint8_t)(0xF0 | c >> 18);
        to[n++] = (uint8_t)(0x80 | (c >> 12 & 63));
    }
    to[n++] = (uint8_t)(0x80 | (c >> 6 & 63));
    to[n++] = (uint8_t)(0x80 | (c & 63));
    return n;
}

static size_t take_escape(struct reader *r, uint8_t *to)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    uint8_t c = peek(r);
    if (take(r, 'u')) {
        int32_t character = take_escaped(r);
        if (character < 0) r->bad = "a \\u that is no character";
        return character < 0 ? 0 : put_utf8(to, character);
    }
    const char *name = c ? strchr(names, c) : NULL;
    if (!name) return r->bad = "an unknown escape", 0;
    r->at++;
    to[0] = (uint8_t)bytes[name - names];
    return 1;
}

/* From `from`, where the first escape stands, to the closing quote. Never longer than it is raw. */
static struct slice take_unescaped(struct reader *r, const uint8_t *start)
{
    size_t raw = 0;
    for (const uint8_t *c = start; c < r->end && *c != '"'; c++, raw++)
        if (*c == '\\') c++, raw++;
    uint8_t *to = arena_take(r->arena, raw + 4);
    if (!to) return r->full = true, r->bad = "no room", slice_of(NULL, 0);
    size_t n = 0;
    r->at = start;
    while (!r->bad && r->at < r->end && *r->at != '"') {
        if (*r->at < 0x20)
            r->bad = "a control character in a text";
        else if (take(r, '\\'))
            n += take_escape(r, to + n);
        else
            to[n++] = *r->at++;
    }
    return slice_of(to, n);
}

static struct slice take_text(struct reader *r)
{
    if (!take(r, '"')) return r->bad = "a quote missing", slice_of(NULL, 0);
    const uint8_t *start = r->at;
    while (r->at < r->end && *r->at != '"' && *r->at != '\\' && *r->at >= 0x20) r->at++;
    struct slice text = slice_of(start, (size_t)(r->at - start));
    if (peek(r) == '\\') text = take_unescaped(r, start);
    if (!r->bad && !take(r, '"')) r->bad = "a text that does not end";
    return text;
}

static size_t take_digits(struct reader *r)
{
    size_t n = 0;
    for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++) n++;
    return n;
}

static void take_number(struct reader *r, struct json *v)
{
    const uint8_t *start = r->at;
    v->kind = JSON_INTEGER;
    (void)take(r, '-');
    bool zero = peek(r) == '0';
    size_t n = take_digits(r);
    if (n == 0 || (zero && n > 1)) r->bad = "a malformed number";
    if (take(r, '.')) {
        v->kind = JSON_REAL;
        if (take_digits(r) == 0) r->bad = "a malformed number";
    }
    if (take(r, 'e') || take(r, 'E')) {
        v->kind = JSON_REAL;
        if (!take(r, '+')) (void)take(r, '-');
        if (take_digits(r) == 0) r->bad = "a malformed number";
    }
    v->text = slice_of(start, (size_t)(r->at - start));
}

static bool take_word(struct reader *r, struct json *v)
{
    static const struct {
        const char *word;
        enum json_kind kind;
    } words[] = {
        { "null", JSON_NULL },
        { "true", JSON_TRUE },
        { "false", JSON_FALSE },
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        struct slice word = slice_str(words[i].word);
        if (!slice_starts(slice_of(r->at, (size_t)(r->end - r->at)), word)) continue;
        v->kind = words[i].kind;
        r->at += word.n;
        return true;
    }
    return false;
}

static void container_open(struct reader *r, struct json *v)
{
    v->kind = *r->at++ == '{' ? JSON_OBJECT : JSON_LIST;
    if (r->depth == JSON_DEPTH_MAX) {
        r->bad = "nested too deep";
        return;
    }
    r->open[r->depth++] = v;
    r->fresh = true;
}

/* In an object: `"name":`. */
static void take_key(struct reader *r, struct json *v)
{
    skip_blanks(r);
    v->key = take_text(r);
    skip_blanks(r);
    if (!r->bad && !take(r, ':')) r->bad = "a colon missing";
}

static void take_content(struct reader *r, struct json *v)
{
    uint8_t c = peek(r);
    if (c == '{' || c == '[')
        container_open(r, v);
    else if (c == '"')
        v->kind = JSON_TEXT, v->text = take_text(r);
    else if (c == '-' || (c >= '0' && c <= '9'))
        take_number(r, v);
    else if (!take_word(r, v))
        r->bad = "a value missing";
}

static void take_value(struct reader *r)
{
    struct json *v = &r->values[r->n];
    struct json *in = r->depth ? r->open[r->depth - 1] : NULL;
    *v = (struct json){ .span = 1 };
    if (in && in->kind == JSON_OBJECT) take_key(r, v);
    if (r->bad) return;
    if (in) in->n++;
    r->n++;
    r->fresh = false;
    skip_blanks(r);
    take_content(r, v);
}

/* Closes what ends here, then steps over the comma to the next value. */
static void take_ends(struct reader *r)
{
    while (!r->bad && r->depth > 0) {
        struct json *in = r->open[r->depth - 1];
        skip_blanks(r);
        if (!take(r, in->kind == JSON_OBJECT ? '}' : ']')) break;
        in->span = (size_t)(&r->values[r->n] - in);
        r->depth--;
        r->fresh = false;
    }
    if (!r->bad && r->depth > 0 && !r->fresh && !take(r, ',')) r->bad = "a comma missing";
}

/* Every value but the first follows a comma or an opening bracket. */
static size_t values_at_most(struct slice bytes)
{
    size_t n = 1;
    for (size_t i = 0; i < bytes.n; i++)
        n += bytes.at[i] == ',' || bytes.at[i] == '[' || bytes.at[i] == '{';
    return n;
}

enum rc json_read(struct slice bytes, struct arena *a, const struct json **ret, struct why *why)
{
    struct reader r = { .at = bytes.at, .end = bytes.at + bytes.n, .arena = a };
    if (!slice_is_utf8(bytes)) return why_set(why, RC_REFUSED, "not UTF-8");
    r.values = arena_take(a, values_at_most(bytes) * sizeof *r.values);
    if (!r.values) return why_set(why, RC_BROKEN, "no memory for a JSON text");
    do {
        take_value(&r);
        take_ends(&r);
    } while (!r.bad && r.depth > 0);
    skip_blanks(&r);
    if (!r.bad && r.at < r.end) r.bad = "something behind its end";
    if (r.full) return why_set(why, RC_BROKEN, "no memory for a JSON text");
    if (r.bad) return why_set(why, RC_REFUSED, "not JSON: %s", r.bad);
    *ret = r.values;
    return RC_OK;
}

const struct json *json_find(const struct json *object, const char *key)
{
    const struct json *found = NULL, *v = json_first(object);
    for (size_t i = 0; i < object->n; i++, v = json_next(v))
        if (slice_is(v->key, key)) found = v;
    return found;
}

bool json_is_last(const struct json *object, const struct json *value)
{
    const struct json *other = json_first(object);
    for (size_t i = 0; i < object->n; i++, other = json_next(other))
        if (other > value && slice_equal(other->key, value->key)) return false;
    return true;
}

bool json_integer(const struct json *value, int64_t *ret)
{
    int64_t number = 0;
    bool negative = value->kind == JSON_INTEGER && value->text.at[0] == '-';
    if (value->kind != JSON_INTEGER) return false;
    for (size_t i = negative; i < value->text.n; i++) {
        int64_t digit = value->text.at[i] - '0';
        if (__builtin_mul_overflow(number, 10, &number)) return false;
        if (__builtin_sub_overflow(number, digit, &number)) return false; /* towards the far end */
    }
    if (!negative && number == INT64_MIN) return false;
    *ret = negative ? number : -number;
    return true;
}

void json_put_text(struct buffer *out, struct slice text)
{
    static const char names[] = "btnvfr"; /* U+0008 to U+000D; \v is not JSON's */
    buffer_byte(out, '"');
    size_t plain = 0;
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.at[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        buffer_add(out, slice_of(text.at + plain, i - plain));
        plain = i + 1;
        if (c == '"' || c == '\\')
            buffer_printf(out, "\\%c", c);
        else if (c >= 8 && c <= 13 && c != 11)
            buffer_printf(out, "\\%c", names[c - 8]);
        else
            buffer_printf(out, "\\u%04x", c);
    }
    buffer_add(out, slice_of(text.at + plain, text.n - plain));
    buffer_byte(out, '"');
}
