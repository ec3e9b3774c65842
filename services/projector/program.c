/* What the projector is to the shared loop. Apart from main.c, because `coastline projection
 * rebuild` runs the same program. */
#include "projector.h"
#include "runtime/topology.h"

static const struct option_row options[] = {
    OPTION(struct projector_conf, generation, OPT_TEXT, .fallback = "",
        .help =
            "generation of keys to keep, such as g2; by default the live one, whichever that is; "
            "at first g1"),
    OPTION(struct projector_conf, rate, OPT_INTEGER, .fallback = "0", .max = 100000000,
        .help = "changes a second at most, so that a generation is built beside the live one "
                "without crowding it; 0: as many as go"),
    OPTION(struct projector_conf, pack, OPT_CHOICE, .fallback = "auto", .choices = "auto|no",
        .help = "write files in Redis' own packed form, if it reads ours: fewer words, less work"),
};

const struct service projector_service = {
    .name = "projector",
    .purpose = "keeps the read models that dashboards and operators look at",
    .options = options,
    .n_options = COUNT(options),
    .conf_size = sizeof(struct projector_conf),
    .topic = TOPIC_CHANGES,
    .group_of = projector_group_of,
    .open = projector_open,
    .close = projector_close,
    .gained = projector_gained,
    .lost = projector_lost,
    .pass = projector_pass,
    .ended = projector_ended,
    .settle = projector_settle,
    .idle = projector_idle,
    .ready_for = projector_ready_for,
};
