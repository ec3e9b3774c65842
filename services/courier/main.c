/* courier: carries each signal to the partners entitled to it, until they have it. */
#include "courier_hooks.h"

static const struct option_row options[] = {
    OPTION(struct courier_conf, waiting, OPT_INTEGER, .fallback = "16384", .min = 1,
        .max = 10000000, .help = "webhooks in memory, above which no more changes are read"),
    OPTION(struct courier_conf, in_flight, OPT_INTEGER, .fallback = "256", .min = 1,
        .max = HTTP_IN_FLIGHT_MAX, .help = "posts at once"),
    OPTION(struct courier_conf, per_host, OPT_INTEGER, .fallback = "16", .min = 1, .max = 64,
        .help = "connections to one host and port"),
    OPTION(struct courier_conf, connect, OPT_SPAN, .fallback = "5s", .min = 10000, .max = 60000000,
        .help = "a connection must stand within"),
    OPTION(struct courier_conf, timeout, OPT_SPAN, .fallback = "20s", .min = 10000,
        .max = 120000000, .help = "a post must be answered within"),
    OPTION(struct courier_conf, note_after, OPT_SPAN, .fallback = "5s", .min = 0, .max = 3600000000,
        .help = "what has waited so long is noted in hub.deliveries, and no place waits for it"),
};

int main(int argc, char *argv[])
{
    static const struct service courier = {
        .name = "courier",
        .purpose = "carries each signal to the partners entitled to it, until they have it",
        .options = options,
        .n_options = COUNT(options),
        .conf_size = sizeof(struct courier_conf),
        .topic = TOPIC_CHANGES,
        .group = "coastline-courier",
        .open = courier_open,
        .close = courier_close,
        .gained = courier_gained,
        .lost = courier_lost,
        .pass = courier_pass,
        .settle = courier_settle,
        .idle = courier_idle,
        .wait = courier_wait,
        .ready_for = courier_ready_for,
        .stop = courier_stop,
    };
    return service_main(argc, argv, &courier);
}
