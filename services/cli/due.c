/* coastline due: the webhooks that a log and the subscriptions say are due, computed anew from the
 * facts: no word of the hub is believed. One line each, with the id and the body that the courier
 * gives it, so that what partners received can be held against it. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "body.h"
#include "codec/json.h"
#include "verb.h"
#include "commands.h"
#include "due/replay.h"
#include "due/starts.h"
#include "runtime/keys.h"
#include "runtime/logname.h"

enum { ARENA_ROOM = 32 << 20, BODY_ROOM = 256 * 1024, LINE_ROOM = 1 << 20 };

struct due_conf {
    const char *brokers, *secrets, *log, *rules;
};

static const struct option_row options[] = {
    OPTION(struct due_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between: for subscriptions and tokens"),
    OPTION(struct due_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made"),
    OPTION(struct due_conf, log, OPT_TEXT, .fallback = "-",
        .help = "what `coastline log export` printed; -: standard input"),
    OPTION(struct due_conf, rules, OPT_TEXT, .fallback = "",
        .help = "files of the rule sets that the log activates, with commas between"),
};

struct ask {
    struct secrets *secrets;
    struct subscriptions *table;
    struct keys *keys;
    struct logname name;
    struct starts starts;
    struct arena *arena;
    struct buffer body, line;
    const struct replay_word *word; /* the one being told */
};

static enum rc line_print(
    struct ask *d, const struct told *t, size_t subscription, size_t index, struct why *why)
{
    const struct subscription *sub = subscription_at(d->table, subscription);
    struct text id = told_webhook_id(t, slice_text(&sub->name), t->cause, (int32_t)index);
    struct text at = instant_text(t->at);
    buffer_reset(&d->body);
    buffer_reset(&d->line);
    const struct due due = { &sub->said, sub->alias_key, t, index };
    enum rc rc = body_write(&due, d->arena, &d->body, why);
    if (rc != RC_OK) return rc;
    buffer_printf(&d->line,
        "{\"subscription\":\"%s\",\"webhook_id\":\"%s\",\"at\":\"%s\",\"signal\":\"%s\","
        "\"partition\":%d,\"cause\":%" PRId64 ",\"body\":",
        sub->name.at, id.at, at.at, hub_signal_kind_name(t->change->signals.at[index].kind),
        (int)d->word->partition, t->cause);
    json_put_text(&d->line, buffer_slice(&d->body));
    buffer_printf(&d->line, "}\n");
    if (!buffer_whole(&d->line)) return why_set(why, RC_BROKEN, "a line that does not end");
    if (fwrite(d->line.at, 1, d->line.n, stdout) == d->line.n) return RC_OK;
    return why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
}

static enum rc signals_print(
    struct ask *d, const struct told *t, size_t subscription, struct why *why)
{
    const struct subscription *sub = subscription_at(d->table, subscription);
    struct cause cause = { .offset = t->cause };
    enum rc rc = RC_OK;
    if (sub->removed || !text_from(t->pid, &cause.pid)) return RC_OK;
    if (!starts_reach(&d->starts, subscription, d->word->partition, &cause)) return RC_OK;
    for (size_t i = 0; rc == RC_OK && i < t->change->signals.n; i++)
        if (subscription_is_due(&sub->said, t, i)) rc = line_print(d, t, subscription, i, why);
    return rc;
}

/* Of shredded people nothing is left that could be told. */
static enum rc said(void *self, const struct replay_word *word, struct why *why)
{
    struct ask *d = self;
    const struct person_key *key = NULL;
    enum rc rc = keys_current(d->keys, word->partition, word->pid, &key, why);
    if (rc == RC_REFUSED) return RC_OK;
    if (rc != RC_OK) return rc;
    arena_reset(d->arena);
    d->word = word;
    word->change->token = slice_of(key->token.at, sizeof key->token.at);
    const struct told t = { .log = slice_text(&d->name.name),
        .pid = word->pid,
        .cause = word->step.cause,
        .at = word->step.at,
        .stamp = word->stamp,
        .change = word->change };
    for (size_t i = 0; rc == RC_OK && i < subscriptions_count(d->table); i++)
        rc = signals_print(d, &t, i, why);
    return rc;
}

static enum rc due_open(struct ask *d, const struct due_conf *conf, struct why *why)
{
    unsigned wanted = SECRET_BIT(PERSONS) | SECRET_BIT(WEBHOOKS);
    d->arena = arena_new(ARENA_ROOM);
    d->body = buffer_new(BODY_ROOM);
    d->line = buffer_new(LINE_ROOM);
    enum rc rc = d->arena ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = secrets_open(&d->secrets, conf->secrets, wanted, why);
    const struct subscriptions_conf table = { .brokers = conf->brokers, .secrets = d->secrets };
    const struct keys_conf keys = { .brokers = conf->brokers, .secrets = d->secrets };
    if (rc == RC_OK) rc = logname_read(conf->brokers, &d->name, why);
    if (rc == RC_OK) rc = subscriptions_open(&d->table, &table, why);
    if (rc == RC_OK) rc = subscriptions_read(d->table, why);
    if (rc == RC_OK) rc = keys_open(&d->keys, &keys, why);
    for (int32_t p = 0; rc == RC_OK && p < d->name.partitions; p++) rc = keys_read(d->keys, p, why);
    if (rc != RC_OK) return rc;
    return starts_read(&d->starts, conf->brokers, d->table, d->name.partitions, why);
}

static void due_close(struct ask *d)
{
    starts_deinit(&d->starts);
    d->keys = keys_close(d->keys);
    d->table = subscriptions_close(d->table);
    d->secrets = secrets_free(d->secrets);
    d->arena = arena_free(d->arena);
    buffer_deinit(&d->body);
    buffer_deinit(&d->line);
}

static enum rc due_run(const void *conf, struct why *why)
{
    const struct due_conf *c = conf;
    struct ask ask = { .secrets = NULL };
    static struct rule_shelf shelf; /* some dozen kilobytes */
    const struct replay replay = { .path = c->log, .shelf = &shelf, .self = &ask, .said = said };
    enum rc rc = shelf_put_all(&shelf, c->rules, why);
    if (rc == RC_OK) rc = due_open(&ask, c, why);
    if (rc == RC_OK) rc = replay_run(&replay, why);
    due_close(&ask);
    return rc;
}

static const struct verb_row row = { NULL,
    "prints the webhooks that an exported log and the subscriptions say are due", { options },
    { COUNT(options) }, sizeof(struct due_conf), due_run };

int command_due(int argc, char *argv[]) { return verbs_run(&row, 1, argc, argv); }
