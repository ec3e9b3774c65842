/* coastline tally: does everything that was published stand in the log, once? Counts by distinct
 * origin over hub.facts and hub.dead-letters; with the secrets also what is sealed. The agreement:
 * records published = facts + duplicates + refused (and moments, of hub.decisions). */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "commands.h"
#include "runtime/option.h"
#include "runtime/topology.h"
#include "tally/book.h"
#include "tally/opened.h"
#include "tally/topic.h"

enum { HEADERS_MAX = 64 };

struct tally_conf {
    const char *brokers, *secrets, *places;
    bool json;
};

static const struct option_row rows[] = {
    OPTION(struct tally_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct tally_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made; without it duplicates, files and "
                "signals are not told apart"),
    OPTION(struct tally_conf, places, OPT_TEXT, .fallback = "",
        .help = "write a line a fact to this file: topic, partition and offset of its origin, "
                "partition and offset in hub.facts, pid"),
    OPTION(struct tally_conf, json, OPT_FLAG, .fallback = "no",
        .help = "print one JSON object instead of a table"),
};

struct tally {
    struct book book;
    struct opened *opened; /* NULL without secrets */
    FILE *places;          /* NULL: nobody wants them */
    int64_t strays;        /* records of hub topics that name an origin which is none */
};

/* --- reading --- */

static void place_write(FILE *out, const struct record *r, const struct hub_origin *o)
{
    fprintf(out, "%.*s %d %" PRId64 " %d %" PRId64 " %.*s\n", (int)o->topic.n,
        (const char *)o->topic.at, (int)o->partition, o->offset, (int)r->partition, r->offset,
        (int)r->key.n, (const char *)r->key.at);
}

static enum rc fact_take(
    struct tally *t, const struct record *r, struct slice body, struct arena *a, struct why *why)
{
    struct hub_sealed_fact fact;
    bool is_new = true;
    enum rc rc = record_read(&hub_sealed_fact_row, body, a, &fact, why);
    if (rc != RC_OK) return rc;
    struct source *s = book_file(&t->book, &fact.origin, false);
    t->strays += s == NULL;
    if (t->places) place_write(t->places, r, &fact.origin);
    if (!s || !t->opened) return RC_OK;
    rc = opened_fact(t->opened, r, &fact, a, &is_new, why);
    s->events += is_new;
    return rc;
}

static enum rc moment_take(struct tally *t, struct slice body, struct arena *a, struct why *why)
{
    struct hub_moment moment;
    enum rc rc = record_read(&hub_moment_row, body, a, &moment, why);
    if (rc == RC_OK) t->strays += book_file(&t->book, &moment.origin, true) == NULL;
    return rc;
}

static enum rc tick_take(
    struct tally *t, const struct record *r, struct slice body, struct arena *a, struct why *why)
{
    struct hub_tick tick;
    enum rc rc = record_read(&hub_tick_row, body, a, &tick, why);
    if (rc != RC_OK || r->partition != 0 || tick.at.us <= t->book.last_tick.us) return rc;
    t->book.last_tick = tick.at;
    t->book.ticks++;
    return rc;
}

static enum rc facts_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct frame frame;
    enum rc rc = frame_read(r->value, &frame, why);
    if (rc != RC_OK) return rc;
    if (frame.fingerprint == hub_sealed_fact_row.fingerprint)
        return fact_take(self, r, frame.body, a, why);
    if (frame.fingerprint == hub_moment_row.fingerprint)
        return moment_take(self, frame.body, a, why);
    if (frame.fingerprint == hub_tick_row.fingerprint)
        return tick_take(self, r, frame.body, a, why);
    return RC_OK; /* the name of the log */
}

static int64_t number_of(struct slice digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.n && i < 18; i++) n = 10 * n + (digits.at[i] - '0');
    return digits.n ? n : -1;
}

