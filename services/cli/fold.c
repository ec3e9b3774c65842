/* coastline fold: the domain, offline and exact (fold.md). Lines in, words out; no Kafka, no Redis,
 * no clock. The files and rules are those of the assessor. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/json_words.h"
#include "commands.h"
#include "domain/ties.h"
#include "fold/logged.h"
#include "fold/names.h"
#include "fold/stats.h"
#include "fold/steps.h"

enum { LINE_BYTES = 16 << 20, WORD_BYTES = 256 << 20, OUTPUT_LINE = 64 << 20 };
enum { POPULATION = 10204600, STAFF = 1411 }; /* the programme's figures (domain.md E) */

static const char help[] =
    "usage: coastline fold FILE --until TIME [OPTION]…\n\n"
    "Folds a file of events (JSON Lines in order of arrival; - is standard input) and prints what\n"
    "the hub would have said: one signal a line.\n\n"
    "  --until TIME       the last moment looked at, e.g. 2026-10-01T00:30:00+08:00\n"
    "  --state            then one line a person: how the file stands at that moment\n"
    "  --no-signals       leave the signals out\n"
    "  --log              FILE is what `coastline log export` prints\n"
    "  --stats DATE       then the statistics of that day, e.g. 2026-09-30\n"
    "  --rules FILE       a rule set that the file may activate (may repeat)\n"
    "  --population N     residents, for the statistics (10204600)\n"
    "  --staff N          full-time staff, for the statistics (1411)\n\n"
    "Exit: 0 done, 1 the file or the output failed, 2 misused or an unknown rule set.\n";

struct ask {
    const char *path, *until, *stats, *population, *staff;
    const char *rules[SHELF_MAX];
    size_t n_rules;
    struct stats_frame frame;
    date day; /* of the statistics */
    bool state, no_signals, log, help;
};

static bool ask_rules(struct ask *a, const char *path)
{
    if (a->n_rules == COUNT(a->rules)) return false;
    a->rules[a->n_rules++] = path;
    return true;
}

static bool ask_take(struct ask *a, int option, const char *value)
{
    switch (option) {
    case 'u': a->until = value; return true;
    case 's': a->state = true; return true;
    case 'q': a->no_signals = true; return true;
    case 'l': a->log = true; return true;
    case 'd': a->stats = value; return true;
    case 'r': return ask_rules(a, value);
    case 'n': a->population = value; return true;
    case 'f': a->staff = value; return true;
    case 'h': a->help = true; return true;
    default: return false;
    }
}

static bool ask_read(struct ask *a, int argc, char *argv[])
{
    static const struct option options[] = {
        { "until", required_argument, NULL, 'u' },
        { "state", no_argument, NULL, 's' },
        { "no-signals", no_argument, NULL, 'q' },
        { "log", no_argument, NULL, 'l' },
        { "stats", required_argument, NULL, 'd' },
        { "rules", required_argument, NULL, 'r' },
        { "population", required_argument, NULL, 'n' },
        { "staff", required_argument, NULL, 'f' },
        { "help", no_argument, NULL, 'h' },
        { NULL, 0, NULL, 0 },
    };
    int option;
    optind = 0;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1)
        if (!ask_take(a, option, optarg)) return false;
    if (optind < argc) a->path = argv[optind++];
    return optind >= argc;
}

/* A whole number from 1 to two thousand million, or `otherwise` if none was given. */
static bool number_read(const char *text, int64_t otherwise, int64_t *ret)
{
    int64_t n = 0;
    for (const char *c = text; c && *c; c++) {
        if (*c < '0' || *c > '9' || n > 200 * 1000 * 1000) return false;
        n = n * 10 + (*c - '0');
    }
    *ret = text ? n : otherwise;
    return *ret > 0;
}

static const char *stats_fault(struct ask *a)
{
    if (a->stats && !date_parse(slice_str(a->stats), &a->day))
        return "--stats wants a date as 2026-09-30";
    if (!number_read(a->population, POPULATION, &a->frame.population))
        return "--population wants a number from 1";
    if (!number_read(a->staff, STAFF, &a->frame.staff)) return "--staff wants a number from 1";
    return NULL;
}

/* What is wrong with the question; NULL if nothing is. */
static const char *ask_fault(struct ask *a, instant *ret_until)
{
    if (!a->path) return "which FILE?";
    if (!a->until) return "--until TIME is needed: a fold reads no clock";
    if (!instant_parse(slice_str(a->until), ret_until))
        return "--until wants a time as 2026-10-01T00:30:00+08:00";
    return stats_fault(a);
}

