/* coastline topics: makes the topics of ops/topics, names the log, and says where what is there
 * differs from what should be. Making changes nothing that exists, so it may run at every start. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "verb.h"
#include "bus/topics.h"
#include "commands.h"
#include "runtime/logname.h"

enum stamps { CLOCK, BROKER };
enum cleanup { DELETE, COMPACT, BOTH };
enum { PERSON = 0 };
enum clock { CLOCK_WALL, CLOCK_TOPICS };

#define FOR_EVER INT64_C(-1)
#define DAYS_KEPT(n) (INT64_C(86400000) * (n))
#define LARGEST "9223372036854775807"

static const struct plan {
    const char *name;
    int32_t partitions; /* or PERSON */
    int64_t kept_ms;
    enum stamps stamps;
    enum cleanup cleanup;
    int64_t bytes;
} plans[] = {
#define TOPIC(name, partitions, kept, stamps, cleanup, bytes)                                      \
    { name, partitions, kept, stamps, cleanup, bytes },
#include "ops/topics"
#undef TOPIC
};

struct topics_conf {
    const char *brokers;
    int64_t partitions, copies;
    int clock; /* enum clock */
};

static const struct option_row rows[] = {
    OPTION(struct topics_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct topics_conf, partitions, OPT_INTEGER, .fallback = "12", .min = 1, .max = 1024,
        .help = "of every topic that follows a person; fixed once they are made"),
    OPTION(struct topics_conf, copies, OPT_INTEGER, .fallback = "-1", .min = -1, .max = 16,
        .help = "of every record; -1: as the brokers are set"),
    OPTION(struct topics_conf, clock, OPT_CHOICE, .fallback = "wall", .choices = "wall|topics",
        .help = "whose time stamps the records of agencies: the broker's, or the writers'"),
};

/* --- a plan becomes a row for the bus --- */

struct spelled { /* the numbers of a row, as Kafka wants them */
    char kept[24], bytes[24];
};

static void setting_add(struct topic_row *row, const char *name, const char *value)
{
    assert(row->n_settings < TOPIC_SETTINGS);
    row->settings[row->n_settings++] = (struct topic_setting){ name, value };
}

/* With stamps of the writers, Kafka 4 would refuse those an hour ahead, delete old ones unread and
 * roll segments by them (design.md 5). */
static void writers_clock_allow(struct topic_row *row)
{
    setting_add(row, "message.timestamp.type", "CreateTime");
    setting_add(row, "message.timestamp.after.max.ms", LARGEST);
    setting_add(row, "segment.ms", LARGEST);
}

static void cleanup_add(struct topic_row *row, enum cleanup cleanup, const struct spelled *spelled)
{
    static const char *const policies[] = {
        [DELETE] = "delete", [COMPACT] = "compact", [BOTH] = "compact,delete"
    };
    setting_add(row, "cleanup.policy", policies[cleanup]);
    if (cleanup != DELETE) setting_add(row, "max.compaction.lag.ms", "86400000");
    if (cleanup == COMPACT) return;
    setting_add(row, "retention.ms", spelled->kept);
    setting_add(row, "retention.bytes", "-1");
}

static struct topic_row row_of(
    const struct plan *plan, const struct topics_conf *conf, struct spelled *spelled)
{
    bool writers = plan->stamps == CLOCK && conf->clock == CLOCK_TOPICS;
    struct topic_row row = { .name = plan->name,
        .partitions = plan->partitions == PERSON ? (int32_t)conf->partitions : plan->partitions,
        .copies = (int32_t)conf->copies };
    snprintf(spelled->kept, sizeof spelled->kept, "%" PRId64, writers ? FOR_EVER : plan->kept_ms);
    snprintf(spelled->bytes, sizeof spelled->bytes, "%" PRId64, plan->bytes);
    setting_add(&row, "max.message.bytes", spelled->bytes);
    if (writers)
        writers_clock_allow(&row);
    else
        setting_add(&row, "message.timestamp.type", "LogAppendTime");
    cleanup_add(&row, plan->cleanup, spelled);
    return row;
}

/* --- create --- */

static instant wall_clock(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t) != 0) return (instant){ 0 };
    return (instant){ (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 };
}

static enum rc create(struct topics *t, const struct topics_conf *conf, struct why *why)
{
    struct spelled spelled;
    struct logname log;
    enum rc rc = RC_OK;
    size_t made = 0;
    for (size_t i = 0; rc == RC_OK && i < COUNT(plans); i++) {
        struct topic_row row = row_of(&plans[i], conf, &spelled);
        bool ret_made = false;
        rc = topics_make(t, &row, &ret_made, why);
        made += ret_made;
    }
    if (rc == RC_OK) rc = logname_make(conf->brokers, wall_clock(), &log, why);
    if (rc == RC_OK)
        printf("%zu topics made, %zu were there; the log is %s, %d partitions\n", made,
            COUNT(plans) - made, log.name.at, (int)log.partitions);
    return rc;
}

/* --- compare --- */

static void say(void *self, const char *sentence)
{
    (void)self;
    printf("%s\n", sentence);
}

static enum rc compare(struct topics *t, const struct topics_conf *conf, struct why *why)
{
    struct spelled spelled;
    struct logname log;
    enum rc rc = RC_OK;
    size_t differences = 0;
    for (size_t i = 0; rc == RC_OK && i < COUNT(plans); i++) {
        struct topic_row row = row_of(&plans[i], conf, &spelled);
        size_t n = 0;
        rc = topics_compare(t, &row, say, NULL, &n, why);
        differences += n;
    }
    if (rc != RC_OK) return rc;
    if (differences) return why_set(why, RC_REFUSED, "%zu differences", differences);
    rc = logname_read(conf->brokers, &log, why);
    if (rc == RC_OK) printf("all as it should be; the log is %s\n", log.name.at);
    return rc;
}

/* --- the command --- */

static enum rc with_topics(const void *conf,
    enum rc (*run)(struct topics *t, const struct topics_conf *conf, struct why *why),
    struct why *why)
{
    CLEANUP(topics_closep) struct topics *t = NULL;
    const struct topics_conf *c = conf;
    enum rc rc = topics_open(&t, c->brokers, 0, why);
    return rc == RC_OK ? run(t, c, why) : rc;
}

static enum rc create_run(const void *conf, struct why *why)
{
    return with_topics(conf, create, why);
}

static enum rc compare_run(const void *conf, struct why *why)
{
    return with_topics(conf, compare, why);
}

#define VERB(verb, purpose, run)                                                                   \
    {                                                                                              \
        verb, purpose, { rows }, { COUNT(rows) }, sizeof(struct topics_conf), run                  \
    }
static const struct verb_row verbs[] = {
    VERB("create", "makes the topics that are not there, and names the log", create_run),
    VERB("compare", "says where the topics differ from what they should be", compare_run),
};

int command_topics(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
