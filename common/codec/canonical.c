/* A schema is a tree; it is walked with a stack of things still to be written, each either ready
 * text or a part of the tree with the namespace it stands in. What comes first is pushed last. */
#include <jansson.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "codec/canonical.h"

enum { TODO_MAX = 8192, NAME_MAX_BYTES = 200 };

struct todo {
    const char *words;  /* ready text, or NULL */
    const json_t *node; /* part of the schema */
    struct name {
        char at[NAME_MAX_BYTES];
    } space; /* namespace in force */
};

struct writer {
    struct buffer *out;
    size_t n;
    bool bad;
    struct todo at[TODO_MAX];
};

static const char *const primitives[] = { "null", "boolean", "int", "long", "float", "double",
    "bytes", "string" };

static bool is_primitive(const char *name)
{
    for (size_t i = 0; i < COUNT(primitives); i++)
        if (strcmp(name, primitives[i]) == 0) return true;
    return false;
}

static struct todo *push(struct writer *w)
{
    if (w->n == TODO_MAX) {
        w->bad = true;
        return &w->at[0];
    }
    return &w->at[w->n++];
}

static void push_words(struct writer *w, const char *words)
{
    *push(w) = (struct todo){ .words = words };
}

static void push_node(struct writer *w, const json_t *node, const struct name *space)
{
    struct todo t = { .node = node, .space = *space };
    *push(w) = t;
}

static void say(struct writer *w, const char *words) { buffer_add(w->out, slice_str(words)); }

/* Avro's names are letters, digits and underscores, dots between: nothing needs escaping. */
static struct name name_of(struct writer *w, const char *text)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.";
    struct name n = { "" };
    if (strlen(text) >= sizeof n.at || text[strspn(text, letters)] != '\0')
        w->bad = true;
    else
        memcpy(n.at, text, strlen(text) + 1);
    return n;
}

/* The namespace that a definition's own name and attributes put in force. */
static struct name space_of(struct writer *w, const json_t *o, const struct name *outer)
{
    const char *name = json_string_value(json_object_get(o, "name"));
    const char *space = json_string_value(json_object_get(o, "namespace"));
    struct name n = name_of(w, name ? name : "");
    char *dot = strrchr(n.at, '.');
    if (dot) *dot = 0;
    if (dot) return n;
    return space ? name_of(w, space) : *outer;
}

static void say_name(struct writer *w, const char *name, const struct name *space)
{
    struct name n = name_of(w, name);
    say(w, "\"");
    if (!strchr(n.at, '.') && space->at[0] && !is_primitive(n.at)) {
        if (strlen(space->at) + 1 + strlen(n.at) >= sizeof n.at) w->bad = true; /* full, too */
        say(w, space->at);
        say(w, ".");
    }
    say(w, n.at);
    say(w, "\"");
}

static void say_symbols(struct writer *w, const json_t *symbols)
{
    for (size_t i = 0; i < json_array_size(symbols); i++) {
        const char *symbol = json_string_value(json_array_get(symbols, i));
        if (!symbol) w->bad = true;
        say(w, i ? ",\"" : "\"");
        say(w, name_of(w, symbol ? symbol : "").at);
        say(w, "\"");
    }
}

static void say_union(struct writer *w, const json_t *branches, const struct name *space)
{
    push_words(w, "]");
    for (size_t i = json_array_size(branches); i > 0; i--) {
        push_node(w, json_array_get(branches, i - 1), space);
        if (i > 1) push_words(w, ",");
    }
    say(w, "[");
}

static void say_field(struct writer *w, const json_t *field, const struct name *space)
{
    const char *name = json_string_value(json_object_get(field, "name"));
    if (!name) w->bad = true;
    say(w, "{\"name\":\"");
    say(w, name_of(w, name ? name : "").at);
    say(w, "\",\"type\":");
    push_words(w, "}");
    push_node(w, json_object_get(field, "type"), space);
}

static void say_record(struct writer *w, const json_t *o, const struct name *space)
{
    const json_t *fields = json_object_get(o, "fields");
    if (!json_is_array(fields)) w->bad = true;
    say(w, ",\"type\":\"record\",\"fields\":[");
    push_words(w, "]}");
    for (size_t i = json_array_size(fields); i > 0; i--) {
        push_node(w, json_array_get(fields, i - 1), space);
        if (i > 1) push_words(w, ",");
    }
}

