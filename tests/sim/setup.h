/* Before anybody starts: topics, the name of the log, the partners' subscriptions. */
#ifndef COASTLINE_TESTS_SIM_SETUP_H
#define COASTLINE_TESTS_SIM_SETUP_H

#include "vault/secrets.h"

void setup_make(const struct secrets *secrets);

#endif
