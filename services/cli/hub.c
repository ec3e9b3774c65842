/* coastline hub: decisions about nobody. They go to hub.decisions, and from there, when their hour
 * comes, to every partition of the log. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands.h"
#include "decision.h"
#include "runtime/option.h"

enum { FILE_MAX = 65536, HEX_MAX = 2 * crypto_hash_sha256_BYTES + 1 };

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
    OPTION(struct hub_conf, file, OPT_TEXT, .fallback = "",
        .help = "of ruleset: the file to activate"),
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

static enum rc ruleset(
    const struct hub_conf *conf, struct event *e, struct room *room, struct why *why)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    size_t n = 0;
    enum rc rc = file_read(conf->file, room, &n, why);
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

static const struct verb {
    const char *name, *purpose;
    enum rc (*make)(
        const struct hub_conf *conf, struct event *e, struct room *room, struct why *why);
} verbs[] = {
    { "open", "opens the hub: what came before is history, and time begins to pass", opened },
    { "heartbeat", "moves time, and shows that the walk is alive", heartbeat },
    { "ruleset", "activates the rule set of --file from the next daily tick on", ruleset },
};

static int usage(FILE *to, int status)
{
    fprintf(to, "usage: coastline hub open|heartbeat|ruleset [OPTION]…\n\n");
    for (size_t i = 0; i < COUNT(verbs); i++)
        fprintf(to, "  %-14s %s\n", verbs[i].name, verbs[i].purpose);
    fprintf(to, "\n`coastline hub open --help` says more.\n");
    return status;
}

static enum rc decide(const struct verb *verb, const struct hub_conf *conf, struct why *why)
{
    struct event event = { .has_subject = false };
    const struct decision_conf decision = {
        .brokers = conf->brokers, .clock = conf->clock, .at = conf->at
    };
    struct text id;
    struct room *room = calloc(1, sizeof *room);
    if (!room) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = verb->make(conf, &event, room, why);
    if (rc == RC_OK) rc = decision_send(&decision, &event, &id, why);
    free(room);
    if (rc == RC_OK) printf("%s %s\n", event_rows[event.fact.type].name, id.at);
    return rc;
}

int command_hub(int argc, char *argv[])
{
    const struct option_row *tables[] = { rows };
    const size_t counts[] = { COUNT(rows) };
    const struct verb *verb = NULL;
    for (size_t i = 0; argc > 1 && i < COUNT(verbs); i++)
        if (strcmp(argv[1], verbs[i].name) == 0) verb = &verbs[i];
    if (!verb) return usage(stderr, 2);
    const struct option_set set = { "coastline hub", verb->purpose, tables, counts, 1 };
    if (options_asked(&set, argv + 2, stdout)) return 0;
    CLEANUP(options_freep) struct options *options = NULL;
    struct hub_conf conf = { .file = NULL };
    struct why why = { "" };
    int status = 1;
    enum rc rc = options_read(&options, &set, argv + 2, environ, &conf, &why);
    if (rc != RC_OK)
        status = 2;
    else
        rc = decide(verb, &conf, &why);
    if (rc == RC_OK) return 0;
    fprintf(stderr, "coastline hub: %s\n", why.text);
    return status;
}