/* Enums and fixed end at once; a record leaves its fields on the stack. */
static void say_named(struct writer *w, const json_t *o, const char *type, const struct name *outer)
{
    struct name space = space_of(w, o, outer);
    const char *name = json_string_value(json_object_get(o, "name"));
    if (!name) w->bad = true;
    say(w, "{\"name\":");
    say_name(w, name ? name : "", &space);
    if (strcmp(type, "record") == 0 || strcmp(type, "error") == 0) {
        say_record(w, o, &space);
    } else if (strcmp(type, "enum") == 0) {
        say(w, ",\"type\":\"enum\",\"symbols\":[");
        say_symbols(w, json_object_get(o, "symbols"));
        say(w, "]}");
    } else {
        buffer_printf(w->out, ",\"type\":\"fixed\",\"size\":%lld}",
            (long long)json_integer_value(json_object_get(o, "size")));
    }
}

static bool is_named(const char *type)
{
    return strcmp(type, "record") == 0 || strcmp(type, "error") == 0 || strcmp(type, "enum") == 0 ||
           strcmp(type, "fixed") == 0;
}

static void say_object(struct writer *w, const json_t *o, const struct name *space)
{
    const json_t *type = json_object_get(o, "type");
    const char *word = json_string_value(type);
    if (!word) { /* {"type": {…}}: the inner one is meant */
        push_node(w, type, space);
    } else if (strcmp(word, "array") == 0) {
        say(w, "{\"type\":\"array\",\"items\":");
        push_words(w, "}");
        push_node(w, json_object_get(o, "items"), space);
    } else if (strcmp(word, "map") == 0) {
        say(w, "{\"type\":\"map\",\"values\":");
        push_words(w, "}");
        push_node(w, json_object_get(o, "values"), space);
    } else if (is_named(word)) {
        say_named(w, o, word, space);
    } else {
        say_name(w, word, space);
    }
}

/* A field of a record has a name and a type that no definition has. */
static bool is_field(const json_t *o)
{
    const char *word = json_string_value(json_object_get(o, "type"));
    return json_object_get(o, "name") && json_object_get(o, "type") && (!word || !is_named(word));
}

static void say_todo(struct writer *w, const struct todo *t)
{
    if (t->words)
        say(w, t->words);
    else if (json_is_string(t->node))
        say_name(w, json_string_value(t->node), &t->space);
    else if (json_is_array(t->node))
        say_union(w, t->node, &t->space);
    else if (!json_is_object(t->node))
        w->bad = true;
    else if (is_field(t->node))
        say_field(w, t->node, &t->space);
    else
        say_object(w, t->node, &t->space);
}

static bool write_all(struct writer *w, const json_t *schema)
{
    push_node(w, schema, &(struct name){ "" });
    while (w->n && !w->bad && buffer_whole(w->out)) {
        struct todo t = w->at[--w->n];
        say_todo(w, &t);
    }
    return !w->bad && buffer_whole(w->out);
}

enum rc canonical_form(struct slice schema, struct buffer *out, struct why *why)
{
    json_t *root = json_loadb((const char *)schema.at, schema.n, JSON_DECODE_ANY, NULL);
    if (!root) return why_set(why, RC_REFUSED, "the schema is not JSON");
    struct writer *w = calloc(1, sizeof *w);
    bool good = false;
    if (w) {
        w->out = out;
        good = write_all(w, root);
    }
    enum rc rc = !w ? why_set(why, RC_BROKEN, "out of memory") : RC_OK;
    free(w);
    json_decref(root);
    if (rc != RC_OK || good) return rc;
    return why_set(why, RC_REFUSED, "not an Avro schema, or too large a one");
}

#define FINGERPRINT_EMPTY UINT64_C(0xC15D213AA4D7A795)

uint64_t fingerprint_of(struct slice form)
{
    uint64_t fp = FINGERPRINT_EMPTY;
    for (size_t i = 0; i < form.n; i++) {
        fp ^= form.at[i];
        for (int bit = 0; bit < 8; bit++) fp = (fp >> 1) ^ (FINGERPRINT_EMPTY & (0 - (fp & 1)));
    }
    return fp;
}

enum rc schema_fingerprint(struct slice schema, uint64_t *ret, struct why *why)
{
    struct buffer form = buffer_new(CANONICAL_MAX);
    enum rc rc = canonical_form(schema, &form, why);
    if (rc == RC_OK) *ret = fingerprint_of(buffer_slice(&form));
    buffer_deinit(&form);
    return rc;
}
