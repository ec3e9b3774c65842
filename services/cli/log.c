/* coastline log: the hub's log and its words, printed as fold.md has them, so that the running hub
 * and `coastline fold --log` can be held against each other line by line. */
#include <stdio.h>
#include <unistd.h>

#include "verb.h"
#include "commands.h"
#include "log/view.h"

struct log_conf {
    const char *brokers, *secrets;
    bool state;
};

static const struct option_row rows[] = {
    OPTION(struct log_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct log_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made; persons.kek is needed"),
};
static const struct option_row more[] = {
    OPTION(struct log_conf, state, OPT_FLAG, .fallback = "no",
        .help = "then one line a person, how the file was last said to stand"),
};

static enum rc print(const struct log_conf *conf, log_run_fn *run, struct why *why)
{
    struct log_view view = { .brokers = conf->brokers, .out = stdout, .states = conf->state };
    return log_view_run(&view, conf->secrets, run, why);
}

static enum rc export_run(const void *conf, struct why *why)
{
    return print(conf, log_export, why);
}

static enum rc changes_run(const void *conf, struct why *why)
{
    return print(conf, log_changes, why);
}

static const struct verb_row verbs[] = {
    { "export",
        "prints the facts of the log, each partition up to its last tick, for "
        "`coastline fold --log`",
        { rows }, { COUNT(rows) }, sizeof(struct log_conf), export_run },
    { "changes", "prints what the hub said up to there, as `coastline fold` prints it",
        { rows, more }, { COUNT(rows), COUNT(more) }, sizeof(struct log_conf), changes_run },
};

int command_log(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
