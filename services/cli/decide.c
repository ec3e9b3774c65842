/* coastline review, contest, identity: what entitled people decide about one person. Each becomes a
 * record on hub.decisions, checked here as the door will check it, and is noted in hub.audit first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "verb.h"
#include "commands.h"
#include "decision.h"

enum { BASIS_MAX = FACT_LIST_MAX };

struct decide_conf {
    const char *brokers;
    int clock; /* enum decision_clock */
    const char *at, *pid, *note;
    const char *task, *reviewer, *basis; /* of a review; reviewer also of a contest */
    int verdict;                         /* ordinal in the type's own enum */
    const char *contest;                 /* of a contest */
    int by;                              /* enum hub_contest_by */
    const char *other, *who;             /* of a link */
};

/* --- options --- */

#define DECIDED(...) OPTION(struct decide_conf, __VA_ARGS__)

static const struct option_row common_rows[] = {
    DECIDED(pid, OPT_TEXT, .help = "the person's pseudonym, 26 characters"),
    DECIDED(brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    DECIDED(clock, OPT_CHOICE, .fallback = "wall", .choices = "wall|topics",
        .help = "as the topics were made"),
    DECIDED(at, OPT_TEXT, .fallback = "",
        .help = "when it was decided, as 2026-01-31T08:30:00+08:00; else now, or with "
                "--clock topics the hub's latest arrival"),
};

static const struct option_row review_rows[] = {
    DECIDED(verdict, OPT_CHOICE, .choices = "uphold|reject", .help = "what was decided"),
    DECIDED(reviewer, OPT_TEXT, .help = "pseudonymous id of who decided"),
    DECIDED(task, OPT_TEXT, .fallback = "proposal",
        .help = "the task that is decided, as the hub named it"),
    DECIDED(basis, OPT_TEXT, .fallback = "",
        .help = "ids of the facts that the reviewer saw, with commas between"),
    DECIDED(note, OPT_TEXT, .fallback = "", .help = "in plain words, up to 1024 bytes"),
};

static const struct option_row file_rows[] = {
    DECIDED(
        by, OPT_CHOICE, .fallback = "person", .choices = "person|guardian", .help = "who contests"),
    DECIDED(note, OPT_TEXT, .fallback = "", .help = "in plain words, up to 1024 bytes"),
};

static const struct option_row decide_rows[] = {
    DECIDED(verdict, OPT_CHOICE, .choices = "uphold|overturn", .help = "what was decided"),
    DECIDED(reviewer, OPT_TEXT, .help = "who decided; not who decided the proposal"),
    DECIDED(contest, OPT_TEXT, .fallback = "", .help = "event id of the contest; else the oldest"),
    DECIDED(note, OPT_TEXT, .fallback = "", .help = "in plain words, up to 1024 bytes"),
};

static const struct option_row link_rows[] = {
    DECIDED(other, OPT_TEXT, .help = "pseudonym of the other file of the same person"),
    DECIDED(who, OPT_TEXT, .help = "pseudonymous id of who decided"),
};

/* --- what is decided --- */

/* What a fact may point into. */
struct decided {
    struct event event;
    struct slice basis[BASIS_MAX];
};

static void put_text(struct decided *d, int field, const char *text)
{
    if (text[0])
        d->event.fact.values[field] = (struct fact_value){ .there = true, .text = slice_str(text) };
}

static void put_number(struct decided *d, int field, int64_t number)
{
    d->event.fact.values[field] = (struct fact_value){ .there = true, .number = number };
}

static enum rc put_basis(struct decided *d, const char *ids, struct why *why)
{
    size_t n = 0;
    while (ids[0]) {
        size_t length = strcspn(ids, ",");
        if (n == BASIS_MAX || length == 0)
            return why_set(
                why, RC_REFUSED, "--basis takes 1 to %d ids, with commas between", BASIS_MAX);
        d->basis[n++] = slice_of(ids, length);
        ids += length + (ids[length] == ',');
    }
    if (n > 0)
        d->event.fact.values[HUB_REVIEW_DECIDED_BASIS] =
            (struct fact_value){ .there = true, .list = { .n = n, .texts = d->basis } };
    return RC_OK;
}

static enum rc review(const struct decide_conf *c, struct decided *d, struct why *why)
{
    put_text(d, HUB_REVIEW_DECIDED_TASK, c->task);
    put_number(d, HUB_REVIEW_DECIDED_VERDICT, c->verdict);
    put_text(d, HUB_REVIEW_DECIDED_REVIEWER, c->reviewer);
    put_text(d, HUB_REVIEW_DECIDED_NOTE, c->note);
    return put_basis(d, c->basis, why);
}

static enum rc contest_file(const struct decide_conf *c, struct decided *d, struct why *why)
{
    (void)why;
    put_number(d, HUB_CONTEST_FILED_BY, c->by);
    put_text(d, HUB_CONTEST_FILED_NOTE, c->note);
    return RC_OK;
}

static enum rc contest_decide(const struct decide_conf *c, struct decided *d, struct why *why)
{
    (void)why;
    put_text(d, HUB_CONTEST_DECIDED_CONTEST, c->contest);
    put_number(d, HUB_CONTEST_DECIDED_VERDICT, c->verdict);
    put_text(d, HUB_CONTEST_DECIDED_REVIEWER, c->reviewer);
    put_text(d, HUB_CONTEST_DECIDED_NOTE, c->note);
    return RC_OK;
}

static enum rc identity(const struct decide_conf *c, struct decided *d, struct why *why)
{
    if (strcmp(c->pid, c->other) == 0)
        return why_set(why, RC_REFUSED, "--other is the same file as --pid");
    put_text(d, HUB_IDENTITY_LINKED_OTHER, c->other);
    return RC_OK;
}

_Static_assert((int)HUB_IDENTITY_LINKED_OTHER == (int)HUB_IDENTITY_UNLINKED_OTHER,
    "linking and unlinking are filled in alike");

/* --- the commands --- */

struct deed {
    enum event_type type;
    enum rc (*make)(const struct decide_conf *c, struct decided *d, struct why *why);
};

static enum rc decide(const struct decide_conf *c, const struct deed *deed, struct why *why)
{
    struct decided d = { .event.fact = { .type = deed->type, .pid = slice_str(c->pid) } };
    struct decision_conf decision = { .brokers = c->brokers,
        .clock = c->clock,
        .at = c->at,
        .who = c->reviewer ? c->reviewer
               : c->who    ? c->who
                           : hub_contest_by_name((enum hub_contest_by)c->by) };
    struct text id = { "" };
    enum rc rc = deed->make(c, &d, why);
    if (rc == RC_OK) rc = decision_send(&decision, &d.event, &id, why);
    if (rc == RC_OK) printf("%s %s\n", event_rows[deed->type].name, id.at);
    return rc;
}

/* DEED(name, type, make): what a verb does, as a function of its options. */
#define DEED(name, type, make)                                                                     \
    static enum rc name(const void *conf, struct why *why)                                         \
    {                                                                                              \
        static const struct deed deed = { type, make };                                            \
        return decide(conf, &deed, why);                                                           \
    }
DEED(review_run, EVENT_HUB_REVIEW_DECIDED, review)
DEED(file_run, EVENT_HUB_CONTEST_FILED, contest_file)
DEED(decide_run, EVENT_HUB_CONTEST_DECIDED, contest_decide)
DEED(link_run, EVENT_HUB_IDENTITY_LINKED, identity)
DEED(unlink_run, EVENT_HUB_IDENTITY_UNLINKED, identity)

#define VERB(verb, purpose, own, run)                                                              \
    {                                                                                              \
        verb, purpose, { common_rows, own }, { COUNT(common_rows), COUNT(own) },                   \
            sizeof(struct decide_conf), run                                                        \
    }
static const struct verb_row reviews[] = {
    VERB(NULL, "decides a proposal or another task of a person", review_rows, review_run),
};
static const struct verb_row contests[] = {
    VERB("file", "the person or a guardian contests", file_rows, file_run),
    VERB("decide", "a second reviewer decides a contest", decide_rows, decide_run),
};
static const struct verb_row identities[] = {
    VERB("link", "two files are of one person", link_rows, link_run),
    VERB("unlink", "two files are not of one person after all", link_rows, unlink_run),
};

int command_review(int argc, char *argv[])
{
    return verbs_run(reviews, COUNT(reviews), argc, argv);
}

int command_contest(int argc, char *argv[])
{
    return verbs_run(contests, COUNT(contests), argc, argv);
}

int command_identity(int argc, char *argv[])
{
    return verbs_run(identities, COUNT(identities), argc, argv);
}
