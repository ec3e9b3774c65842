/* coastline log: the hub's log and its words, printed as fold.md has them, so that the running hub
 * and `coastline fold --log` can be held against each other line by line. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "commands.h"
#include "log/export.h"
#include "runtime/option.h"

struct log_conf {
    const char *brokers, *secrets;
    bool state;
};

static const struct option_row rows[] = {
    OPTION(struct log_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct log_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made; persons.kek is needed"),
    OPTION(struct log_conf, state, OPT_FLAG, .fallback = "no",
        .help = "of changes: then one line a person, how the file was last said to stand"),
};

static const struct verb {
    const char *name, *purpose;
    enum rc (*print)(const struct log_view *view, struct why *why);
} verbs[] = {
    { "export", "prints the facts of the log, each partition up to its last tick, for "
                "`coastline fold --log`", log_export },
    { "changes", "prints what the hub said up to there, as `coastline fold` prints it",
        log_changes },
};

static int usage(FILE *to, int status)
{
    fprintf(to, "usage: coastline log export|changes [OPTION]…\n\n");
    for (size_t i = 0; i < COUNT(verbs); i++)
        fprintf(to, "  %-14s %s\n", verbs[i].name, verbs[i].purpose);
    fprintf(to, "\n`coastline log export --help` says more.\n");
    return status;
}

static enum rc print(const struct verb *verb, const struct log_conf *conf, struct why *why)
{
    CLEANUP(secrets_freep) struct secrets *secrets = NULL;
    CLEANUP(keys_closep) struct keys *keys = NULL;
    struct ends ends = { .at = NULL };
    enum rc rc = secrets_open(&secrets, conf->secrets, SECRET_BIT(PERSONS), why);
    const struct keys_conf keys_conf = { .brokers = conf->brokers, .secrets = secrets };
    if (rc == RC_OK) rc = keys_open(&keys, &keys_conf, why);
    if (rc == RC_OK) rc = ends_read(conf->brokers, &ends, why);
    for (int32_t p = 0; rc == RC_OK && p < ends.log.partitions; p++) rc = keys_read(keys, p, why);
    const struct log_view view = { .brokers = conf->brokers,
        .keys = keys,
        .ends = &ends,
        .out = stdout,
        .states = conf->state };
    if (rc == RC_OK) rc = verb->print(&view, why);
    if (rc == RC_OK && fflush(stdout) != 0)
        rc = why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
    ends_deinit(&ends);
    return rc;
}

int command_log(int argc, char *argv[])
{
    const struct option_row *tables[] = { rows };
    const size_t counts[] = { COUNT(rows) };
    const struct verb *verb = NULL;
    for (size_t i = 0; argc > 1 && i < COUNT(verbs); i++)
        if (strcmp(argv[1], verbs[i].name) == 0) verb = &verbs[i];
    if (!verb) return usage(stderr, 2);
    const struct option_set set = { "coastline log", verb->purpose, tables, counts, 1 };
    if (options_asked(&set, argv + 2, stdout)) return 0;
    CLEANUP(options_freep) struct options *options = NULL;
    struct log_conf conf = { .brokers = NULL };
    struct why why = { "" };
    enum rc rc = options_read(&options, &set, argv + 2, environ, &conf, &why);
    int status = rc == RC_OK ? 1 : 2;
    if (rc == RC_OK) rc = print(verb, &conf, &why);
    if (rc == RC_OK) return 0;
    fprintf(stderr, "coastline log: %s\n", why.text);
    return status;
}
