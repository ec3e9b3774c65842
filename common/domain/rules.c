/* The built-in rule set is rules.def itself; a rule set file changes numbers of it. */
#include "domain/rules.h"

const struct rule_row rule_rows[RULES] = {
#define CONTROL true
#define CARE false
#define FLOOR(name, id, class, zh, en, source) [RULE_##name] = { id, class, zh, en, source },
#define POINTS FLOOR
#define NUMBER(...)
#include "domain/rules.def"
#undef NUMBER
#undef POINTS
#undef FLOOR
#undef CARE
#undef CONTROL
};

static const struct number_row {
    const char *key;
    int32_t value, least, most;
} number_rows[RULE_NUMBERS] = {
#define FLOOR(...)
#define POINTS(...)
#define NUMBER(name, key, value, least, most) [name] = { key, value, least, most },
#include "domain/rules.def"
#undef NUMBER
#undef POINTS
#undef FLOOR
};

static const struct rules built_in = {
    .name = { "hn-care-1.0" },
    .at = {
#define FLOOR(...)
#define POINTS(...)
#define NUMBER(name, key, value, least, most) [name] = value,
#include "domain/rules.def"
#undef NUMBER
#undef POINTS
#undef FLOOR
    },
};

const struct rules *rules_built_in(void) { return &built_in; }

/* ---- a rule set file ---- */

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
    int named;             /* line that named the rule set; 0: none yet */
    int set[RULE_NUMBERS]; /* line that set this number; 0: none yet */
};

static enum rc number_set(
    struct reading *r, size_t i, struct slice value, int line, struct why *why)
{
    const struct number_row *row = &number_rows[i];
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

static enum rc line_take(struct reading *r, struct slice line, int number, struct why *why)
{
    static const char head[] = "ruleset";
    size_t n = strlen(head);
    struct text t = { "" };
    if (slice_starts(line, slice_str(head)) && (line.n == n || strchr(" \t", line.at[n])))
        return name_set(r, trimmed(slice_of(line.at + n, line.n - n)), number, why);
    const uint8_t *equals = memchr(line.at, '=', line.n);
    if (!equals)
        return why_set(why, RC_REFUSED, "line %d: ruleset NAME or KEY = NUMBER is wanted", number);
    n = (size_t)(equals - line.at);
    struct slice key = trimmed(slice_of(line.at, n));
    for (size_t i = 0; i < RULE_NUMBERS; i++)
        if (slice_is(key, number_rows[i].key))
            return number_set(r, i, trimmed(slice_of(equals + 1, line.n - n - 1)), number, why);
    return why_set(why, RC_REFUSED, "line %d: no rule has a number %s", number, shown(key, &t));
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
            MAX(r->set[less], r->set[more]), number_rows[less].key, r->rules.at[less],
            rows[i].apart ? "be less than" : "not be more than", number_rows[more].key,
            r->rules.at[more]);
    }
    return RC_OK;
}

/* Whether a whole file is a rule set; its name belongs to its numbers. */
static enum rc whole_look(const struct reading *r, struct why *why)
{
    if (!r->named) return why_set(why, RC_REFUSED, "no line says: ruleset NAME");
    bool same = memcmp(r->rules.at, built_in.at, sizeof built_in.at) == 0;
    if (strcmp(r->rules.name.at, built_in.name.at) == 0 && !same)
        return why_set(why, RC_REFUSED, "line %d: %s is built in and has other numbers", r->named,
            built_in.name.at);
    return order_look(r, why);
}

enum rc rules_read(struct slice bytes, struct rules *ret, struct why *why)
{
    struct reading r = { .rules = built_in };
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

bool rules_number(const struct rules *r, struct slice key, int32_t *ret)
{
    for (size_t i = 0; i < RULE_NUMBERS; i++) {
        if (!slice_is(key, number_rows[i].key)) continue;
        *ret = r->at[i];
        return true;
    }
    return false;
}

/* ---- which holds when ---- */

struct rulebook rulebook_built_in(void)
{
    struct rulebook b = { .n = 1 };
    b.at[0] = (struct rulebook_entry){ .from = { INT64_MIN }, .rules = &built_in };
    return b;
}

enum rc rulebook_activate(
    struct rulebook *b, const struct rules *rules, instant arrival, struct why *why)
{
    instant tick = tick_at_or_after(instant_plus(arrival, (span){ 1 }));
    while (!is_daily_tick(tick)) tick = instant_plus(tick, HOURS(1));
    if (b->at[b->n - 1].from.us == tick.us) b->n--;
    if (b->n == RULEBOOK_MAX)
        return why_set(why, RC_REFUSED, "more than %d rule sets in one log", RULEBOOK_MAX);
    b->at[b->n++] = (struct rulebook_entry){ tick, rules };
    return RC_OK;
}

instant rulebook_next(const struct rulebook *b, instant at)
{
    for (size_t i = 1; i < b->n; i++)
        if (is_before(at, b->at[i].from)) return b->at[i].from;
    return (instant){ INT64_MAX };
}

bool rulebook_begins(const struct rulebook *b, instant tick)
{
    return rulebook_next(b, instant_minus(tick, (span){ 1 })).us == tick.us;
}

const struct rules *rulebook_at(const struct rulebook *b, instant at)
{
    size_t i = b->n;
    while (i > 1 && is_before(at, b->at[i - 1].from)) i--;
    return b->at[i - 1].rules;
}