static enum rc letter_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct tally *t = self;
    struct record_header headers[HEADERS_MAX];
    if (!r->value.at) return RC_OK; /* a tombstone is no letter */
    size_t there = record_headers(r, headers, HEADERS_MAX), n = MIN(there, (size_t)HEADERS_MAX);
    (void)a;
    struct hub_origin origin = {
        .topic = header_named(headers, n, "coastline.dlq.topic"),
        .partition = (int32_t)number_of(header_named(headers, n, "coastline.dlq.partition")),
        .offset = number_of(header_named(headers, n, "coastline.dlq.offset")),
    };
    struct slice reason = header_named(headers, n, "coastline.dlq.error");
    enum rc rc = book_refuse(&t->book, &origin, reason, why);
    t->strays += rc == RC_REFUSED;
    return rc == RC_REFUSED ? RC_OK : rc;
}

/* Spans first: what comes while we read is left out, and what was there is all seen. */
static enum rc tally_read(struct tally *t, const struct tally_conf *conf, struct why *why)
{
    CLEANUP(reader_closep) struct reader *asker = NULL;
    struct reader_conf asking = { .brokers = conf->brokers, .client = "coastline-tally" };
    enum rc rc = reader_open(&asker, &asking, why);
    if (rc == RC_OK) rc = book_open(&t->book, asker, why);
    if (rc == RC_OK && conf->secrets[0])
        rc = opened_new(&t->opened, conf->brokers, conf->secrets, why);
    if (rc == RC_OK) rc = topic_read(conf->brokers, TOPIC_FACTS, facts_take, t, why);
    if (rc == RC_OK) rc = topic_read(conf->brokers, TOPIC_LETTERS, letter_take, t, why);
    if (rc == RC_OK && t->opened)
        rc = topic_read(conf->brokers, TOPIC_CHANGES, opened_change, t->opened, why);
    if (rc == RC_OK) book_close(&t->book);
    return rc;
}

/* --- saying --- */

static int64_t missing(const struct source *s)
{
    return s->published - (s->filed + s->moments + s->refused - s->both);
}

static void source_say(const struct source *s, bool opened)
{
    printf("%-8s %10" PRId64 " %10" PRId64, s->name, s->published, opened ? s->events : s->filed);
    if (opened)
        printf(" %10" PRId64, s->filed - s->events);
    else
        printf(" %10s", "?");
    printf(" %10" PRId64 " %10" PRId64 " %10" PRId64 " %10" PRId64 "\n", s->moments, s->refused,
        s->open, s->refiled + s->reparked);
}

static void opened_say(const struct opened_counts *c)
{
    printf("\nfiles %" PRId64 ", changes %" PRId64 ", keys gone %" PRId64 ", heard twice %" PRId64
           ", of strangers %" PRId64 ", speakers %" PRId64 "\n",
        c->files, c->changes, c->key_gone, c->repeats, c->strangers, c->openings);
    for (unsigned i = 0; i < HUB_SIGNAL_KINDS; i++)
        if (c->signals[i])
            printf("signal   %-28s %10" PRId64 "\n", hub_signal_kind_name((enum hub_signal_kind)i),
                c->signals[i]);
}

static void tally_say(const struct tally *t)
{
    printf("%-8s %10s %10s %10s %10s %10s %10s %10s\n", "source", "published", "facts",
        "duplicates", "moments", "refused", "open", "repeats");
    for (size_t i = 0; i < SOURCES; i++) source_say(&t->book.sources[i], t->opened != NULL);
    for (size_t i = 0; i < t->book.n_refusals; i++)
        printf(
            "refused  %-28s %10" PRId64 "\n", t->book.refusals[i].reason.at, t->book.refusals[i].n);
    if (t->opened) opened_say(opened_counts(t->opened));
}

/* Names and reasons are words of closed lists: nothing in them needs escaping. */
static void source_say_json(const struct source *s, bool opened, bool first)
{
    printf("%s\"%s\":{\"published\":%" PRId64 ",\"filed\":%" PRId64 ",\"moments\":%" PRId64
           ",\"refused\":%" PRId64 ",\"both\":%" PRId64 ",\"open\":%" PRId64 ",\"refiled\":%" PRId64
           ",\"reparked\":%" PRId64,
        first ? "" : ",", s->name, s->published, s->filed, s->moments, s->refused, s->both, s->open,
        s->refiled, s->reparked);
    if (opened)
        printf(",\"facts\":%" PRId64 ",\"duplicates\":%" PRId64, s->events, s->filed - s->events);
    printf("}");
}

