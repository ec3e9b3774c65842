/* One parser a kind, in a table. */
#include "runtime/option_parse.h"

#include <errno.h>
#include <stdlib.h>

void option_name(const struct option_row *row, char *ret, size_t room)
{
    (void)snprintf(ret, room, "%s", row->field);
    for (char *c = ret; *c; c++)
        if (*c == '_') *c = '-';
}

bool option_is_named(const struct option_row *row, struct slice name)
{
    if (name.n != strlen(row->field)) return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.at[i] == '-' ? '_' : (char)name.at[i];
        if (c != row->field[i]) return false;
    }
    return true;
}

static enum rc number_parse(const char *value, int64_t *ret, const char **ret_end, struct why *why)
{
    char *end = NULL;
    errno = 0;
    long long n = strtoll(value, &end, 10);
    if (end == value || errno)
        return why_set(why, RC_REFUSED, "'%.40s' does not begin with a whole number", value);
    *ret = n;
    *ret_end = end;
    return RC_OK;
}

static enum rc bounds_check(const struct option_row *row, int64_t n, struct why *why)
{
    if (row->min == 0 && row->max == 0) return RC_OK;
    if (n >= row->min && n <= row->max) return RC_OK;
    const char *unit = row->kind == OPT_SPAN ? " us" : "";
    return why_set(why, RC_REFUSED, "%lld%s lies outside of %lld to %lld%s", (long long)n, unit,
        (long long)row->min, (long long)row->max, unit);
}

typedef enum rc parser(
    const struct option_row *row, const char *value, void *field, struct why *why);

static enum rc text_parse(
    const struct option_row *row, const char *value, void *field, struct why *why)
{
    (void)row, (void)why;
    *(const char **)field = value;
    return RC_OK;
}

static enum rc integer_parse(
    const struct option_row *row, const char *value, void *field, struct why *why)
{
    const char *end;
    int64_t n;
    enum rc rc = number_parse(value, &n, &end, why);
    if (rc == RC_OK && *end) rc = why_set(why, RC_REFUSED, "'%.40s' is no whole number", value);
    if (rc == RC_OK) rc = bounds_check(row, n, why);
    if (rc == RC_OK) *(int64_t *)field = n;
    return rc;
}

static enum rc span_parse(
    const struct option_row *row, const char *value, void *field, struct why *why)
{
    static const struct {
        const char *name;
        int64_t us;
    } units[] = { { "ms", 1000 }, { "s", 1000000 }, { "m", 60000000 }, { "h", 3600000000 },
        { "d", 86400000000 } };
    const char *end;
    int64_t n, us;
    enum rc rc = number_parse(value, &n, &end, why);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < COUNT(units); i++) {
        if (strcmp(end, units[i].name) != 0) continue;
        if (__builtin_mul_overflow(n, units[i].us, &us))
            return why_set(why, RC_REFUSED, "'%.40s' is too long", value);
        rc = bounds_check(row, us, why);
        if (rc == RC_OK) *(span *)field = (span){ us };
        return rc;
    }
    return why_set(why, RC_REFUSED, "'%.40s' has no unit: 250ms, 10s, 5m, 2h, 7d", value);
}

static enum rc flag_parse(
    const struct option_row *row, const char *value, void *field, struct why *why)
{
    (void)row;
    if (strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
        return why_set(why, RC_REFUSED, "'%.40s' is neither yes nor no", value);
    *(bool *)field = value[0] == 'y';
    return RC_OK;
}

static enum rc choice_parse(
    const struct option_row *row, const char *value, void *field, struct why *why)
{
    const char *at = row->choices;
    size_t n = strlen(value);
    for (int i = 0; at; i++) {
        const char *bar = strchr(at, '|');
        size_t len = bar ? (size_t)(bar - at) : strlen(at);
        if (len == n && strncmp(at, value, n) == 0) {
            *(int *)field = i;
            return RC_OK;
        }
        at = bar ? bar + 1 : NULL;
    }
    return why_set(why, RC_REFUSED, "'%.40s' is none of %.100s", value, row->choices);
}

static const struct {
    parser *parse;
    const char *form;
} kinds[] = {
    [OPT_TEXT] = { text_parse, "TEXT" },
    [OPT_INTEGER] = { integer_parse, "NUMBER" },
    [OPT_SPAN] = { span_parse, "SPAN" },
    [OPT_FLAG] = { flag_parse, "yes|no" },
    [OPT_CHOICE] = { choice_parse, NULL },
};

enum rc option_parse(const struct option_row *row, const char *value, void *conf, struct why *why)
{
    return kinds[row->kind].parse(row, value, (char *)conf + row->at, why);
}

const char *option_form(const struct option_row *row)
{
    return row->kind == OPT_CHOICE ? row->choices : kinds[row->kind].form;
}
