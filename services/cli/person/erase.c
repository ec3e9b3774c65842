/* What is decided, and what follows: some of it at once, some after seven days. Saying the same
 * command again goes on where it was left. */
#include "person/erase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bus/reader.h"
#include "bus/topics.h"
#include "decision.h"
#include "refuse.h"
#include "runtime/keys.h"
#include "runtime/logname.h"
#include "runtime/topology.h"
#include "verb.h"

enum { REASON_MAX = 200, POLL_MS = 250, ANSWER_BYTES = 64 };

/* --- before --- */

static enum rc words_check(const struct erase_conf *c, struct why *why)
{
    size_t n = strlen(c->reason);
    if (n == 0 || n > REASON_MAX || !slice_is_utf8(slice_str(c->reason)))
        return why_set(why, RC_REFUSED, "--reason wants 1 to %d bytes of UTF-8", REASON_MAX);
    if (!c->by[0]) return why_set(why, RC_REFUSED, "--by wants the id of who decided");
    return RC_OK;
}

static void who_say(const struct erased *who)
{
    for (size_t i = 0; i < who->n; i++) {
        const struct erased_one *one = &who->at[i];
        printf("%s %s  keys: %" PRId64 " in use, %" PRId64 " retired, %" PRId64 " gone\n",
            i ? "linked" : "person", one->pid.at, one->in_use, one->retired, one->gone);
    }
}

static void plan_say(const struct erase_conf *c, const struct erased *who)
{
    const char *dry = c->dry_run ? "would be " : "will be ";
    who_say(who);
    printf("at once  the file, its snapshots and what Redis has %sdestroyed, pending webhooks "
           "dropped,\n         those who were told anything told of it; dead letters %s; decisions "
           "that\n         were filed, of everybody, taken out of " TOPIC_DECISIONS "\n",
        dry, c->leave_letters ? "left for their 90 days" : "emptied");
    printf("later    keys %sdeleted at 00:30 seven days after; Kafka takes up to a day to forget\n"
           "         what was deleted; the agencies' own topics keep what they sent for 7 days\n",
        dry);
}

/* Somebody who looks must say so again. */
static enum rc confirm(const struct erase_conf *c, const struct erased *who, struct why *why)
{
    char answer[ANSWER_BYTES] = "";
    const char *pid = who->at[0].pid.at;
    if (c->yes) return RC_OK;
    (void)fflush(stdout);
    fprintf(stderr, "This cannot be undone. Type the first six characters of the pseudonym: ");
    if (!fgets(answer, sizeof answer, stdin)) answer[0] = '\0';
    answer[strcspn(answer, "\r\n")] = '\0';
    if (strlen(answer) == 6 && strncmp(answer, pid, 6) == 0) return RC_OK;
    return why_set(why, RC_REFUSED, "not confirmed; nothing was done (--yes confirms beforehand)");
}

/* --- the decision --- */

static enum rc decide(const struct erase_conf *c, const struct erased_one *one, struct why *why)
{
    struct event event = { .fact = {
                               .type = EVENT_HUB_FILE_ERASED, .pid = slice_text(&one->pid) } };
    const struct decision_conf decision = {
        .brokers = c->brokers, .clock = c->clock, .at = c->at, .who = c->by, .note = c->reason
    };
    struct text id = { "" };
    event.fact.values[HUB_FILE_ERASED_REVIEWER] =
        (struct fact_value){ .there = true, .text = slice_str(c->by) };
    enum rc rc = decision_send(&decision, &event, &id, why);
    if (rc == RC_OK) printf("decided  %s %s\n", event_rows[EVENT_HUB_FILE_ERASED].name, id.at);
    return rc;
}

static enum rc decide_all(const struct erase_conf *c, const struct erased *who, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < who->n; i++)
        if (who->at[i].in_use > 0) rc = decide(c, &who->at[i], why);
    return rc;
}

/* --- what comes of it --- */

static int64_t now_s(void)
{
    struct timespec now = { .tv_sec = 0 };
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail: every Linux has it */
    return (int64_t)now.tv_sec;
}

static void rest(void)
{
    const struct timespec pause = { .tv_nsec = POLL_MS * 1000000L };
    (void)nanosleep(&pause, NULL);
}

static enum rc retired_all(struct keys *keys, const struct logname *log, const struct erased *who,
    bool *ret, struct why *why)
{
    *ret = true;
    for (size_t i = 0; i < who->n; i++) {
        const struct person_key *key = NULL;
        struct slice pid = slice_text(&who->at[i].pid);
        int32_t home = bus_partition_of(pid, log->partitions);
        enum rc rc = keys_read(keys, home, why);
        if (rc == RC_OK) rc = keys_current(keys, home, pid, &key, why);
        if (rc != RC_OK && rc != RC_REFUSED) return rc;
        *ret = *ret && rc == RC_REFUSED;
    }
    return RC_OK;
}

/* The door files, the assessor shreds. */
static enum rc keys_await(
    const struct erase_conf *c, const struct erased *who, int64_t deadline, struct why *why)
{
    CLEANUP(secrets_freep) struct secrets *secrets = NULL;
    CLEANUP(keys_closep) struct keys *keys = NULL;
    struct logname log;
    bool retired = false;
    enum rc rc = secrets_open(&secrets, c->secrets, SECRET_BIT(PERSONS), why);
    const struct keys_conf conf = { .brokers = c->brokers, .secrets = secrets };
    if (rc == RC_OK) rc = logname_read(c->brokers, &log, why);
    if (rc == RC_OK) rc = keys_open(&keys, &conf, why);
    while (rc == RC_OK && !retired) {
        rc = retired_all(keys, &log, who, &retired, why);
        if (rc == RC_OK && !retired && now_s() >= deadline)
            rc = why_set(why, RC_AGAIN,
                "decided, but the hub has not come to it: are intake and assessor running? Say the "
                "same again later");
        if (rc == RC_OK && !retired) rest();
    }
    if (rc == RC_OK) printf("done     the file is shredded, the keys are retired\n");
    return rc;
}

