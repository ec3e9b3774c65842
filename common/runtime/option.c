/* Reading options: every place where a value may stand is walked into one list of texts, the later
 * place over the earlier (file, environment, argv); then each text is parsed by its row. */
#include "runtime/option.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/arena.h"
#include "runtime/option_parse.h"

enum { OPTIONS_MAX = 64, FILE_MAX = 64 * 1024, MEMORY_MAX = 256 * 1024 };

struct options {
    struct arena *memory;
};

struct options *options_free(struct options *o)
{
    if (!o) return NULL;
    arena_free(o->memory);
    free(o);
    return NULL;
}

/* One row and what was found for it. */
struct found {
    const struct option_row *row;
    const char *value; /* NULL: nothing yet */
    const char *place; /* for words: "argv", "the environment", the file's name */
};

struct search {
    struct options *options;
    struct found at[OPTIONS_MAX];
    size_t n;
    const char *file; /* of --config */
};

static void rows_gather(struct search *s, const struct option_set *set)
{
    for (size_t t = 0; t < set->n_tables; t++)
        for (size_t i = 0; i < set->counts[t]; i++) {
            assert(s->n < OPTIONS_MAX);
            s->at[s->n++] = (struct found){ .row = &set->tables[t][i] };
        }
}

/* `name` is spelled with - or _; case as written. */
static struct found *found_named(struct search *s, struct slice name)
{
    for (size_t i = 0; i < s->n; i++)
        if (option_is_named(s->at[i].row, name)) return &s->at[i];
    return NULL;
}

static const char *keep(struct search *s, struct slice text)
{
    char *copy = arena_take(s->options->memory, text.n + 1);
    if (copy && text.n) memcpy(copy, text.at, text.n);
    return copy;
}

/* --- argv --- */

/* Returns how many words of argv it took. */
static enum rc word_take(struct search *s, char *const *argv, size_t *ret_taken, struct why *why)
{
    const char *word = argv[0], *equals = strchr(word, '=');
    if (strncmp(word, "--", 2) != 0)
        return why_set(why, RC_REFUSED, "'%.60s' is not an option; --help lists them", word);
    struct slice name = slice_of(word + 2, equals ? (size_t)(equals - word) - 2 : strlen(word) - 2);
    struct found *f = found_named(s, name);
    bool is_config = slice_is(name, "config"), is_flag = f && f->row->kind == OPT_FLAG;
    if (!f && !is_config)
        return why_set(why, RC_REFUSED, "there is no option '%.60s'; --help lists them", word);
    const char *value = equals ? equals + 1 : is_flag ? "yes" : argv[1];
    if (!value) return why_set(why, RC_REFUSED, "%.60s wants a value after it", word);
    if (is_config)
        s->file = value;
    else
        *f = (struct found){ f->row, value, "argv" };
    *ret_taken = equals || is_flag ? 1 : 2;
    return RC_OK;
}

static enum rc argv_read(struct search *s, char *const *argv, struct why *why)
{
    while (*argv) {
        size_t taken = 0;
        enum rc rc = word_take(s, argv, &taken, why);
        if (rc != RC_OK) return rc;
        argv += taken;
    }
    return RC_OK;
}

/* --- environment --- */

static bool is_variable_of(struct slice variable, const char *field)
{
    if (variable.n != strlen(field)) return false;
    for (size_t i = 0; i < variable.n; i++)
        if (tolower(variable.at[i]) != field[i]) return false;
    return true;
}

/* COASTLINE_ variables that no row names are other services' and stay unread. */
static void environment_read(struct search *s, char *const *environment)
{
    static const char prefix[] = "COASTLINE_";
    for (; environment && *environment; environment++) {
        const char *equals = strchr(*environment, '=');
        if (!equals || strncmp(*environment, prefix, sizeof prefix - 1) != 0) continue;
        const char *start = *environment + sizeof prefix - 1;
        struct slice variable = slice_of(start, (size_t)(equals - start));
        if (is_variable_of(variable, "config") && !s->file) s->file = equals + 1;
        for (size_t i = 0; i < s->n; i++)
            if (!s->at[i].value && is_variable_of(variable, s->at[i].row->field))
                s->at[i] = (struct found){ s->at[i].row, equals + 1, "the environment" };
    }
}

