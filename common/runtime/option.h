/* Options are rows: one row parses, checks, prints and documents an option. A value comes from
 * argv (--name value, --name=value), else from the environment (COASTLINE_NAME), else from the file
 * of --config (lines `name = value`, # for comments), else from the row. Secrets are never options:
 * options name folders and files. */
#ifndef COASTLINE_RUNTIME_OPTION_H
#define COASTLINE_RUNTIME_OPTION_H

#include <stdio.h>

#include "base/instant.h"
#include "base/rc.h"

enum option_kind {
    OPT_TEXT,    /* const char *, owned by the options */
    OPT_INTEGER, /* int64_t, within min and max */
    OPT_SPAN,    /* span: 250ms, 10s, 5m, 2h, 7d; min and max in microseconds */
    OPT_FLAG,    /* bool: --name, --name=yes|no; yes or no elsewhere */
    OPT_CHOICE,  /* int: ordinal in choices */
};

struct option_row {
    const char *field; /* C's name, low_case; the option's has - for _ */
    enum option_kind kind;
    size_t at;            /* offset in the configuration struct */
    const char *fallback; /* as one would type it; NULL: it must be given */
    int64_t min, max;     /* both 0: no bounds */
    const char *choices;  /* of OPT_CHOICE: "wall|topics" */
    const char *help;     /* one sentence without full stop */
};

/* OPTION(struct intake_conf, grace, OPT_SPAN, .fallback = "0s", .help = "…") */
#define OPTION(type, name, kind_, ...)                                                             \
    {                                                                                              \
        .field = #name, .kind = (kind_), .at = offsetof(type, name), __VA_ARGS__                   \
    }

struct options; /* the texts that OPT_TEXT points into */
struct options *options_free(struct options *o);
DEFINE_CLEANUP(struct options *, options_free)

struct option_set {
    const char *name, *purpose;             /* of the program, for --help */
    const struct option_row *const *tables; /* several tables, for one struct */
    const size_t *counts;
    size_t n_tables;
};

/* Fills in every field of *conf that a row names. RC_REFUSED: misused; why says what to type
 * instead, and conf holds rubbish. `argv` without the program's name; `environment` as environ.
 * What argv holds beside options is refused. */
MUST_CHECK enum rc options_read(struct options **ret, const struct option_set *set,
    char *const *argv, char *const *environment, void *conf, struct why *why);
/* Whether argv asks for --help or --print-options; if so it was printed. */
bool options_asked(const struct option_set *set, char *const *argv, FILE *out);
void options_help(const struct option_set *set, FILE *out);
/* A table in Markdown, for the manual. */
void options_print(const struct option_set *set, FILE *out);

#endif