/* In whose numerators the person counts on the day of `until`. */
static enum rc members_read(const struct file *f, const struct rulebook *rules, date day,
    struct words_state *ret, struct why *why)
{
    struct tally t;
    uint32_t members = 0;
    tally_begin(&t, realloc, day);
    enum rc rc = tally_add(&t, f, rules, &members, why);
    tally_end(&t);
    for (int i = 0; i < MEMBERS; i++)
        if (members & 1u << i) ret->member[ret->n_member++] = member_name((enum member)i);
    return rc;
}

/* With --log a person stands where its partition's last tick left it (R43). */
static enum rc state_print(
    struct fold *f, const struct logged_fold *l, struct person *p, struct why *why)
{
    instant until = f->until;
    const struct rulebook *rules = l ? logged_stand(l, p, &until) : &f->rules;
    struct hub_file_state state;
    const char *names[MEMBERS];
    struct words_state more = { .pid = slice_text(&p->pid), .member = names };
    arena_reset(f->word);
    enum rc rc = file_state(p->file, rules, until, f->word, &state, &more.facts, why);
    if (rc != RC_OK || more.facts == 0) return rc;
    rc = members_read(p->file, rules, instant_date(until), &more, why);
    if (rc != RC_OK) return rc;
    words_put_state(&f->voice.line, &more, &state);
    return voice_flush(&f->voice, why);
}

static enum rc states_print(struct fold *f, const struct logged_fold *l, struct why *why)
{
    enum rc rc = RC_OK;
    people_sort(&f->people);
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++)
        rc = state_print(f, l, f->people.at[i], why);
    return rc;
}

static enum rc stats_print(
    struct fold *f, const struct ask *ask, const struct logged_fold *l, struct why *why)
{
    struct tally t;
    enum rc rc = RC_OK;
    uint32_t members;
    tally_begin(&t, realloc, ask->day);
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++) {
        struct person *p = f->people.at[i];
        instant until;
        const struct rulebook *rules = l ? logged_stand(l, p, &until) : &f->rules;
        rc = tally_add(&t, p->file, rules, &members, why);
    }
    if (rc == RC_OK) {
        stats_put(&f->voice.line, &t, &ask->frame);
        buffer_byte(&f->voice.line, '\n');
        rc = voice_flush(&f->voice, why);
    }
    tally_end(&t);
    return rc;
}

static enum rc fold_open(
    struct fold *f, const struct ask *a, struct rule_shelf *shelf, struct why *why)
{
    f->shelf = shelf;
    f->voice =
        (struct voice){ .out = stdout, .silent = a->no_signals, .line = buffer_new(OUTPUT_LINE) };
    f->way.logged = a->log;
    f->rules = rulebook_built_in();
    f->ids = names_new();
    f->links = ties_new(realloc);
    f->line = arena_new(LINE_BYTES);
    f->word = arena_new(WORD_BYTES);
    if (!f->ids || !f->links || !f->line || !f->word)
        return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = people_init(&f->people, why);
    for (size_t i = 0; rc == RC_OK && i < a->n_rules; i++) rc = shelf_put(shelf, a->rules[i], why);
    return rc == RC_OK ? lines_read(a->path, &f->lines, why) : rc;
}

static void fold_close(struct fold *f)
{
    lines_deinit(&f->lines);
    people_deinit(&f->people);
    buffer_deinit(&f->voice.line);
    f->ids = names_free(f->ids);
    f->links = ties_free(f->links);
    f->line = arena_free(f->line);
    f->word = arena_free(f->word);
    free(f->touched);
    f->touched = NULL;
}

static enum rc fold_print(struct fold *f, const struct ask *ask, struct why *why)
{
    static struct rule_shelf shelf; /* some dozen kilobytes */
    struct logged_fold logged = { .n = 0 };
    enum rc rc = fold_open(f, ask, &shelf, why);
    if (rc == RC_OK) rc = ask->log ? logged_run(f, &logged, why) : fold_run(f, why);
    if (rc == RC_OK && ask->state) rc = states_print(f, ask->log ? &logged : NULL, why);
    if (rc == RC_OK && ask->stats) rc = stats_print(f, ask, ask->log ? &logged : NULL, why);
    if (rc == RC_OK && fflush(stdout) != 0) rc = why_set(why, RC_BROKEN, "cannot write");
    logged_deinit(&logged);
    return rc;
}

int command_fold(int argc, char *argv[])
{
    struct ask ask = { 0 };
    struct fold f = { 0 };
    struct why why = { "" };
    bool understood = ask_read(&ask, argc, argv);
    if (understood && ask.help) return fputs(help, stdout) < 0;
    const char *fault = understood ? ask_fault(&ask, &f.until) : "see coastline fold --help";
    if (fault) return fprintf(stderr, "coastline fold: %s\n", fault), 2;
    enum rc rc = fold_print(&f, &ask, &why);
    if (rc != RC_OK) fprintf(stderr, "coastline fold: %s\n", why.text);
    fold_close(&f);
    return rc == RC_OK ? 0 : rc == RC_REFUSED ? 2 : 1;
}
