/* `coastline person erase`: everything the hub has of a person becomes unreadable. The decision
 * goes into the log, and the log decides (services/assessor/shred.h); what stands outside of it,
 * dead letters and decisions in clear, is seen to by this command. */
#ifndef COASTLINE_CLI_PERSON_ERASE_H
#define COASTLINE_CLI_PERSON_ERASE_H

#include "base/rc.h"
#include "vault/pid.h"

struct erase_conf {
    const char *pid, *doc, *reason, *by, *brokers, *secrets, *at;
    int clock;    /* enum decision_clock */
    int64_t wait; /* seconds */
    bool dry_run, yes, leave_letters;
};
/* Exit status as of verbs_run. */
int erase_command(int argc, char *argv[]);

/* --- who --- */

enum { ALIKE_MAX = 32 }; /* people who are linked with each other */

struct erased_one {
    struct text pid;
    int64_t in_use, retired, gone; /* keys of hub.identities */
    struct document document;      /* what the vault opens of it; n == 0: it does not */
};
struct erased {
    struct erased_one at[ALIKE_MAX]; /* the person first, then those linked with it */
    size_t n;
};
void erased_zero(struct erased *e);
/* The person of --pid or --doc, and those who are linked with it as the assessors' last checkpoints
 * say, with their keys. Documents are opened only with `vault`. RC_REFUSED: it is nobody, or more
 * people are linked than ALIKE_MAX. Reads hub.files and hub.identities whole. */
MUST_CHECK enum rc erased_find(
    const struct erase_conf *c, const struct secrets *vault, struct erased *ret, struct why *why);

/* --- their dead letters --- */

/* Finds the letters that name one of them, by pseudonym or document number, whatever else is in
 * them; with c->dry_run nothing is done. Else each is replaced by an empty one under its own key
 * and headers, and noted in hub.audit: the topic is compacted, so within a day only that is left.
 * Opens every letter of 90 days. RC_AGAIN: stopped as asked, or no answer. */
MUST_CHECK enum rc erase_letters(
    const struct erase_conf *c, const struct erased *who, int64_t *ret_n, struct why *why);

#endif
