/* What a webhook says: a CloudEvent 1.0 in structured JSON, cut to what the role may see (domain.md
 * B7, common/domain/disclosure.h), about an alias. No pid and no document number is ever in it; a
 * notice says only that the support plan changed, and its type says no more. Pure. */
#ifndef COASTLINE_COURIER_BODY_H
#define COASTLINE_COURIER_BODY_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/rc.h"
#include "baked/hub.h"
#include "vault/pid.h"

/* One change as it was read from hub.changes, opened. */
struct told {
    struct slice log; /* name of the log */
    struct slice pid;
    int64_t cause;
    instant at, stamp; /* of the step; of the fact or tick that caused it */
    const struct hub_change_body *change;
};

/* Is signal `index` due to this subscription? Role among recipients or notices, kind, place (of the
 * alert for a _host role, else the responsible region), until, and B7 leaves something to say. */
bool subscription_is_due(const struct hub_subscription *sub, const struct told *t, size_t index);

struct text told_webhook_id(
    const struct told *t, struct slice subscription, int64_t cause, int32_t index);

/* A signal that is due to a subscription. */
struct due {
    const struct hub_subscription *sub;
    const uint8_t *alias_key; /* of the subscription, ALIAS_KEY_BYTES */
    const struct told *told;
    size_t index;
};
/* Appends its body. RC_BROKEN: arena or buffer is full. */
MUST_CHECK enum rc body_write(
    const struct due *d, struct arena *a, struct buffer *out, struct why *why);

#endif
