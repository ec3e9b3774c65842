/* Names of Avro become names of C here, enums with their words included. */
#include <ctype.h>

#include "schemas/bake.h"

struct text snake(const char *name)
{
    struct text out = { "" };
    size_t n = 0;
    for (size_t i = 0; name[i]; i++) {
        if (n + 2 > TEXT_MAX) bake_stop("%s: too long a name", name);
        if (isupper((unsigned char)name[i]) && i && name[i - 1] != '.' && name[i - 1] != '_')
            out.at[n++] = '_';
        out.at[n++] = name[i] == '.' ? '_' : (char)tolower((unsigned char)name[i]);
    }
    return out;
}

struct text upper(const char *name)
{
    struct text out = snake(name);
    for (size_t i = 0; out.at[i]; i++) out.at[i] = (char)toupper((unsigned char)out.at[i]);
    return out;
}

static bool ends_in(const char *word, const char *end)
{
    size_t n = strlen(word), m = strlen(end);
    return n >= m && strcmp(word + n - m, end) == 0;
}

struct text plural(const char *word)
{
    struct text out = { "" };
    size_t n = strlen(word);
    bool y = ends_in(word, "RY") || ends_in(word, "TY");
    bool s = ends_in(word, "S");
    if (n + 4 > TEXT_MAX) bake_stop("%s: too long a name", word);
    snprintf(out.at, sizeof out.at, "%.*s%s", (int)(y ? n - 1 : n), word,
        y   ? "IES"
        : s ? "ES"
            : "S");
    return out;
}

/* "hub" and Grade make hub_grade; no prefix leaves the name alone. */
static struct text enum_name(const char *prefix, const json_t *def)
{
    char joined[200];
    snprintf(joined, sizeof joined, "%s%s%s", prefix, *prefix ? "." : "", attribute(def, "short"));
    return snake(joined);
}

void enum_declare(FILE *to, const char *prefix, const json_t *def)
{
    struct text name = enum_name(prefix, def);
    struct text head = upper(name.at);
    const json_t *symbols = json_object_get(def, "symbols");
    fprintf(to, "/* %s */\nenum %s {\n", attribute(def, "doc"), name.at);
    for (size_t i = 0; i < json_array_size(symbols); i++)
        fprintf(
            to, "    %s_%s,\n", head.at, upper(json_string_value(json_array_get(symbols, i))).at);
    fprintf(to, "    %s,\n};\n", plural(head.at).at);
    fprintf(
        to, "const char *%s_name(enum %s value); /* \"\" if there is none */\n", name.at, name.at);
    fprintf(to, "MUST_CHECK bool %s_from(struct slice name, enum %s *ret);\n\n", name.at, name.at);
}

void enum_define(FILE *to, const char *prefix, const json_t *def)
{
    struct text name = enum_name(prefix, def);
    const json_t *symbols = json_object_get(def, "symbols");
    fprintf(to, "static const char *const %s_words[] = {", name.at);
    for (size_t i = 0; i < json_array_size(symbols); i++)
        fprintf(to, " \"%s\",", json_string_value(json_array_get(symbols, i)));
    fprintf(to, " };\n");
    fprintf(to,
        "const char *%s_name(enum %s value)\n{\n"
        "    return (size_t)value < COUNT(%s_words) ? %s_words[value] : \"\";\n}\n",
        name.at, name.at, name.at, name.at);
    fprintf(to,
        "bool %s_from(struct slice name, enum %s *ret)\n{\n"
        "    for (size_t i = 0; i < COUNT(%s_words); i++)\n"
        "        if (slice_is(name, %s_words[i])) {\n"
        "            *ret = (enum %s)i;\n            return true;\n        }\n"
        "    return false;\n}\n\n",
        name.at, name.at, name.at, name.at, name.at);
}
