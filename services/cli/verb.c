#include "verb.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DONE = 0, FAILED = 1, MISUSED = 2 };

static int usage(const struct verb_row *verbs, size_t n, const char *command, FILE *to)
{
    fprintf(to, "usage: coastline %s VERB [OPTION]…\n\n", command);
    for (size_t i = 0; i < n; i++) fprintf(to, "  %-14s %s\n", verbs[i].name, verbs[i].purpose);
    fprintf(to, "\n`coastline %s %s --help` says more.\n", command, verbs[0].name);
    return to == stdout ? DONE : MISUSED;
}

static int verb_run(const struct verb_row *verb, const struct option_set *set, char *argv[])
{
    CLEANUP(options_freep) struct options *options = NULL;
    struct why why = { "" };
    void *conf = calloc(1, verb->conf_size);
    enum rc rc = conf ? options_read(&options, set, argv, environ, conf, &why)
                      : why_set(&why, RC_BROKEN, "out of memory");
    bool misused = rc != RC_OK;
    if (rc == RC_OK) rc = verb->run(conf, &why);
    if (rc == RC_OK && fflush(stdout) != 0) rc = why_set(&why, RC_BROKEN, "cannot write");
    free(conf);
    if (rc == RC_OK) return DONE;
    fprintf(stderr, "%s: %s\n", set->name, why.text);
    return misused || rc == RC_REFUSED ? MISUSED : FAILED;
}

int verbs_run(const struct verb_row *verbs, size_t n, int argc, char *argv[])
{
    const struct verb_row *verb = verbs[0].name ? NULL : &verbs[0];
    for (size_t i = 0; !verb && argc > 1 && i < n; i++)
        if (strcmp(argv[1], verbs[i].name) == 0) verb = &verbs[i];
    bool asked = argc > 1 && strcmp(argv[1], "--help") == 0;
    if (!verb) return usage(verbs, n, argv[0], asked ? stdout : stderr);
    char name[64];
    (void)snprintf(name, sizeof name, "coastline %s%s%s", argv[0], verb->name ? " " : "",
        verb->name ? verb->name : "");
    char **rest = argv + (verb->name ? 2 : 1);
    const struct option_set set = { name, verb->purpose, verb->tables, verb->counts,
        verb->tables[1] ? 2 : 1 };
    return options_asked(&set, rest, stdout) ? DONE : verb_run(verb, &set, rest);
}
