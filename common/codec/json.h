/* JSON in and out, bounded and exact (RFC 8259). Reading keeps what is needed to tell "missing"
 * from "wrong kind": integers stay digits, reals stay reals. Of a key given twice the last one
 * counts. */
#ifndef COASTLINE_CODEC_JSON_H
#define COASTLINE_CODEC_JSON_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/rc.h"

enum { JSON_DEPTH_MAX = 16 }; /* containers within each other, the outermost counted */

enum json_kind {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_INTEGER,
    JSON_REAL,
    JSON_TEXT,
    JSON_LIST,
    JSON_OBJECT,
};

/* A value and, right behind it in memory, what it contains. */
struct json {
    enum json_kind kind;
    struct slice key;  /* in an object: its name, unescaped; else at == NULL */
    struct slice text; /* of a text: unescaped UTF-8, may hold U+0000; of a number: its digits */
    size_t n;          /* values directly inside a list or object */
    size_t span;       /* values to step over to its next sibling, itself counted */
};

/* One value and nothing else but blanks around it. Texts without escapes point into `bytes`, all
 * else lives in the arena. RC_REFUSED: not UTF-8, not JSON, half a surrogate pair, or too deep; the
 * reason never repeats content. RC_BROKEN: the arena is full (it needs about 60 bytes a value). */
MUST_CHECK enum rc json_read(
    struct slice bytes, struct arena *a, const struct json **ret, struct why *why);

static inline const struct json *json_first(const struct json *in) { return in + 1; }
static inline const struct json *json_next(const struct json *of) { return of + of->span; }
/* NULL if the object has no such key. */
const struct json *json_find(const struct json *object, const char *key);
/* Of a key given twice: is this the value that counts? */
bool json_is_last(const struct json *object, const struct json *value);
/* False, and *ret untouched, unless it is an integer that fits. */
MUST_CHECK bool json_integer(const struct json *value, int64_t *ret);

/* "…" with `"`, `\` and what is below U+0020 escaped (\n \r \t \b \f, else \u00xx), nothing else.
 */
void json_put_text(struct buffer *out, struct slice text);

#endif
