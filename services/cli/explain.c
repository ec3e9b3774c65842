/* coastline explain: why a person is graded so, from the facts alone (domain.md C6): in Chinese or
 * English, cut to what its reader may see, or checked against a verdict that somebody was given. */
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "explain/page.h"
#include "explain/verify.h"
#include "fold/ask.h"
#include "fold/stand.h"

enum { PAGE_MAX = 4 << 20, SAID_MAX = 64 << 20 };
enum { DONE = 0, FAILED = 1, MISUSED = 2, DIFFERS = 3 };

static const char help[] =
    "usage: coastline explain FILE --person PID --until TIME [OPTION]…\n"
    "       coastline explain FILE --verify VERDICT [OPTION]…\n\n"
    "Folds a file of events as `coastline fold` does and says how one person stood at that "
    "moment:\n"
    "the grade and since when, floors with their last day, points, the facts each rests on, what "
    "a\n"
    "reviewer is asked, what would lower the grade, needs and tasks with their due times, and\n"
    "alerts.\n\n"
    "  --person PID       whose file\n"
    "  --until TIME       the moment, e.g. 2026-10-01T00:30:00+08:00; of a word to verify: its "
    "own\n"
    "  --log              FILE is what `coastline log export` prints\n"
    "  --rules FILE       a rule set that the file may activate (may repeat)\n"
    "  --lang zh|en       the language of the page (zh)\n"
    "  --role ROLE        no more than this role may see: town, police, health, hr, civil, "
    "justice,\n"
    "                     clinic, county_office …; without it all, as the person may ask for it\n"
    "  --verify FILE      instead of a page: checks one state line or one word (- is standard\n"
    "                     input) and prints a line for each key that differs; the number n\n"
    "                     is not checked, nor with --log the numbers in supersedes\n\n"
    "Exit: 0 done or verified, 1 the file or the output failed, 2 misused or an unknown rule set,\n"
    "3 the verdict differs, or there is no such file.\n";

struct ask {
    struct fold_ask fold;
    const char *person, *role, *lang, *verify;
    enum tongue_of_people tongue;
    struct sight sight;
    struct given given; /* with --verify */
    bool of_word;       /* --until is the second in which the given word was said */
};

static bool ask_all(struct ask *a, int argc, char *argv[])
{
    const struct ask_row rows[] = {
        { .name = "person", .text = &a->person },
        { .name = "role", .text = &a->role },
        { .name = "lang", .text = &a->lang },
        { .name = "verify", .text = &a->verify },
    };
    return ask_read(&a->fold, rows, COUNT(rows), argc, argv);
}

/* What the verdict itself says need not be typed. */
static enum rc given_fill(struct ask *a, struct text *pid, struct text *until, struct why *why)
{
    if (a->fold.path && strcmp(a->fold.path, "-") == 0 && strcmp(a->verify, "-") == 0)
        return why_set(why, RC_REFUSED, "standard input cannot be read twice: one - only");
    enum rc rc = given_read(a->verify, &a->given, why);
    if (rc != RC_OK) return rc;
    a->given.logged = a->fold.log;
    if (!a->person && a->given.pid.at && text_from(a->given.pid, pid)) a->person = pid->at;
    if (!a->fold.until && a->given.is_word) {
        *until = instant_text(a->given.at);
        a->of_word = true;
        a->fold.until = until->at;
    }
    return RC_OK;
}

static const char *ask_fault_more(struct ask *a)
{
    const char *fault = ask_fault(&a->fold);
    struct text pid = { "" };
    if (fault) return fault;
    if (a->of_word) a->fold.end = instant_plus(a->fold.end, (span){ 999999 }); /* print cuts */
    if (!a->person || !text_from(slice_str(a->person), &pid)) return "--person PID: whose file?";
    a->sight.whole = !a->role;
    if (a->role && !hub_role_from(slice_str(a->role), &a->sight.role))
        return "--role: no such role; `coastline explain --help` names them";
    if (!tongue_from(a->lang, &a->tongue)) return "--lang is zh or en";
    return NULL;
}

/* ---- one person of the fold ---- */

struct subject {
    struct fold *f;
    const struct logged_fold *logged; /* of a log, else NULL */
    struct person *person;            /* whose file holds the facts */
    struct hub_file_state state;
    int64_t facts;
    const struct dues *dues;
};

