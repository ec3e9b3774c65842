/* coastline dlq: what the door refused, and what is done about it. Letters are looked at from
 * outside by anybody who may read the topic; opened only with the vault's secret. */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "dlq/verbs.h"
#include "verb.h"

#define DLQ(...) OPTION(struct dlq_conf, __VA_ARGS__)

static const struct option_row filter_rows[] = {
    DLQ(brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    DLQ(letter, OPT_TEXT, .fallback = "",
        .help = "this letter alone, named as list names it: topic/partition/offset of what was "
                "refused"),
    DLQ(reason, OPT_TEXT, .fallback = "",
        .help = "only those refused for this reason; `field` means field:NAME, too"),
    DLQ(topic, OPT_TEXT, .fallback = "", .help = "only what was refused from this topic"),
    DLQ(partition, OPT_INTEGER, .fallback = "-1", .min = -1, .max = 1048575,
        .help = "and from this partition of it; -1: any"),
    DLQ(first, OPT_INTEGER, .fallback = "0", .min = 0, .max = INT64_MAX,
        .help = "and from this offset on"),
    DLQ(last, OPT_INTEGER, .fallback = "9223372036854775807", .min = 0, .max = INT64_MAX,
        .help = "and up to this offset"),
    DLQ(since, OPT_TEXT, .fallback = "",
        .help = "only what was refused at or after this time, as 2026-01-31T08:30:00+08:00"),
    DLQ(until, OPT_TEXT, .fallback = "", .help = "only what was refused at or before this time"),
    DLQ(limit, OPT_INTEGER, .fallback = "0", .min = 0, .max = INT64_MAX,
        .help = "stop after so many letters; 0: all"),
};

#define STATES(state_of_old)                                                                       \
    DLQ(state, OPT_CHOICE, .fallback = state_of_old, .choices = "open|redriven|dropped|all",       \
        .help = "what was done about them before")
#define WHO DLQ(who, OPT_TEXT, .help = "pseudonymous id of who does this, for hub.audit")
#define SECRETS_FOLDER                                                                             \
    DLQ(secrets, OPT_TEXT, .help = "folder of secrets; vault.key and vault.pub in it are needed")
#define CLOCK                                                                                      \
    DLQ(clock, OPT_CHOICE, .fallback = "wall", .choices = "wall|topics",                           \
        .help = "as the topics were made: with topics a record keeps its stamp")
#define DRY_RUN(words) DLQ(dry_run, OPT_FLAG, .fallback = "no", .help = words)

static const struct option_row list_rows[] = {
    STATES("all"),
    DLQ(counts, OPT_FLAG, .fallback = "no",
        .help = "count them by topic and reason instead of a line each"),
};

static const struct option_row show_rows[] = {
    STATES("all"),
    SECRETS_FOLDER,
    WHO,
    CLOCK,
    DLQ(bytes, OPT_INTEGER, .fallback = "512", .min = 0, .max = 1048576,
        .help = "print so many bytes of the value at most"),
};

static const struct option_row redrive_rows[] = {
    STATES("open"),
    SECRETS_FOLDER,
    WHO,
    CLOCK,
    DRY_RUN("publish nothing: say how many would pass the door now, and why the others would not"),
    DLQ(anyway, OPT_FLAG, .fallback = "no",
        .help = "publish also what would be refused again by the door of this build"),
    DLQ(rate, OPT_INTEGER, .fallback = "100", .min = 1, .max = 1000000,
        .help = "so many a second at most"),
    DLQ(drop_headers, OPT_TEXT, .fallback = "traceparent,tracestate,__replicator_id",
        .help = "headers of hops that are left out, with commas between; traceparent is kept as "
                "coastline.dlq.link"),
};

static const struct option_row drop_rows[] = {
    STATES("open"),
    WHO,
    DLQ(because, OPT_TEXT, .help = "why, in plain words without personal data, up to 200 bytes"),
    DRY_RUN("drop nothing: say how many would be dropped"),
};

/* --- the letters that are meant --- */

static enum rc time_read(const char *name, const char *text, instant *ret, struct why *why)
{
    if (!text[0] || instant_parse(slice_str(text), ret)) return RC_OK;
    return why_set(why, RC_REFUSED, "--%s wants a time as 2026-01-31T08:30:00+08:00", name);
}

enum rc walk_of(const struct dlq_conf *c, struct walk *ret, struct why *why)
{
    struct filter f = { .reason = c->reason,
        .partition = c->partition,
        .first = c->first,
        .last = c->last,
        .has_letter = c->letter[0] != 0,
        .has_source = c->topic[0] != 0,
        .has_state = c->state != STATE_CHOICE_ALL };
    if (c->who && (!c->who[0] || strlen(c->who) > TEXT_MAX))
        return why_set(why, RC_REFUSED, "--who wants 1 to %d bytes", TEXT_MAX);
    if (f.has_letter && !origin_parse(slice_str(c->letter), &f.letter))
        return why_set(why, RC_REFUSED, "--letter wants a name as police.events.v1/0/5");
    if (f.has_source && !origin_source(slice_str(c->topic), &f.source))
        return why_set(why, RC_REFUSED, "--topic wants a topic the door reads, as hr.events.v1");
    if (f.has_state) f.state = (enum letter_state)c->state;
    enum rc rc = time_read("since", c->since, &f.since, why);
    if (rc == RC_OK) rc = time_read("until", c->until, &f.until, why);
    if (rc == RC_OK) *ret = (struct walk){ .brokers = c->brokers, .filter = f, .limit = c->limit };
    return rc;
}

/* --- the command --- */

static enum rc list_run(const void *conf, struct why *why) { return dlq_list(conf, why); }
static enum rc show_run(const void *conf, struct why *why) { return dlq_show(conf, why); }
static enum rc redrive_run(const void *conf, struct why *why) { return dlq_redrive(conf, why); }
static enum rc drop_run(const void *conf, struct why *why) { return dlq_drop(conf, why); }

#define VERB(verb, purpose, own)                                                                   \
    {                                                                                              \
#verb, purpose,                                                                            \
            { filter_rows, own },                                                                  \
                { COUNT(filter_rows), COUNT(own) }, sizeof(struct dlq_conf), verb##_run            \
    }
static const struct verb_row verbs[] = {
    VERB(list,
        "prints a line a letter, without content: its name, when it was refused, stage, reason, "
        "how often it had been re-driven, and what was done about it",
        list_rows),
    VERB(show, "opens the letter of --letter; who looked is noted in hub.audit first", show_rows),
    VERB(redrive,
        "publishes the refused records again as they were, those that would pass now; each once, "
        "noted in hub.audit; Ctrl-C stops in good order, and the same command goes on",
        redrive_rows),
    VERB(drop, "notes in hub.audit that letters need nothing more, and why", drop_rows),
};

int command_dlq(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
