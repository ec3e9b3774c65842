/* assessor: facts become files, files say what changed. See README.md. */
#include "assessor.h"
#include "runtime/topology.h"

static const struct option_row options[] = {
    OPTION(struct assessor_conf, snapshot_age, OPT_SPAN, .fallback = "10m", .min = 100000,
        .max = 86400000000, .help = "write a snapshot at least so often, while records come"),
    OPTION(struct assessor_conf, snapshot_steps, OPT_INTEGER, .fallback = "300000", .min = 1,
        .max = 1000000000,
        .help = "or after so many steps, about five seconds of replay; with many files that "
                "changed, after 20 for each"),
};

int main(int argc, char *argv[])
{
    static const struct service assessor = {
        .name = "assessor",
        .purpose = "adds each fact to the person's file, assesses the file, and says what changed",
        .options = options,
        .n_options = COUNT(options),
        .conf_size = sizeof(struct assessor_conf),
        .topic = TOPIC_FACTS,
        .group = "coastline-assessor",
        .open = assessor_open,
        .close = assessor_close,
        .gained = assessor_gained,
        .lost = assessor_lost,
        .pass = assessor_pass,
        .settle = assessor_settle,
        .idle = assessor_idle,
        .stop = assessor_stop,
    };
    return service_main(argc, argv, &assessor);
}
