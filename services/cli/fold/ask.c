#include <getopt.h>
#include <stdlib.h>

#include "domain/ties.h"
#include "fold/ask.h"
#include "fold/names.h"

enum { LINE_BYTES = 16 << 20, WORD_BYTES = 256 << 20, OUTPUT_LINE = 64 << 20 };
enum { ASK_UNTIL = 1, ASK_LOG, ASK_RULES, ASK_HELP, ASK_OWN };

static bool ask_rules(struct fold_ask *a, const char *path)
{
    if (a->n_rules == COUNT(a->rules)) return false;
    a->rules[a->n_rules++] = path;
    return true;
}

static bool ask_own(const struct ask_row *row, const char *value)
{
    if (row->flag) *row->flag = true;
    if (row->text) *row->text = value;
    return true;
}

static bool ask_take(struct fold_ask *a, int option, const char *value)
{
    switch (option) {
    case ASK_UNTIL: a->until = value; return true;
    case ASK_LOG: a->log = true; return true;
    case ASK_RULES: return ask_rules(a, value);
    case ASK_HELP: a->help = true; return true;
    default: return false;
    }
}

/* `word`: the one that getopt stopped at; `option`: its answer. */
static bool ask_misused(struct fold_ask *a, int option, const char *word)
{
    if (option == ':')
        text_print(&a->misuse, "%.40s wants a value", word);
    else if (option == '?')
        text_print(&a->misuse, "%.40s is no option here", word);
    else if (option == ASK_RULES)
        text_print(&a->misuse, "--rules: no more than %d files", SHELF_MAX);
    else
        text_print(&a->misuse, "%.40s: one FILE only", word);
    return false;
}

bool ask_read(struct fold_ask *a, const struct ask_row *more, size_t n, int argc, char *argv[])
{
    struct option options[ASK_OWN + ASK_ROWS_MAX] = {
        { "until", required_argument, NULL, ASK_UNTIL },
        { "log", no_argument, NULL, ASK_LOG },
        { "rules", required_argument, NULL, ASK_RULES },
        { "help", no_argument, NULL, ASK_HELP },
    };
    int option;
    for (size_t i = 0; i < n && i < ASK_ROWS_MAX; i++)
        options[ASK_HELP + i] = (struct option){ more[i].name,
            more[i].flag ? no_argument : required_argument, NULL, ASK_OWN + (int)i };
    optind = 0;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":", options, NULL)) != -1) {
        bool own = option >= ASK_OWN && option < ASK_OWN + (int)MIN(n, (size_t)ASK_ROWS_MAX);
        bool taken = own ? ask_own(&more[option - ASK_OWN], optarg) : ask_take(a, option, optarg);
        if (!taken) return ask_misused(a, option, argv[optind - 1]);
    }
    if (optind < argc) a->path = argv[optind++];
    return optind >= argc || ask_misused(a, 0, argv[optind]);
}

const char *ask_fault(struct fold_ask *a)
{
    if (!a->path) return "which FILE?";
    if (!a->until) return "--until TIME is needed: a fold reads no clock";
    if (!instant_parse(slice_str(a->until), &a->end))
        return "--until wants a time as 2026-10-01T00:30:00+08:00";
    return NULL;
}

enum rc fold_open(
    struct fold *f, const struct fold_ask *a, FILE *out, struct rule_shelf *shelf, struct why *why)
{
    f->shelf = shelf;
    f->voice.out = out;
    f->voice.silent = !out;
    f->voice.line = buffer_new(OUTPUT_LINE);
    f->until = a->end;
    f->way.logged = a->log;
    f->rules = rulebook_built_in();
    f->ids = names_new();
    f->links = ties_new(realloc);
    f->line = arena_new(LINE_BYTES);
    f->word = arena_new(WORD_BYTES);
    if (!f->ids || !f->links || !f->line || !f->word)
        return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = people_init(&f->people, why);
    for (size_t i = 0; rc == RC_OK && i < a->n_rules; i++) rc = shelf_put(shelf, a->rules[i], why);
    return rc == RC_OK ? lines_read(a->path, &f->lines, why) : rc;
}

enum rc fold_go(struct fold *f, struct logged_fold *l, struct why *why)
{
    return l ? logged_run(f, l, why) : fold_run(f, why);
}

void fold_close(struct fold *f)
{
    lines_deinit(&f->lines);
    people_deinit(&f->people);
    buffer_deinit(&f->voice.line);
    f->ids = names_free(f->ids);
    f->links = ties_free(f->links);
    f->line = arena_free(f->line);
    f->word = arena_free(f->word);
    free(f->touched);
    f->touched = NULL;
}