static void opened_say_json(const struct opened_counts *c)
{
    printf(",\"files\":%" PRId64 ",\"changes\":%" PRId64 ",\"key_gone\":%" PRId64
           ",\"repeats\":%" PRId64 ",\"strangers\":%" PRId64 ",\"speakers\":%" PRId64
           ",\"signals\":{",
        c->files, c->changes, c->key_gone, c->repeats, c->strangers, c->openings);
    for (unsigned i = 0; i < HUB_SIGNAL_KINDS; i++)
        printf("%s\"%s\":%" PRId64, i ? "," : "", hub_signal_kind_name((enum hub_signal_kind)i),
            c->signals[i]);
    printf("}");
}

static void tally_say_json(const struct tally *t)
{
    printf("{\"sources\":{");
    for (size_t i = 0; i < SOURCES; i++)
        source_say_json(&t->book.sources[i], t->opened != NULL, i == 0);
    printf("},\"reasons\":{");
    for (size_t i = 0; i < t->book.n_refusals; i++)
        printf("%s\"%s\":%" PRId64, i ? "," : "", t->book.refusals[i].reason.at,
            t->book.refusals[i].n);
    struct text last = instant_text(t->book.last_tick);
    printf("},\"ticks\":%" PRId64 ",\"last_tick\":\"%s\",\"strays\":%" PRId64, t->book.ticks,
        t->book.ticks ? last.at : "", t->strays);
    if (t->opened) opened_say_json(opened_counts(t->opened));
    printf("}\n");
}

/* 3: the books do not agree. */
static int verdict(const struct tally *t)
{
    int64_t open = 0, wrong = t->strays;
    for (size_t i = 0; i < SOURCES; i++) {
        const struct source *s = &t->book.sources[i];
        open += s->open;
        wrong += s->both + (missing(s) != s->open);
    }
    if (wrong) fprintf(stderr, "coastline tally: %" PRId64 " records do not agree\n", wrong);
    if (open) fprintf(stderr, "coastline tally: %" PRId64 " records are not read yet\n", open);
    return wrong || open ? 3 : 0;
}

static enum rc places_open(struct tally *t, const char *name, struct why *why)
{
    if (!name[0]) return RC_OK;
    t->places = fopen(name, "w");
    return t->places ? RC_OK : why_set(why, RC_BROKEN, "cannot write to %.150s", name);
}

static enum rc places_close(struct tally *t, struct why *why)
{
    FILE *out = t->places;
    t->places = NULL;
    return !out || fclose(out) == 0 ? RC_OK : why_set(why, RC_BROKEN, "cannot write places");
}

static int tally_run(const struct tally_conf *conf)
{
    struct tally tally = { .strays = 0 };
    struct why why = { "" };
    int status = 1;
    enum rc rc = places_open(&tally, conf->places, &why);
    if (rc == RC_OK) rc = tally_read(&tally, conf, &why);
    if (places_close(&tally, &why) == RC_OK && rc == RC_OK) {
        (conf->json ? tally_say_json : tally_say)(&tally);
        status = verdict(&tally);
    } else {
        fprintf(stderr, "coastline tally: %s\n", why.text);
    }
    opened_free(tally.opened);
    book_deinit(&tally.book);
    return status;
}

int command_tally(int argc, char *argv[])
{
    const struct option_row *tables[] = { rows };
    const size_t counts[] = { COUNT(rows) };
    const struct option_set set = { "coastline tally",
        "count what was published, filed and refused; exit 3 if the books do not agree", tables,
        counts, 1 };
    CLEANUP(options_freep) struct options *options = NULL;
    struct tally_conf conf = { .brokers = NULL };
    struct why why = { "" };
    (void)argc;
    if (options_asked(&set, argv + 1, stdout)) return 0;
    if (options_read(&options, &set, argv + 1, environ, &conf, &why) != RC_OK) {
        fprintf(stderr, "coastline tally: %s\n", why.text);
        return 2;
    }
    return tally_run(&conf);
}
