/* The built-in rule set is rules.def itself, and which set holds when. Files: rules_file.c. */
#include "domain/rules.h"

#include "domain/sayings.h"

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

const struct rule_number_row rule_number_rows[RULE_NUMBERS] = {
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

const char *const rule_word_names[RULE_WORDS] = {
    [RULE_WORD_CLASS] = "class",
    [RULE_WORD_ZH] = "zh",
    [RULE_WORD_EN] = "en",
    [RULE_WORD_SOURCE] = "source",
    [RULE_WORD_ENDS_ZH] = "ends.zh",
    [RULE_WORD_ENDS_EN] = "ends.en",
};

const char *rule_said(enum rule rule, enum rule_word word)
{
    const struct rule_row *row = &rule_rows[rule];
    switch (word) {
    case RULE_WORD_CLASS: return row->control ? "control" : "care";
    case RULE_WORD_ZH: return row->zh;
    case RULE_WORD_EN: return row->en;
    case RULE_WORD_SOURCE: return row->source;
    case RULE_WORD_ENDS_ZH: return saying_end(rule, TONGUE_ZH);
    case RULE_WORD_ENDS_EN: return saying_end(rule, TONGUE_EN);
    case RULE_WORDS: break;
    }
    return "";
}

bool rules_number(const struct rules *r, struct slice key, int32_t *ret)
{
    for (size_t i = 0; i < RULE_NUMBERS; i++) {
        if (!slice_is(key, rule_number_rows[i].key)) continue;
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
