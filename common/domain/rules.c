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
    while (s.n > 0 && strchr(" \t\r", s.at[0])) s = slice_of(s.at + 1, s.n - 1);
    while (s.n > 0 && strchr(" \t\r", s.at[s.n - 1])) s.n--;
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

static const char *shown(struct slice s, struct text *room)
{
    return text_from(s, room) && slice_is_utf8(s) ? room->at : "(too long)";
}

static enum rc number_set(
    struct rules *r, struct slice key, struct slice value, int line, struct why *why)
{
    struct text t;
    int32_t n;
    for (size_t i = 0; i < RULE_NUMBERS; i++) {
        const struct number_row *row = &number_rows[i];
        if (!slice_is(key, row->key)) continue;
        if (!number_read(value, &n) || n < row->least || n > row->most)
            return why_set(why, RC_REFUSED, "line %d: %s wants a number from %d to %d", line,
                row->key, row->least, row->most);
        r->at[i] = n;
        return RC_OK;
    }
    return why_set(why, RC_REFUSED, "line %d: no rule has a number %s", line, shown(key, &t));
}

static enum rc line_take(struct rules *r, struct slice line, int number, struct why *why)
{
    static const char head[] = "ruleset ";
    if (slice_starts(line, slice_str(head))) {
        struct slice name = trimmed(slice_of(line.at + strlen(head), line.n - strlen(head)));
        if (name.n == 0 || !text_from(name, &r->name))
            return why_set(why, RC_REFUSED, "line %d: ruleset wants a name", number);
        return RC_OK;
    }
    const uint8_t *equals = memchr(line.at, '=', line.n);
    if (!equals) return why_set(why, RC_REFUSED, "line %d: KEY = NUMBER is wanted", number);
    size_t n = (size_t)(equals - line.at);
    return number_set(r, trimmed(slice_of(line.at, n)),
        trimmed(slice_of(equals + 1, line.n - n - 1)), number, why);
}

enum rc rules_read(struct slice bytes, struct rules *ret, struct why *why)
{
    struct rules r = built_in;
    r.name = (struct text){ "" };
    enum rc rc = RC_OK;
    for (int number = 1; rc == RC_OK && bytes.n > 0; number++) {
        struct slice line = line_next(&bytes);
        if (line.n > 0) rc = line_take(&r, line, number, why);
    }
    if (rc == RC_OK && !r.name.at[0]) rc = why_set(why, RC_REFUSED, "no line says: ruleset NAME");
    if (rc == RC_OK) *ret = r;
    return rc;
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
