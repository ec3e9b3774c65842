/* coastline person: one file as it was. Two questions that differ exactly by what came late: what
 * was true at a time (--as-of), and what the hub knew at a time (--known). Answered from the log
 * alone: its facts say when they happened and when they arrived. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "commands.h"
#include "fold/ask.h"
#include "fold/stand.h"
#include "log/view.h"
#include "person/erase.h"
#include "person/find.h"
#include "verb.h"

struct person_conf {
    const char *pid, *as_of, *known, *log, *rules, *brokers, *secrets;
};

static const struct option_row rows[] = {
    OPTION(struct person_conf, pid, OPT_TEXT,
        .help = "pseudonym of the person; may stand first without --pid"),
    OPTION(struct person_conf, as_of, OPT_TEXT, .fallback = "",
        .help = "what was true at this time, as 2026-01-31T08:30:00+08:00; else at the end of "
                "what was known"),
    OPTION(struct person_conf, known, OPT_TEXT, .fallback = "",
        .help = "by what had arrived at the hub up to this time; else by all that has"),
    OPTION(struct person_conf, log, OPT_TEXT, .fallback = "",
        .help = "what `coastline log export` printed, -: standard input; else the log is read "
                "from --brokers"),
    OPTION(struct person_conf, rules, OPT_TEXT, .fallback = "",
        .help = "files of the rule sets that the log activates, with commas between"),
    OPTION(struct person_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct person_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made; persons.kek is needed to read a log"),
};

struct times {
    bool has_as_of, has_known;
    instant as_of, known;
};

static enum rc time_read(
    const char *name, const char *text, bool *ret_has, instant *ret, struct why *why)
{
    *ret_has = *text != 0;
    if (!*ret_has || instant_parse(slice_str(text), ret)) return RC_OK;
    return why_set(why, RC_REFUSED, "--%s wants a time as 2026-01-31T08:30:00+08:00", name);
}

/* --- the log --- */

/* Is somebody of this log linked (fold.md R24)? Then facts of other partitions may count. */
static bool tells_of_hops(int fd)
{
    static const char hop[] = "\"hop\":{";
    off_t n = lseek(fd, 0, SEEK_END);
    void *at = n > 0 ? mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    if (at == MAP_FAILED) return n > 0; /* not to be known: rather too much of it */
    bool told = memmem(at, (size_t)n, hop, sizeof hop - 1) != NULL;
    (void)munmap(at, (size_t)n); /* cannot fail */
    return told;
}

static enum rc log_fetch_of(const struct person_conf *c, int fd, struct slice only, struct why *why)
{
    int other = dup(fd);
    FILE *out = other < 0 ? NULL : fdopen(other, "wb");
    struct log_view view = { .brokers = c->brokers, .out = out, .only = only };
    if (!out) return why_set(why, RC_BROKEN, "no room for a log: %s", strerror(errno));
    enum rc rc = log_view_run(&view, c->secrets, log_export, why);
    bool closed = fclose(out) == 0;
    return rc == RC_OK && !closed ? why_set(why, RC_BROKEN, "no room for a log") : rc;
}

/* In memory only: the log in clear is nothing to leave on a disk. */
static enum rc log_fetch(const struct person_conf *c, int fd, struct why *why)
{
    const struct slice all = { NULL, 0 };
    enum rc rc = log_fetch_of(c, fd, slice_str(c->pid), why);
    if (rc != RC_OK || !tells_of_hops(fd)) return rc;
    if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0)
        return why_set(why, RC_BROKEN, "no room for a log: %s", strerror(errno));
    return log_fetch_of(c, fd, all, why);
}

/* An export is in the order of arrival, so its last line says how far it goes. */
static enum rc log_end(struct fold *f, instant *ret, struct why *why)
{
    const struct buffer *b = &f->lines.bytes;
    size_t n = b->n;
    struct json_event e = { .has_arrival = false };
    while (n > 0 && b->at[n - 1] == '\n') n--;
    const uint8_t *before = n ? memrchr(b->at, '\n', n) : NULL;
    size_t at = before ? (size_t)(before - b->at) + 1 : 0;
    if (n > at) {
        enum rc rc = json_event_read(slice_of(b->at + at, n - at), &f->way, f->line, &e, why);
        if (rc != RC_OK) return rc;
    }
    *ret = e.arrival;
    return e.has_arrival ? RC_OK : why_set(why, RC_REFUSED, "the log is empty, or is no export");
}

