/* intake: the door. See README.md. */
#include "door.h"

static const struct option_row options[] = {
    OPTION(struct door_conf, clock, OPT_CHOICE, .fallback = "wall", .choices = "wall|topics",
        .help = "whose stamps tell the time: the broker's, or (simulation, backfill) the writers'"),
    OPTION(struct door_conf, people_max, OPT_INTEGER, .fallback = "4000000", .min = 1,
        .max = 1 << 30, .help = "more people are a reason to stop; each takes about 90 bytes"),
    OPTION(struct door_conf, cached, OPT_INTEGER, .fallback = "262144", .min = 1, .max = 1 << 26,
        .help = "documents whose pseudonym is remembered, by a keyed hash; 16 bytes each"),
};

int main(int argc, char *argv[])
{
    static const struct service intake = {
        .name = "intake",
        .purpose = "checks every event, replaces the document number by a pseudonym, files it as a "
                   "fact of one person, and says when an hour has passed",
        .options = options,
        .n_options = COUNT(options),
        .conf_size = sizeof(struct door_conf),
        .open = door_open,
        .close = door_close,
        .turn = door_turn,
        .stop = door_stop,
    };
    return service_main(argc, argv, &intake);
}