/* --- file --- */

static struct slice trimmed(struct slice s)
{
    while (s.n && isspace(s.at[0])) s = slice_of(s.at + 1, s.n - 1);
    while (s.n && isspace(s.at[s.n - 1])) s.n--;
    return s;
}

static enum rc line_read(struct search *s, struct slice line, struct why *why)
{
    line = trimmed(line);
    if (line.n == 0 || line.at[0] == '#') return RC_OK;
    const uint8_t *equals = memchr(line.at, '=', line.n);
    if (!equals) return why_set(why, RC_REFUSED, "%.100s: a line without =", s->file);
    struct slice name = trimmed(slice_of(line.at, (size_t)(equals - line.at)));
    struct slice value = trimmed(slice_of(equals + 1, line.n - (size_t)(equals - line.at) - 1));
    struct found *f = found_named(s, name);
    if (!f) return RC_OK; /* one file may serve all services */
    const char *kept = keep(s, value);
    if (!kept) return why_set(why, RC_BROKEN, "out of memory");
    if (!f->value) *f = (struct found){ f->row, kept, s->file };
    return RC_OK;
}

static enum rc lines_read(struct search *s, struct slice text, struct why *why)
{
    while (text.n) {
        const uint8_t *end = memchr(text.at, '\n', text.n);
        size_t n = end ? (size_t)(end - text.at) : text.n;
        enum rc rc = line_read(s, slice_of(text.at, n), why);
        if (rc != RC_OK) return rc;
        n += end ? 1 : 0;
        text = slice_of(text.at + n, text.n - n);
    }
    return RC_OK;
}

static enum rc file_read(struct search *s, struct why *why)
{
    if (!s->file) return RC_OK;
    FILE *file = fopen(s->file, "r");
    if (!file) return why_set(why, RC_REFUSED, "--config: cannot read %.150s", s->file);
    char *text = malloc(FILE_MAX);
    size_t n = text ? fread(text, 1, FILE_MAX, file) : 0;
    bool whole = feof(file) && !ferror(file);
    (void)fclose(file);
    enum rc rc = whole ? lines_read(s, slice_of(text, n), why)
                       : why_set(why, RC_REFUSED, "--config: %.150s is no file of up to %d bytes",
                             s->file, FILE_MAX);
    free(text);
    return rc;
}

/* --- all together --- */

static enum rc values_write(struct search *s, void *conf, struct why *why)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct found *f = &s->at[i];
        const char *value = f->value ? f->value : f->row->fallback;
        char name[40];
        option_name(f->row, name, sizeof name);
        if (!value) return why_set(why, RC_REFUSED, "--%s is missing (%s)", name, f->row->help);
        const char *kept = keep(s, slice_str(value));
        if (!kept) return why_set(why, RC_BROKEN, "out of memory");
        enum rc rc = option_parse(f->row, kept, conf, why);
        if (rc != RC_OK)
            return why_add(why, rc, "--%s (from %.60s)", name, f->value ? f->place : "its row");
    }
    return RC_OK;
}

enum rc options_read(struct options **ret, const struct option_set *set, char *const *argv,
    char *const *environment, void *conf, struct why *why)
{
    CLEANUP(options_freep) struct options *o = calloc(1, sizeof *o);
    if (o) o->memory = arena_new(MEMORY_MAX);
    if (!o || !o->memory) return why_set(why, RC_BROKEN, "out of memory");
    struct search search = { .options = o };
    rows_gather(&search, set);
    enum rc rc = argv_read(&search, argv, why);
    if (rc == RC_OK) environment_read(&search, environment);
    if (rc == RC_OK) rc = file_read(&search, why);
    if (rc == RC_OK) rc = values_write(&search, conf, why);
    if (rc == RC_OK) *ret = TAKE(o);
    return rc;
}