/* --- the answer --- */

static struct person *person_of(struct fold *f, const char *pid)
{
    for (size_t i = 0; i < f->people.n; i++)
        if (strcmp(f->people.found[i]->pid.at, pid) == 0) return f->people.found[i];
    return NULL;
}

static enum rc answer(struct fold *f, const struct logged_fold *l, const char *pid,
    const struct times *t, struct why *why)
{
    const struct person *own = person_of(f, pid), *p = own ? own->root : NULL;
    struct standing s = { .picture.facts = 0 };
    struct text end = instant_text(f->until);
    if (!p) return why_set(why, RC_REFUSED, "nothing of this person had arrived up to %s", end.at);
    s.rules = stand_of(f, l, p, &s.at);
    if (t->has_as_of) s.at = t->as_of;
    if (is_before(f->until, s.at))
        return why_set(why, RC_REFUSED, "--as-of lies after %s, up to which the hub knew", end.at);
    enum rc rc = file_state_then(p->file, s.rules, s.at, f->word, &s.picture, why);
    if (rc != RC_OK) return rc;
    end = instant_text(s.at);
    if (!s.picture.facts)
        return why_set(why, RC_REFUSED, "nothing of this person had happened up to %s", end.at);
    rc = stand_line(f, p, &s, why);
    return rc == RC_OK ? voice_flush(&f->voice, why) : rc;
}

static enum rc look(
    const struct person_conf *c, const char *path, const struct times *t, struct why *why)
{
    static struct rule_shelf shelf; /* some dozen kilobytes */
    const struct fold_ask ask = { .path = path, .log = true };
    struct logged_fold logged = { .n = 0 };
    struct fold f = { .beyond = true };
    enum rc rc = shelf_put_all(&shelf, c->rules, why);
    if (rc == RC_OK) rc = fold_open(&f, &ask, NULL, &shelf, why);
    f.voice.out = stdout;
    if (rc == RC_OK) rc = log_end(&f, &f.until, why);
    if (rc == RC_OK && t->has_known && is_before(t->known, f.until)) f.until = t->known;
    if (rc == RC_OK) rc = fold_go(&f, &logged, why);
    if (rc == RC_OK) rc = answer(&f, &logged, c->pid, t, why);
    logged_deinit(&logged);
    fold_close(&f);
    return rc;
}

static enum rc person_run(const void *conf, struct why *why)
{
    const struct person_conf *c = conf;
    struct times t = { .has_as_of = false };
    char path[64];
    enum rc rc = time_read("as-of", c->as_of, &t.has_as_of, &t.as_of, why);
    if (rc == RC_OK) rc = time_read("known", c->known, &t.has_known, &t.known, why);
    if (rc != RC_OK || *c->log) return rc == RC_OK ? look(c, c->log, &t, why) : rc;
    int fd = memfd_create("log", MFD_CLOEXEC);
    if (fd < 0) return why_set(why, RC_BROKEN, "no room for a log: %s", strerror(errno));
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    rc = log_fetch(c, fd, why);
    if (rc == RC_OK) rc = look(c, path, &t, why);
    (void)close(fd); /* memory of ours */
    return rc;
}

static const struct verb_row row = { NULL,
    "prints how a person's file stood: what was true at a time, or what was known then; "
    "`coastline person find` says where the hub keeps anything of a person, "
    "`coastline person erase` destroys it",
    { rows }, { COUNT(rows) }, sizeof(struct person_conf), person_run };

/* `coastline person PID …` is `coastline person --pid PID …`. */
int command_person(int argc, char *argv[])
{
    char option[] = "--pid";
    if (argc > 1 && strcmp(argv[1], "find") == 0) return find_command(argc, argv);
    if (argc > 1 && strcmp(argv[1], "erase") == 0) return erase_command(argc, argv);
    if (argc < 2 || argv[1][0] == '-') return verbs_run(&row, 1, argc, argv);
    char **longer = calloc((size_t)argc + 2, sizeof *longer);
    if (!longer) return fputs("coastline person: out of memory\n", stderr), 1;
    longer[0] = argv[0];
    longer[1] = option;
    for (int i = 1; i < argc; i++) longer[i + 1] = argv[i];
    int status = verbs_run(&row, 1, argc + 1, longer);
    free(longer);
    return status;
}
