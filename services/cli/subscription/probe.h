/* A test event: signed as every webhook, about nobody. */
#ifndef COASTLINE_CLI_SUBSCRIPTION_PROBE_H
#define COASTLINE_CLI_SUBSCRIPTION_PROBE_H

#include "http/http.h"
#include "runtime/subscriptions.h"

/* Posts it and waits for the reply, at most 25 s. RC_REFUSED: the URL may not be reached. What came
 * of it is in *ret. */
MUST_CHECK enum rc probe_send(
    const struct subscription *s, instant now, struct http_result *ret, struct why *why);

#endif
