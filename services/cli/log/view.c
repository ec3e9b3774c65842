#include "log/view.h"

#include <errno.h>

enum rc log_view_run(struct log_view *view, const char *secrets, log_run_fn *run, struct why *why)
{
    CLEANUP(secrets_freep) struct secrets *opened = NULL;
    CLEANUP(keys_closep) struct keys *keys = NULL;
    struct ends ends = { .at = NULL };
    enum rc rc = secrets_open(&opened, secrets, SECRET_BIT(PERSONS), why);
    const struct keys_conf conf = { .brokers = view->brokers, .secrets = opened };
    if (rc == RC_OK) rc = keys_open(&keys, &conf, why);
    if (rc == RC_OK) rc = ends_read(view->brokers, &ends, why);
    for (int32_t p = 0; rc == RC_OK && p < ends.log.partitions; p++) rc = keys_read(keys, p, why);
    view->keys = keys;
    view->ends = &ends;
    if (rc == RC_OK) rc = run(view, why);
    if (rc == RC_OK && fflush(view->out) != 0)
        rc = why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
    view->keys = NULL;
    view->ends = NULL;
    ends_deinit(&ends);
    return rc;
}