/* Decisions stand there in clear, and each was filed, sealed; so what the door has read may go. */
static enum rc decisions_trim(const struct erase_conf *c, int64_t deadline, struct why *why)
{
    CLEANUP(reader_closep) struct reader *reader = NULL;
    CLEANUP(topics_closep) struct topics *topics = NULL;
    const struct reader_conf conf = {
        .brokers = c->brokers, .client = "coastline-erase", .group = DOOR_PLACES
    };
    struct bus_span log = { 0 };
    struct place place = { .partition = 0, .offset = -1 };
    enum rc rc = reader_open(&reader, &conf, why);
    if (rc == RC_OK) rc = topics_open(&topics, c->brokers, 0, why);
    if (rc == RC_OK) rc = reader_span(reader, TOPIC_DECISIONS, 0, &log, why);
    while (rc == RC_OK && place.offset < log.high) {
        rc = reader_places(reader, TOPIC_DECISIONS, &place, 1, why);
        if (rc != RC_OK || place.offset >= log.high) break;
        if (now_s() >= deadline)
            return why_set(why, RC_AGAIN,
                "the door has not kept its place behind the decision: say the same again later");
        rest();
    }
    if (rc == RC_OK) rc = topics_trim(topics, TOPIC_DECISIONS, 0, log.high, why);
    if (rc == RC_OK) printf("done     " TOPIC_DECISIONS " begins at %" PRId64 "\n", log.high);
    return rc;
}

static enum rc letters_see_to(const struct erase_conf *c, const struct erased *who, struct why *why)
{
    int64_t n = 0;
    if (c->leave_letters) return RC_OK;
    enum rc rc = erase_letters(c, who, &n, why);
    if (rc == RC_OK)
        printf("letters  %" PRId64 " %s\n", n, c->dry_run ? "would be emptied" : "emptied");
    return rc;
}

/* --- the command --- */

static enum rc erase_known(const struct erase_conf *c, const struct erased *who, struct why *why)
{
    plan_say(c, who);
    if (c->dry_run) return letters_see_to(c, who, why);
    enum rc rc = confirm(c, who, why);
    if (rc == RC_OK) rc = decide_all(c, who, why);
    if (rc == RC_OK) rc = letters_see_to(c, who, why);
    const int64_t deadline = now_s() + c->wait;
    if (rc == RC_OK) rc = keys_await(c, who, deadline, why);
    if (rc == RC_OK) rc = decisions_trim(c, deadline, why);
    if (rc == RC_OK)
        printf("later    `coastline person find --pid %s` says what is left\n", who->at[0].pid.at);
    return rc;
}

static enum rc erase_run(const void *conf, struct why *why)
{
    CLEANUP(secrets_freep) struct secrets *vault = NULL;
    const struct erase_conf *c = conf;
    struct erased who = { .n = 0 };
    enum rc rc = words_check(c, why);
    if (rc == RC_OK && !c->leave_letters) {
        rc = secrets_open(&vault, c->secrets, SECRET_BIT(VAULT) | SECRET_BIT(VAULT_PUB), why);
        if (rc != RC_OK) return why_add(why, rc, "dead letters open with the vault only");
    }
    if (rc == RC_OK) rc = erased_find(c, vault, &who, why);
    if (rc == RC_OK) rc = erase_known(c, &who, why);
    erased_zero(&who);
    return rc;
}

#define ERASE(...) OPTION(struct erase_conf, __VA_ARGS__)
static const struct option_row rows[] = {
    ERASE(pid, OPT_TEXT, .fallback = "", .help = "pseudonym of the person, 26 characters"),
    ERASE(doc, OPT_TEXT, .fallback = "",
        .help = "or document, as cn_id:NUMBER; -: a line on standard input, so that no list of "
                "processes shows it"),
    ERASE(reason, OPT_TEXT, .help = "why, for hub.audit: nothing personal, up to 200 bytes"),
    ERASE(by, OPT_TEXT, .help = "pseudonymous id of who decided"),
    ERASE(dry_run, OPT_FLAG, .fallback = "no", .help = "say what would be done, and do nothing"),
    ERASE(yes, OPT_FLAG, .fallback = "no", .help = "confirmed already: do not ask"),
    ERASE(leave_letters, OPT_FLAG, .fallback = "no",
        .help = "leave dead letters of the person to their 90 days; else vault.key is needed"),
    ERASE(wait, OPT_INTEGER, .fallback = "60", .min = 0, .max = 86400,
        .help = "seconds to wait for the hub to shred the file"),
    ERASE(secrets, OPT_TEXT,
        .help = "folder of secrets; persons.kek, vault.key and vault.pub, for --doc also pid.key"),
    ERASE(brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    ERASE(clock, OPT_CHOICE, .fallback = "wall", .choices = "wall|topics",
        .help = "as the topics were made"),
    ERASE(at, OPT_TEXT, .fallback = "",
        .help = "when it was decided, as 2026-01-31T08:30:00+08:00; else now, or with "
                "--clock topics the hub's latest arrival"),
};

static const struct verb_row verbs[] = {
    { "erase",
        "destroys all that the hub has of a person, and of those who are linked with it, for good; "
        "asks first",
        { rows }, { COUNT(rows) }, sizeof(struct erase_conf), erase_run },
};

int erase_command(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
