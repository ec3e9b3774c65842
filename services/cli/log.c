/* coastline log: the hub's log and its words, printed as fold.md has them, so that the running hub
 * and `coastline fold --log` can be held against each other line by line. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "verb.h"
#include "commands.h"
#include "log/export.h"

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

static enum rc print(const struct log_conf *conf,
    enum rc (*run)(const struct log_view *view, struct why *why), struct why *why)
{
    CLEANUP(secrets_freep) struct secrets *secrets = NULL;
    CLEANUP(keys_closep) struct keys *keys = NULL;
    struct ends ends = { .at = NULL };
    enum rc rc = secrets_open(&secrets, conf->secrets, SECRET_BIT(PERSONS), why);
    const struct keys_conf keys_conf = { .brokers = conf->brokers, .secrets = secrets };
    if (rc == RC_OK) rc = keys_open(&keys, &keys_conf, why);
    if (rc == RC_OK) rc = ends_read(conf->brokers, &ends, why);
    for (int32_t p = 0; rc == RC_OK && p < ends.log.partitions; p++) rc = keys_read(keys, p, why);
    const struct log_view view = {
        .brokers = conf->brokers, .keys = keys, .ends = &ends, .out = stdout, .states = conf->state
    };
    if (rc == RC_OK) rc = run(&view, why);
    if (rc == RC_OK && fflush(stdout) != 0)
        rc = why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
    ends_deinit(&ends);
    return rc;
}

static enum rc export_run(const void *conf, struct why *why)
{
    return print(conf, log_export, why);
}

static enum rc changes_run(const void *conf, struct why *why)
{
    return print(conf, log_changes, why);
}

#define VERB(verb, purpose, run)                                                                   \
    {                                                                                              \
        verb, purpose, { rows }, { COUNT(rows) }, sizeof(struct log_conf), run                     \
    }
static const struct verb_row verbs[] = {
    VERB("export",
        "prints the facts of the log, each partition up to its last tick, for "
        "`coastline fold --log`",
        export_run),
    VERB("changes", "prints what the hub said up to there, as `coastline fold` prints it",
        changes_run),
};

int command_log(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
