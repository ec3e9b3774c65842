/* Letters that need nothing more. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dlq/errand.h"

enum { BECAUSE_MAX = 200 };

struct dropping {
    struct errand errand;
    int64_t would;
};

static enum rc drop_take(
    void *self, const struct dead *d, enum letter_state state, bool *ret_took, struct why *why)
{
    struct dropping *p = self;
    (void)state;
    *ret_took = true;
    p->would++;
    if (p->errand.conf->dry_run) return RC_OK;
    enum rc rc = errand_goes_on(&p->errand, why);
    return rc == RC_OK ? errand_did(&p->errand, &d->origin, why) : rc;
}

enum rc dlq_drop(const struct dlq_conf *c, struct why *why)
{
    struct dropping p = { .would = 0 };
    struct why late = { "" };
    struct walk walk;
    if (!c->because[0] || strlen(c->because) > BECAUSE_MAX || !slice_is_utf8(slice_str(c->because)))
        return why_set(why, RC_REFUSED, "--because wants 1 to %d bytes of UTF-8", BECAUSE_MAX);
    enum rc rc = walk_of(c, &walk, why);
    if (rc != RC_OK) return rc;
    walk.take = drop_take;
    walk.self = &p;
    rc = errand_begin(&p.errand, c, DLQ_DROP, why);
    if (rc == RC_OK) {
        rc = letters_walk(&walk, why);
        enum rc end = errand_settle(&p.errand, &late);
        if (rc == RC_OK && end != RC_OK) rc = why_set(why, end, "%s", late.text);
        printf("%s %" PRId64 "\n", c->dry_run ? "would drop" : "dropped",
            c->dry_run ? p.would : p.errand.done);
    }
    errand_end(&p.errand);
    return rc;
}
