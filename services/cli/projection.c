/* coastline projection: generations of read models in Redis. One is built beside the live one, held
 * against it, and made live by one write; one is taken away; or one person is put right. */
#include "projection/conf.h"

#include <unistd.h>

#include "verb.h"
#include "commands.h"

static const struct option_row where[] = {
    OPTION(struct projection_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct projection_conf, redis, OPT_TEXT, .fallback = "127.0.0.1:6379",
        .help = "Redis, as host:port or path of its socket"),
};

#define GENERATION(words)                                                                          \
    OPTION(struct projection_conf, generation, OPT_TEXT, .fallback = "", .help = words)
#define WHO                                                                                        \
    OPTION(struct projection_conf, who, OPT_TEXT, .fallback = "operator",                          \
        .help = "who does it, for hub.audit")
#define RATE(standard, words)                                                                      \
    OPTION(struct projection_conf, rate, OPT_INTEGER, .fallback = standard, .min = 1,              \
        .max = 100000000, .help = words)

static const struct option_row rebuild[] = {
    GENERATION("generation to build, such as g2; by default the one that was begun, else a new "
               "one; with --person the one to heal, by default the live one"),
    WHO,
    RATE("20000", "changes a second at most"),
    OPTION(struct projection_conf, person, OPT_TEXT, .fallback = "",
        .help = "a pseudonym: puts this person's keys right and builds nothing"),
    OPTION(struct projection_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made; persons.kek is needed"),
    OPTION(struct projection_conf, hold, OPT_FLAG, .fallback = "no",
        .help = "builds and compares, but switches nothing"),
    OPTION(struct projection_conf, anyway, OPT_FLAG, .fallback = "no",
        .help = "switches although the digests differ: it is the live one that is wrong"),
};
static const struct option_row change[] = {
    GENERATION("generation to make live"),
    WHO,
    OPTION(struct projection_conf, anyway, OPT_FLAG, .fallback = "no",
        .help = "also to one that is far behind"),
};
static const struct option_row back[] = {
    WHO,
    OPTION(struct projection_conf, anyway, OPT_FLAG, .fallback = "no",
        .help = "also if it is far behind by now"),
};
static const struct option_row drop[] = {
    GENERATION("generation to take away; never the live one"),
    WHO,
    RATE("20000", "keys a second at most"),
};

#define VERB(name, purpose, more, run)                                                             \
    {                                                                                              \
        name, purpose, { where, more }, { COUNT(where), COUNT(more) },                             \
            sizeof(struct projection_conf), run                                                    \
    }

static enum rc rebuild_run(const void *c, struct why *why) { return projection_rebuild(c, why); }
static enum rc status_run(const void *c, struct why *why) { return projection_status(c, why); }
static enum rc switch_run(const void *c, struct why *why) { return projection_switch(c, why); }
static enum rc back_run(const void *c, struct why *why) { return projection_back(c, why); }
static enum rc drop_run(const void *c, struct why *why) { return projection_drop(c, why); }

static const struct verb_row verbs[] = {
    VERB("rebuild",
        "builds a new generation beside the live one, compares their digests, and makes it live",
        rebuild, rebuild_run),
    { "status", "prints which generations there are, and how far each is", { where },
        { COUNT(where) }, sizeof(struct projection_conf), status_run },
    VERB("switch", "makes another generation live, by one write; readers and projectors follow",
        change, switch_run),
    VERB("back", "makes the generation live that was live before", back, back_run),
    VERB("drop", "takes a generation away, by and by", drop, drop_run),
};

int command_projection(int argc, char *argv[])
{
    return verbs_run(verbs, COUNT(verbs), argc, argv);
}
