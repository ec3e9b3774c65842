/* coastline simulate: a province of invented people, told as five agencies would tell it. The same
 * seed and options give the same bytes. */
#include <stdio.h>
#include <unistd.h>

#include "verb.h"
#include "commands.h"
#include "simulate/kafka.h"
#include "simulate/lines.h"

struct simulate_conf {
    const char *brokers, *out, *until, *secrets, *speed, *journal, *roster;
    int64_t rate;
    int64_t people, days, seed, history;
    int64_t duplicates, late, retracted, superseded, broken, reviews; /* per mille */
};

#define PER_MILLE(name, usual, words)                                                              \
    OPTION(struct simulate_conf, name, OPT_INTEGER, .fallback = usual, .min = 0, .max = 500,       \
        .help = "per mille of the events " words)

static const struct option_row rows[] = {
    OPTION(struct simulate_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct simulate_conf, out, OPT_TEXT, .fallback = "",
        .help =
            "write JSON Lines for `coastline fold` to this file (- for the screen), and nothing "
            "to Kafka"),
    OPTION(struct simulate_conf, people, OPT_INTEGER, .fallback = "500", .min = 1, .max = 2000000,
        .help = "how many people live in the province"),
    OPTION(struct simulate_conf, days, OPT_INTEGER, .fallback = "60", .min = 1, .max = 1000,
        .help = "days played after the opening, the last one being --until"),
    OPTION(struct simulate_conf, history, OPT_INTEGER, .fallback = "1105", .min = 1, .max = 3000,
        .help = "days before the opening in which lives may have begun"),
    OPTION(struct simulate_conf, seed, OPT_INTEGER, .fallback = "1", .min = 0,
        .max = INT64_C(1) << 62, .help = "another seed, other lives"),
    OPTION(struct simulate_conf, until, OPT_TEXT, .fallback = "2026-09-30",
        .help = "the last day, as 2026-09-30"),
    OPTION(struct simulate_conf, speed, OPT_TEXT, .fallback = "max",
        .help = "max, live (--rate events a second) or for example 60-days-per-minute; history "
                "always goes as fast as it can"),
    OPTION(struct simulate_conf, rate, OPT_INTEGER, .fallback = "200", .min = 1, .max = 1000000,
        .help = "events a second of --speed live"),
    OPTION(struct simulate_conf, journal, OPT_TEXT, .fallback = "",
        .help = "file for one line a record that landed: topic partition offset wall_us event_id"),
    OPTION(struct simulate_conf, roster, OPT_TEXT, .fallback = "",
        .help = "file for the documents of the people, doc_type:doc_no a line"),
    PER_MILLE(duplicates, "10", "that come twice"),
    PER_MILLE(late, "20", "that arrive hours or days late"),
    PER_MILLE(retracted, "3", "that are taken back"),
    PER_MILLE(superseded, "3", "that are replaced"),
    PER_MILLE(broken, "2", "beside which something comes that must be refused"),
    OPTION(struct simulate_conf, reviews, OPT_INTEGER, .fallback = "1000", .min = 0, .max = 1000,
        .help = "how much reviewers take up of what the hub asks them to decide, per mille of what "
                "is usual; 0: nothing, and 10 kB less memory a person"),
    OPTION(struct simulate_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made, for the pseudonyms that decisions "
                "about people name; without it a file has numbers for names, and Kafka no such "
                "decisions"),
};

static enum rc province_ask(
    const struct simulate_conf *conf, struct province_conf *ret, struct why *why)
{
    *ret = (struct province_conf){
        .seed = (uint64_t)conf->seed,
        .people = (int32_t)conf->people,
        .days = (int32_t)conf->days,
        .history_days = (int32_t)conf->history,
        .duplicates = (uint32_t)conf->duplicates,
        .late = (uint32_t)conf->late,
        .retracted = (uint32_t)conf->retracted,
        .superseded = (uint32_t)conf->superseded,
        .broken = (uint32_t)conf->broken,
        .reviews = (uint32_t)conf->reviews,
        .decides = conf->secrets[0] || conf->out[0],
    };
    if (date_parse(slice_str(conf->until), &ret->until)) return RC_OK;
    return why_set(why, RC_REFUSED, "--until is a day such as 2026-09-30");
}

static enum rc play_to_file(const char *name, const struct province_conf *province, struct why *why)
{
    struct lines_sink lines;
    FILE *out = strcmp(name, "-") == 0 ? stdout : fopen(name, "wb");
    if (!out) return why_set(why, RC_BROKEN, "--out %.150s cannot be written", name);
    enum rc rc = lines_sink_make(&lines, out, why);
    struct sink sink = lines_sink(&lines);
    if (rc == RC_OK) rc = province_play(province, &sink, why);
    lines_sink_deinit(&lines);
    if (out != stdout && fclose(out) != 0 && rc == RC_OK)
        rc = why_set(why, RC_BROKEN, "--out %.150s cannot be written", name);
    return rc;
}

/* NULL for no name. */
static enum rc file_open(const char *name, FILE **ret, struct why *why)
{
    *ret = name[0] ? fopen(name, "wb") : NULL;
    return *ret || !name[0] ? RC_OK : why_set(why, RC_BROKEN, "%.150s cannot be written", name);
}

static enum rc play_to_kafka(
    const struct simulate_conf *conf, const struct province_conf *province, struct why *why)
{
    CLEANUP(kafka_sink_freep) struct kafka_sink *kafka = NULL;
    struct kafka_conf kafka_conf = { .brokers = conf->brokers, .progress = stderr };
    enum rc rc = pace_read(conf->speed, conf->rate, &kafka_conf.pace, why);
    kafka_conf.pace.opened = province_opening(province);
    if (rc == RC_OK) rc = file_open(conf->journal, &kafka_conf.journal, why);
    if (rc == RC_OK) rc = file_open(conf->roster, &kafka_conf.roster, why);
    if (rc == RC_OK) rc = kafka_sink_make(&kafka, &kafka_conf, why);
    if (rc == RC_OK) {
        struct sink sink = kafka_sink(kafka);
        rc = province_play(province, &sink, why);
    }
    if (rc == RC_OK) rc = kafka_sink_settle(kafka, why);
    kafka = kafka_sink_free(kafka); /* the journal hears of what did not land */
    if (kafka_conf.roster) (void)fclose(kafka_conf.roster);
    if (kafka_conf.journal && fclose(kafka_conf.journal) != 0 && rc == RC_OK)
        rc = why_set(why, RC_BROKEN, "the journal cannot be written");
    return rc;
}

static enum rc simulate(const void *self, struct why *why)
{
    const struct simulate_conf *conf = self;
    CLEANUP(secrets_freep) struct secrets *secrets = NULL;
    struct province_conf province;
    enum rc rc = province_ask(conf, &province, why);
    if (rc == RC_OK && conf->secrets[0])
        rc = secrets_open(&secrets, conf->secrets, SECRET_BIT(PID), why);
    province.secrets = secrets;
    if (rc != RC_OK) return rc;
    return conf->out[0] ? play_to_file(conf->out, &province, why)
                        : play_to_kafka(conf, &province, why);
}

static const struct verb_row row = { NULL,
    "play a province of invented people, as five agencies would tell it", { rows }, { COUNT(rows) },
    sizeof(struct simulate_conf), simulate };

int command_simulate(int argc, char *argv[]) { return verbs_run(&row, 1, argc, argv); }
