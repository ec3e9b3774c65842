/* Words of subscriptions files and of what is handed to partners. */
#ifndef COASTLINE_CLI_SUBSCRIPTION_WORDS_H
#define COASTLINE_CLI_SUBSCRIPTION_WORDS_H

#include "baked/hub.h"
#include "vault/pid.h"

/* grade_proposal_withdrawn <-> grade.proposal_withdrawn, as fold.md 6 writes them. */
struct text signal_word(enum hub_signal_kind kind);
MUST_CHECK bool signal_from_word(struct slice word, enum hub_signal_kind *ret);

/* 64 hexadecimal digits, as alias keys are written in files. False: it is something else. */
MUST_CHECK bool alias_key_parse(struct slice text, uint8_t ret[ALIAS_KEY_BYTES]);

#endif
