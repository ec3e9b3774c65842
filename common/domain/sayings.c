#include "domain/sayings.h"

static const char *const ends[RULES][TONGUES] = {
#define ENDS(rule, zh, en) [RULE_##rule] = { zh, en },
#define SAYING(...)
#define LINE(...)
#include "domain/sayings.def"
#undef LINE
#undef SAYING
#undef ENDS
};

static const struct saying {
    enum saying_group group;
    const char *name, *said[TONGUES];
} sayings[] = {
#define ENDS(...)
#define SAYING(group, name, zh, en) { SAYING_##group, name, { zh, en } },
#define LINE(...)
#include "domain/sayings.def"
#undef LINE
#undef SAYING
#undef ENDS
};

static const char *const lines[SAYING_LINES][TONGUES] = {
#define ENDS(...)
#define SAYING(...)
#define LINE(name, zh, en) [LINE_##name] = { zh, en },
#include "domain/sayings.def"
#undef LINE
#undef SAYING
#undef ENDS
};

bool tongue_from(const char *lang, enum tongue_of_people *ret)
{
    bool en = lang && strcmp(lang, "en") == 0;
    *ret = en ? TONGUE_EN : TONGUE_ZH;
    return en || !lang || strcmp(lang, "zh") == 0;
}

struct slice saying_of(enum saying_group group, struct slice name, enum tongue_of_people tongue)
{
    for (size_t i = 0; i < COUNT(sayings); i++)
        if (sayings[i].group == group && slice_is(name, sayings[i].name))
            return slice_str(sayings[i].said[tongue]);
    return name;
}

const char *saying_line(enum saying_line line, enum tongue_of_people tongue)
{
    return lines[line][tongue];
}

const char *saying_rule(enum rule rule, enum tongue_of_people tongue)
{
    return tongue == TONGUE_ZH ? rule_rows[rule].zh : rule_rows[rule].en;
}

const char *saying_end(enum rule rule, enum tongue_of_people tongue) { return ends[rule][tongue]; }

void saying_put_end(
    struct buffer *out, enum rule rule, enum tongue_of_people tongue, const struct rules *numbers)
{
    const char *at = ends[rule][tongue];
    while (*at) {
        size_t n = strcspn(at, "{");
        buffer_add(out, slice_of(at, n));
        at += n;
        if (!*at) return;
        size_t key = strcspn(++at, "}");
        int32_t number;
        if (rules_number(numbers, slice_of(at, key), &number)) buffer_number(out, number);
        at += key + (at[key] == '}');
    }
}
