/* A rule set as people read and write it: lines KEY = VALUE. Numbers are the rule set's own.
 * Classes, sentences and sources are the hub's (rules.def, sayings.def): a file may carry them, so
 * that it can be read without the program, and then they must read as the hub says them. */
#include "domain/rules.h"

static struct slice trimmed(struct slice s)
{
    while (s.n > 0 && s.at[0] && strchr(" \t\r", s.at[0])) s = slice_of(s.at + 1, s.n - 1);
    while (s.n > 0 && s.at[s.n - 1] && strchr(" \t\r", s.at[s.n - 1])) s.n--;
    return s;
}

static struct slice line_next(struct slice *rest)
{
    const uint8_t *end = memchr(rest->at, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->at) : rest->n, taken = n + (end != NULL);
    struct slice line = slice_of(rest->at, n);
    *rest = slice_of(rest->at + taken, rest->n - taken);
    const uint8_t *comment = memchr(line.at, '#', line.n);
    if (comment) line.n = (size_t)(comment - line.at);
    return trimmed(line);
}

static bool number_read(struct slice s, int32_t *ret)
{
    int32_t n = 0;
    if (s.n == 0 || s.n > 6) return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') return false;
        n = n * 10 + (s.at[i] - '0');
    }
    *ret = n;
    return true;
}

/* A key as people can see it: never a control character of somebody's terminal. */
static const char *shown(struct slice s, struct text *room)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.at[i] <= ' ' || s.at[i] > '~') return "of that key";
    return text_from(s, room) ? room->at : "of so long a key";
}

/* A file while it is read. */
struct reading {
    struct rules rules;
    bool desk;
    int named;                   /* line that named the rule set; 0: none yet */
    int set[RULE_NUMBERS];       /* line that set this number; 0: none yet */
    int said[RULES][RULE_WORDS]; /* line that carried it; 0: none yet */
};

static enum rc number_set(
    struct reading *r, size_t i, struct slice value, int line, struct why *why)
{
    const struct rule_number_row *row = &rule_number_rows[i];
    int32_t n;
    if (r->set[i])
        return why_set(
            why, RC_REFUSED, "line %d: %s stands in line %d already", line, row->key, r->set[i]);
    if (!number_read(value, &n) || n < row->least || n > row->most)
        return why_set(why, RC_REFUSED, "line %d: %s wants a number from %d to %d", line, row->key,
            row->least, row->most);
    r->rules.at[i] = n;
    r->set[i] = line;
    return RC_OK;
}

/* Letters, digits and -._ only: the name goes into every webhook and every report. */
static bool is_name(struct slice s)
{
    static const char others[] = "-._";
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.at[i], letter = c | 0x20;
        bool good = (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9');
        if (!good && (c == 0 || !strchr(others, c))) return false;
    }
    return s.n > 0 && s.n <= TEXT_MAX;
}

static enum rc name_set(struct reading *r, struct slice name, int line, struct why *why)
{
    if (r->named)
        return why_set(
            why, RC_REFUSED, "line %d: the rule set is named in line %d already", line, r->named);
    if (!is_name(name) || !text_from(name, &r->rules.name))
        return why_set(why, RC_REFUSED,
            "line %d: ruleset wants a name of 1 to %d letters, digits, -, . and _", line, TEXT_MAX);
    r->named = line;
    return RC_OK;
}

/* A line KEY = VALUE. */
struct entry {
    struct slice key, value;
    int line;
};

static enum rc said_look(
    struct reading *r, const struct entry *e, enum rule rule, enum rule_word word, struct why *why)
{
    int *line = &r->said[rule][word];
    const char *id = rule_rows[rule].id, *name = rule_word_names[word];
    if (*line)
        return why_set(
            why, RC_REFUSED, "line %d: %s.%s stands in line %d already", e->line, id, name, *line);
    if (e->value.n == 0 || e->value.n > RULE_WORD_MAX || !slice_is_utf8(e->value))
        return why_set(why, RC_REFUSED, "line %d: %s.%s wants 1 to %d bytes of UTF-8", e->line, id,
            name, RULE_WORD_MAX);
    bool same = slice_is(e->value, rule_said(rule, word));
    if (!same && (r->desk || word == RULE_WORD_CLASS))
        return why_set(why, RC_REFUSED,
            "line %d: %s.%s is not what the hub says; a rule set sets numbers only", e->line, id,
            name);
    *line = e->line;
    return RC_OK;
}

/* "P2.ends.zh": what the hub says of a rule. *ret_found: the key names such a thing. */
static enum rc said_find(struct reading *r, const struct entry *e, bool *ret_found, struct why *why)
{
    for (int i = 0; i < RULES; i++) {
        size_t n = strlen(rule_rows[i].id);
        if (e->key.n <= n || !slice_starts(e->key, slice_str(rule_rows[i].id))) continue;
        if (e->key.at[n] != '.') continue;
        struct slice name = slice_of(e->key.at + n + 1, e->key.n - n - 1);
        for (int k = 0; k < RULE_WORDS; k++) {
            *ret_found = slice_is(name, rule_word_names[k]);
            if (*ret_found) return said_look(r, e, (enum rule)i, (enum rule_word)k, why);
        }
    }
    return RC_OK;
}

static enum rc entry_take(struct reading *r, const struct entry *e, struct why *why)
{
    struct text t = { "" };
    bool found = false;
    for (size_t i = 0; i < RULE_NUMBERS; i++)
        if (slice_is(e->key, rule_number_rows[i].key))
            return number_set(r, i, e->value, e->line, why);
    enum rc rc = said_find(r, e, &found, why);
    if (rc != RC_OK || found) return rc;
    return why_set(why, RC_REFUSED, "line %d: no rule has a number %s", e->line, shown(e->key, &t));
}

