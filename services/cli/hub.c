/* coastline hub: decisions about nobody. They go to hub.decisions, and from there, when their hour
 * comes, to every partition of the log. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "verb.h"
#include "commands.h"
#include "bus/feed.h"
#include "decision.h"
#include "domain/rules.h"
#include "hall.h"
#include "runtime/topology.h"

enum { WAIT_MS = 10000 };
enum { FILE_MAX = RULES_FILE_MAX, HEX_MAX = 2 * crypto_hash_sha256_BYTES + 1 };

struct hub_conf {
    const char *brokers;
    int clock; /* enum decision_clock */
    const char *at, *file;
};

/* What an event may point into. */
struct room {
    char file[FILE_MAX + 1], hex[HEX_MAX];
};

static const struct option_row rows[] = {
    OPTION(struct hub_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct hub_conf, clock, OPT_CHOICE, .fallback = "wall", .choices = "wall|topics",
        .help = "as the topics were made"),
    OPTION(struct hub_conf, at, OPT_TEXT, .fallback = "",
        .help = "when it was decided, as 2026-01-31T08:30:00+08:00; else now, or with "
                "--clock topics the hub's latest arrival"),
};
static const struct option_row more[] = {
    OPTION(struct hub_conf, file, OPT_TEXT, .help = "the rule set to activate"),
};

/* --- what is decided --- */

static enum rc opened(
    const struct hub_conf *conf, struct event *e, struct room *room, struct why *why)
{
    (void)conf, (void)room, (void)why;
    e->fact.type = EVENT_HUB_OPENED;
    return RC_OK;
}

static enum rc heartbeat(
    const struct hub_conf *conf, struct event *e, struct room *room, struct why *why)
{
    (void)conf, (void)room, (void)why;
    e->fact.type = EVENT_HUB_HEARTBEAT;
    return RC_OK;
}

static enum rc file_read(const char *name, struct room *room, size_t *ret, struct why *why)
{
    FILE *in = fopen(name, "rb");
    if (!in) return why_set(why, RC_REFUSED, "--file %.150s cannot be opened", name);
    size_t n = fread(room->file, 1, FILE_MAX + 1, in);
    bool failed = ferror(in);
    fclose(in);
    if (failed || n == 0 || n > FILE_MAX)
        return why_set(why, RC_REFUSED, "--file is empty, unreadable or over %d bytes", FILE_MAX);
    *ret = n;
    return RC_OK;
}

/* Said here rather than in a dead letter: the door keeps count beside its places. */
static enum rc room_look(const char *brokers, struct why *why)
{
    static const char *const topics[] = { TOPIC_DECISIONS };
    const struct feed_conf conf = { .brokers = brokers,
        .group = DOOR_PLACES,
        .topics = topics,
        .n_topics = COUNT(topics),
        .wait_ms = WAIT_MS };
    CLEANUP(feed_closep) struct feed *feed = NULL;
    struct beside door = { .tick = { 0 } };
    struct text beside = { "" };
    enum rc rc = feed_open(&feed, &conf, why);
    if (rc == RC_OK) rc = feed_beside(feed, &beside, why);
    if (rc != RC_OK) return rc;
    if (!beside_parse(slice_text(&beside), &door)) return RC_OK; /* no door was open yet */
    if (door.bounds.rulesets < RULESETS_MAX) return RC_OK;
    return why_set(why, RC_REFUSED,
        "this log has had %d rule sets, and holds no more: the one in force stays",
        (int)door.bounds.rulesets);
}

static enum rc ruleset(
    const struct hub_conf *conf, struct event *e, struct room *room, struct why *why)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    size_t n = 0;
    struct rules rules;
    enum rc rc = file_read(conf->file, room, &n, why);
    if (rc != RC_OK) return rc;
    rc = rules_read_at_desk(slice_of(room->file, n), &rules, why);
    if (rc != RC_OK) return why_add(why, rc, "--file %.100s", conf->file);
    rc = room_look(conf->brokers, why);
    if (rc != RC_OK) return rc;
    (void)crypto_hash_sha256(hash, (const unsigned char *)room->file, n); /* has no way to fail */
    (void)sodium_bin2hex(room->hex, sizeof room->hex, hash, sizeof hash);
    e->fact.type = EVENT_HUB_RULESET_ACTIVATED;
    e->fact.values[HUB_RULESET_ACTIVATED_RULESET] =
        (struct fact_value){ .there = true, .text = slice_of(room->file, n) };
    e->fact.values[HUB_RULESET_ACTIVATED_SHA256] =
        (struct fact_value){ .there = true, .text = slice_str(room->hex) };
    return RC_OK;
}

/* --- the command --- */

typedef enum rc make_fn(
    const struct hub_conf *conf, struct event *e, struct room *room, struct why *why);

static enum rc decide(const struct hub_conf *conf, make_fn *make, struct why *why)
{
    struct event event = { .has_subject = false };
    const struct decision_conf decision = {
        .brokers = conf->brokers, .clock = conf->clock, .at = conf->at
    };
    struct text id = { "" };
    struct room *room = calloc(1, sizeof *room);
    if (!room) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = make(conf, &event, room, why);
    if (rc == RC_OK) rc = decision_send(&decision, &event, &id, why);
    free(room);
    if (rc == RC_OK) printf("%s %s\n", event_rows[event.fact.type].name, id.at);
    return rc;
}

static enum rc open_run(const void *conf, struct why *why) { return decide(conf, opened, why); }
static enum rc beat_run(const void *conf, struct why *why) { return decide(conf, heartbeat, why); }
static enum rc rules_run(const void *conf, struct why *why) { return decide(conf, ruleset, why); }

static const struct verb_row verbs[] = {
    { "open", "opens the hub: what came before is history, and time begins to pass", { rows },
        { COUNT(rows) }, sizeof(struct hub_conf), open_run },
    { "heartbeat", "moves time, and shows that the walk is alive", { rows }, { COUNT(rows) },
        sizeof(struct hub_conf), beat_run },
    { "ruleset", "activates the rule set of --file from the next daily tick on", { rows, more },
        { COUNT(rows), COUNT(more) }, sizeof(struct hub_conf), rules_run },
};

int command_hub(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
