/* What the rows say of themselves: to who types, and for the manual. */
#include <ctype.h>

#include "runtime/option_parse.h"

static const struct option_row *row_next(const struct option_set *set, size_t *table, size_t *i)
{
    while (*table < set->n_tables && *i >= set->counts[*table]) {
        (*table)++;
        *i = 0;
    }
    return *table < set->n_tables ? &set->tables[*table][(*i)++] : NULL;
}

static void variable_print(const struct option_row *row, FILE *out)
{
    fprintf(out, "COASTLINE_");
    for (const char *c = row->field; *c; c++) fputc(toupper((unsigned char)*c), out);
}

void options_help(const struct option_set *set, FILE *out)
{
    size_t table = 0, i = 0;
    const struct option_row *row;
    fprintf(out, "usage: %s [OPTION VALUE]...\n\n%s.\n\n", set->name, set->purpose);
    while ((row = row_next(set, &table, &i))) {
        char name[40], line[80];
        option_name(row, name, sizeof name);
        (void)snprintf(line, sizeof line, "--%s %s", name, option_form(row));
        fprintf(out, "  %-28s %s", line, row->help);
        if (!row->fallback) fprintf(out, " (needed)");
        if (row->fallback && row->fallback[0]) fprintf(out, " (%s)", row->fallback);
        fputc('\n', out);
    }
    fprintf(out,
        "  %-28s %s\n\nEach may also stand in the environment (COASTLINE_ and the name in capitals)"
        " or in the file\n(name = value); argv wins over the environment, that over the file.\n",
        "--config FILE", "options from a file");
}

void options_print(const struct option_set *set, FILE *out)
{
    size_t table = 0, i = 0;
    const struct option_row *row;
    fprintf(out, "## %s\n\n%s.\n\n| option | environment | form | default | what |\n", set->name,
        set->purpose);
    fprintf(out, "|---|---|---|---|---|\n");
    while ((row = row_next(set, &table, &i))) {
        char name[40];
        option_name(row, name, sizeof name);
        fprintf(out, "| `--%s` | `", name);
        variable_print(row, out);
        fprintf(out, "` | ");
        for (const char *c = option_form(row); *c; c++)
            fprintf(out, "%s%c", *c == '|' ? "\\" : "", *c);
        fprintf(out, " | %s | %s |\n", row->fallback ? row->fallback : "needed", row->help);
    }
}

bool options_asked(const struct option_set *set, char *const *argv, FILE *out)
{
    for (; *argv; argv++) {
        bool help = strcmp(*argv, "--help") == 0;
        if (!help && strcmp(*argv, "--print-options") != 0) continue;
        (help ? options_help : options_print)(set, out);
        return true;
    }
    return false;
}