static enum rc page_print(const struct ask *a, struct subject *s, struct why *why)
{
    CLEANUP(buffer_deinit) struct buffer out = buffer_new(PAGE_MAX);
    struct explanation why_so;
    instant until;
    const struct rulebook *rules = stand_of(s->f, s->logged, s->person, &until);
    enum rc rc = file_explain(s->person->file, rules, until, s->f->word, &why_so, why);
    const struct page page = { .out = &out,
        .tongue = a->tongue,
        .sight = a->sight,
        .pid = slice_text(&s->person->pid),
        .at = until,
        .state = &s->state,
        .why_so = &why_so,
        .dues = s->dues,
        .arena = s->f->word };
    if (rc == RC_OK) rc = page_put(&page, why);
    if (rc != RC_OK) return rc;
    if (!buffer_whole(&out)) return why_set(why, RC_BROKEN, "a page that does not end");
    if (fwrite(out.at, 1, out.n, stdout) == out.n && fflush(stdout) == 0) return RC_OK;
    return why_set(why, RC_BROKEN, "cannot write");
}

static enum rc verify_print(
    const struct ask *a, const struct subject *s, int *ret_status, struct why *why)
{
    size_t differ;
    struct slice lines =
        a->given.is_word ? buffer_slice(&s->dues->lines) : buffer_slice(&s->f->voice.line);
    enum rc rc = given_compare(&a->given, lines, stdout, &differ, why);
    if (rc != RC_OK) return rc;
    if (differ == 0) (void)puts("verified"); /* a failure shows at the flush */
    *ret_status = differ ? DIFFERS : DONE;
    return fflush(stdout) == 0 ? RC_OK : why_set(why, RC_BROKEN, "cannot write");
}

static enum rc answer(const struct ask *a, struct subject *s, int *ret_status, struct why *why)
{
    struct person *p = people_find(&s->f->people, slice_str(a->person));
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    s->person = p->root;
    enum rc rc = stand_put(s->f, s->logged, s->person, &s->state, &s->facts, why);
    if (rc != RC_OK) return rc;
    if (s->dues->failed) return why_set(why, RC_BROKEN, "out of memory");
    if (a->verify) return verify_print(a, s, ret_status, why);
    if (s->facts) return page_print(a, s, why);
    *ret_status = DIFFERS;
    return puts(saying_line(LINE_NO_FILE, a->tongue)) >= 0
               ? RC_OK
               : why_set(why, RC_BROKEN, "cannot write");
}

static enum rc explain_run(const struct ask *a, struct fold *f, int *ret_status, struct why *why)
{
    static struct rule_shelf shelf; /* some dozen kilobytes */
    struct logged_fold logged = { .n = 0 };
    struct dues dues = { .people = &f->people,
        .pid = slice_str(a->person),
        .has_moment = a->given.is_word,
        .moment = a->given.at,
        .lines = buffer_new(SAID_MAX) };
    struct subject s = { .f = f, .logged = a->fold.log ? &logged : NULL, .dues = &dues };
    enum rc rc = fold_open(f, &a->fold, NULL, &shelf, why);
    f->voice.hear = dues_hear;
    f->voice.self = &dues;
    f->beyond = true;
    if (rc == RC_OK) rc = fold_go(f, a->fold.log ? &logged : NULL, why);
    if (rc == RC_OK) rc = answer(a, &s, ret_status, why);
    logged_deinit(&logged);
    dues_deinit(&dues);
    return rc;
}

/* The exit status; *why says what failed. */
static int explain(struct ask *a, struct fold *f, struct why *why)
{
    struct text pid = { "" }, until = { "" };
    int status = DONE;
    enum rc rc = a->verify ? given_fill(a, &pid, &until, why) : RC_OK;
    const char *fault = rc == RC_OK ? ask_fault_more(a) : NULL;
    if (fault) rc = why_set(why, RC_REFUSED, "%s", fault);
    if (rc == RC_OK) rc = explain_run(a, f, &status, why);
    if (rc == RC_OK) return status;
    return rc == RC_REFUSED ? MISUSED : FAILED;
}

int command_explain(int argc, char *argv[])
{
    struct ask ask = { .person = NULL };
    struct fold f = { 0 };
    struct why why = { "" };
    bool understood = ask_all(&ask, argc, argv);
    if (understood && ask.fold.help) return fputs(help, stdout) < 0;
    if (!understood) (void)why_set(&why, RC_REFUSED, "%s", ask.fold.misuse.at);
    int status = understood ? explain(&ask, &f, &why) : MISUSED;
    if (status == FAILED || status == MISUSED) fprintf(stderr, "coastline explain: %s\n", why.text);
    fold_close(&f);
    given_deinit(&ask.given);
    return status;
}