static enum rc line_take(struct reading *r, struct slice line, int number, struct why *why)
{
    static const char head[] = "ruleset";
    size_t n = strlen(head);
    if (slice_starts(line, slice_str(head)) && (line.n == n || strchr(" \t", line.at[n])))
        return name_set(r, trimmed(slice_of(line.at + n, line.n - n)), number, why);
    const uint8_t *equals = memchr(line.at, '=', line.n);
    if (!equals)
        return why_set(why, RC_REFUSED, "line %d: ruleset NAME or KEY = NUMBER is wanted", number);
    n = (size_t)(equals - line.at);
    const struct entry e = { .key = trimmed(slice_of(line.at, n)),
        .value = trimmed(slice_of(equals + 1, line.n - n - 1)),
        .line = number };
    return entry_take(r, &e, why);
}

/* Numbers that only make sense in order: else a rule could never hold, or a grade would fall and
 * rise by turns. */
static enum rc order_look(const struct reading *r, struct why *why)
{
    static const struct {
        enum rule_number less, more;
        int32_t apart; /* at least */
    } rows[] = {
        { LEVEL_MEDIUM, LEVEL_HIGH, 1 },
        { DOWN_MEDIUM, LEVEL_MEDIUM, 1 },
        { DOWN_HIGH, LEVEL_HIGH, 1 },
        { DOWN_MEDIUM, DOWN_HIGH, 0 },
        { M2_DAYS, H6_DAYS, 1 },
        { P2_FULL, P2_HALF, 0 },
        { P3_FULL, P3_HALF, 0 },
        { P4_SOME, P4_MANY, 1 },
        { P5_RUN, H5_RUN, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum rule_number less = rows[i].less, more = rows[i].more;
        if (r->rules.at[less] + rows[i].apart <= r->rules.at[more]) continue;
        return why_set(why, RC_REFUSED, "line %d: %s = %d must %s %s = %d",
            MAX(r->set[less], r->set[more]), rule_number_rows[less].key, r->rules.at[less],
            rows[i].apart ? "be less than" : "not be more than", rule_number_rows[more].key,
            r->rules.at[more]);
    }
    return RC_OK;
}

/* Whether a whole file is a rule set; its name belongs to its numbers. */
static enum rc whole_look(const struct reading *r, struct why *why)
{
    if (!r->named) return why_set(why, RC_REFUSED, "no line says: ruleset NAME");
    const struct rules *built_in = rules_built_in();
    bool same = memcmp(r->rules.at, built_in->at, sizeof built_in->at) == 0;
    if (strcmp(r->rules.name.at, built_in->name.at) == 0 && !same)
        return why_set(why, RC_REFUSED, "line %d: %s is built in and has other numbers", r->named,
            built_in->name.at);
    return order_look(r, why);
}

static enum rc file_read(struct slice bytes, bool desk, struct rules *ret, struct why *why)
{
    struct reading r = { .rules = *rules_built_in(), .desk = desk };
    enum rc rc = RC_OK;
    if (bytes.n > RULES_FILE_MAX)
        return why_set(why, RC_REFUSED, "a rule set is larger than %d bytes", RULES_FILE_MAX);
    for (int number = 1; rc == RC_OK && bytes.n > 0; number++) {
        struct slice line = line_next(&bytes);
        if (line.n > 0) rc = line_take(&r, line, number, why);
    }
    if (rc == RC_OK) rc = whole_look(&r, why);
    if (rc == RC_OK) *ret = r.rules;
    return rc;
}

enum rc rules_read(struct slice bytes, struct rules *ret, struct why *why)
{
    return file_read(bytes, false, ret, why);
}

enum rc rules_read_at_desk(struct slice bytes, struct rules *ret, struct why *why)
{
    return file_read(bytes, true, ret, why);
}

/* ---- a rule set becomes a file ---- */

/* What stands in it, in the order of rules.def. */
static const struct place {
    bool is_number;
    int at; /* enum rule_number, else enum rule */
} places[] = {
#define FLOOR(name, ...) { false, RULE_##name },
#define POINTS FLOOR
#define NUMBER(name, ...) { true, name },
#include "domain/rules.def"
#undef NUMBER
#undef POINTS
#undef FLOOR
};

static void rule_write(enum rule rule, struct buffer *out)
{
    buffer_byte(out, '\n');
    for (int i = 0; i < RULE_WORDS; i++)
        buffer_printf(out, "%s.%s = %s\n", rule_rows[rule].id, rule_word_names[i],
            rule_said(rule, (enum rule_word)i));
}

static const char head_zh[] = "规则集只定数值；性质、文句、依据供人阅读，须与系统所言一致。",
                  head_en[] = "A rule set decides the numbers; class, sentences and source are for "
                              "people, and must be the hub's.";

void rules_write(const struct rules *r, struct buffer *out)
{
    const char *id = NULL; /* of the rule whose numbers are written */
    buffer_printf(out, "# %s\n# %s\nruleset %s\n", head_zh, head_en, r->name.at);
    for (size_t i = 0; i < COUNT(places); i++) {
        if (!places[i].is_number) {
            id = rule_rows[places[i].at].id;
            rule_write((enum rule)places[i].at, out);
            continue;
        }
        const struct rule_number_row *row = &rule_number_rows[places[i].at];
        if (id && strncmp(row->key, id, strlen(id)) != 0) {
            buffer_byte(out, '\n');
            id = NULL;
        }
        buffer_printf(
            out, "%s = %d  # %d to %d\n", row->key, r->at[places[i].at], row->least, row->most);
    }
}
