/* coastline fold: the domain, offline and exact (fold.md). Lines in, words out; no Kafka, no Redis,
 * no clock. The files and rules are those of the assessor. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "fold/ask.h"
#include "fold/stand.h"
#include "fold/stats.h"

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
    struct fold_ask fold;
    const char *stats, *population, *staff;
    struct stats_frame frame;
    date day; /* of the statistics */
    bool state, no_signals;
};

static bool ask_all(struct ask *a, int argc, char *argv[])
{
    const struct ask_row rows[] = {
        { .name = "state", .flag = &a->state },
        { .name = "no-signals", .flag = &a->no_signals },
        { .name = "stats", .text = &a->stats },
        { .name = "population", .text = &a->population },
        { .name = "staff", .text = &a->staff },
    };
    return ask_read(&a->fold, rows, COUNT(rows), argc, argv);
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

static enum rc states_print(struct fold *f, const struct logged_fold *l, struct why *why)
{
    enum rc rc = RC_OK;
    people_sort(&f->people);
    for (size_t i = 0; rc == RC_OK && i < f->people.n; i++) {
        struct hub_file_state state;
        int64_t facts;
        rc = stand_put(f, l, f->people.at[i], &state, &facts, why);
        if (rc == RC_OK && facts) rc = voice_flush(&f->voice, why);
    }
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
        const struct rulebook *rules = stand_of(f, l, p, &until);
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

static enum rc fold_print(struct fold *f, const struct ask *ask, struct why *why)
{
    static struct rule_shelf shelf; /* some dozen kilobytes */
    struct logged_fold logged = { .n = 0 };
    struct logged_fold *l = ask->fold.log ? &logged : NULL;
    enum rc rc = fold_open(f, &ask->fold, stdout, &shelf, why);
    f->voice.silent = ask->no_signals;
    if (rc == RC_OK) rc = fold_go(f, l, why);
    if (rc == RC_OK && ask->state) rc = states_print(f, l, why);
    if (rc == RC_OK && ask->stats) rc = stats_print(f, ask, l, why);
    if (rc == RC_OK && fflush(stdout) != 0) rc = why_set(why, RC_BROKEN, "cannot write");
    logged_deinit(&logged);
    return rc;
}

int command_fold(int argc, char *argv[])
{
    struct ask ask = { .state = false };
    struct fold f = { 0 };
    struct why why = { "" };
    bool understood = ask_all(&ask, argc, argv);
    if (understood && ask.fold.help) return fputs(help, stdout) < 0;
    const char *fault = understood ? ask_fault(&ask.fold) : ask.fold.misuse.at;
    if (!fault) fault = stats_fault(&ask);
    if (fault) return fprintf(stderr, "coastline fold: %s\n", fault), 2;
    enum rc rc = fold_print(&f, &ask, &why);
    if (rc != RC_OK) fprintf(stderr, "coastline fold: %s\n", why.text);
    fold_close(&f);
    return rc == RC_OK ? 0 : rc == RC_REFUSED ? 2 : 1;
}
