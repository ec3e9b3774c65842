/* What the verbs of `coastline subscription` share: the table, the pen, and where hub.changes
 * ends. */
#ifndef COASTLINE_CLI_SUBSCRIPTION_OFFICE_H
#define COASTLINE_CLI_SUBSCRIPTION_OFFICE_H

#include "runtime/subscriptions.h"
#include "subscription/wishes.h"

struct office {
    struct secrets *secrets;
    struct subscriptions *table; /* read to its end when opened */
    struct writer *writer;
    int topic;
    struct reader *reader; /* for ends alone */
    struct arena *arena;
};

/* Waits for the brokers. Close it also when it failed. RC_REFUSED does not come. */
MUST_CHECK enum rc office_open(
    struct office *o, const char *brokers, const char *secrets, struct why *why);
void office_close(struct office *o);

/* The subscription as it would be written, and its keys in clear for its partner. */
struct draft {
    struct hub_subscription said; /* slices of the wish, of what is known, and of the arena */
    struct sign_secret secrets[SIGN_SECRETS_MAX];
    size_t n_secrets;
    uint8_t alias_key[ALIAS_KEY_BYTES];
};
void draft_zero(struct draft *d);

/* The draft of one that is there already. */
struct draft draft_of(const struct subscription *known);
/* Brings it to what is asked: keys that are not given are kept, or made; the places from which it
 * is told are those of the first time. RC_AGAIN: the brokers do not answer. */
MUST_CHECK enum rc draft_make(struct office *o, const struct wish *wish,
    const struct subscription *known, struct draft *ret, struct why *why);
/* Another secret in front; the one before it still signs. */
MUST_CHECK enum rc draft_rotate(struct office *o, struct draft *d, struct why *why);
/* Whether writing it would change anything. */
bool draft_differs(const struct draft *d, const struct subscription *known);

/* Writes it and waits until it is there. */
MUST_CHECK enum rc draft_send(struct office *o, const struct draft *d, struct why *why);

/* Gives a partner's keys out as files of mode 0400 in a folder (made with 0700): NAME.secret, a
 * line a secret, newest first; NAME.alias, 64 hexadecimal digits. Older files are replaced. */
MUST_CHECK enum rc draft_hand_out(const struct draft *d, const char *folder, struct why *why);

#endif
