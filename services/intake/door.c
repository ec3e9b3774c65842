/* A door stands by until the lease is its own, and is then on duty; if the lease goes, it stands by
 * again. What it wrote meanwhile stays good: a fact filed twice is one fact. */
#include "door.h"

#include <stdlib.h>

#include "bus/lease.h"
#include "duty.h"

enum { STANDBY_MS = 100 };

#define LOOK_EVERY ((span){ 100000 })

struct door {
    const struct door_conf *conf;
    const struct world *world;
    struct secrets *secrets;
    struct logname log;
    struct lease *lease;
    struct duty *duty; /* NULL: standing by */
    instant looked;
};

void *door_close(void *self)
{
    struct door *d = self;
    if (!d) return NULL;
    duty_end(d->duty);
    lease_close(d->lease);
    secrets_free(d->secrets);
    free(d);
    return NULL;
}

DEFINE_CLEANUP(struct door *, door_close)

enum rc door_open(void **ret_self, const void *conf, const struct world *world, struct why *why)
{
    CLEANUP(door_closep) struct door *d = calloc(1, sizeof *d);
    if (!d) return why_set(why, RC_BROKEN, "out of memory");
    d->conf = conf;
    d->world = world;
    const struct common_conf *common = &d->conf->common;
    const unsigned wanted =
        SECRET_BIT(PID) | SECRET_BIT(TOKEN) | SECRET_BIT(PERSONS) | SECRET_BIT(VAULT_PUB);
    struct lease_conf lease = { .brokers = common->brokers,
        .group = "coastline-door",
        .topic = TOPIC_DOOR,
        .member = common->member[0] ? common->member : NULL,
        .ear = world->ear };
    enum rc rc = secrets_open(&d->secrets, common->secrets, wanted, why);
    if (rc == RC_OK) rc = logname_read(common->brokers, &d->log, why);
    if (rc == RC_OK) rc = lease_open(&d->lease, &lease, why);
    if (rc == RC_OK) *ret_self = TAKE(d);
    return rc;
}

static enum rc go_on_duty(struct door *d, struct why *why)
{
    struct duty_conf conf = { d->conf, d->world, d->secrets, &d->log };
    enum rc rc = duty_begin(&d->duty, &conf, why);
    if (rc == RC_OK) metric_set(d->world->metrics, METRIC_door_open, 1);
    return rc;
}

static void go_off_duty(struct door *d)
{
    log_warning("another door is open: standing by");
    d->duty = duty_end(d->duty);
    metric_set(d->world->metrics, METRIC_door_open, 0);
}

/* Looked at now and then while on duty, and waited for while not. */
static enum rc lease_keep(struct door *d, instant now, struct why *why)
{
    if (d->duty && !has_passed(d->looked, LOOK_EVERY, now)) return RC_OK;
    d->looked = now;
    return lease_look(d->lease, d->duty ? 0 : STANDBY_MS, why);
}

enum rc door_turn(void *self, instant now, struct why *why)
{
    struct door *d = self;
    enum rc rc = lease_keep(d, now, why);
    if (rc == RC_OK && !d->duty)
        rc = go_on_duty(d, why);
    else if (rc == RC_AGAIN) {
        if (d->duty) go_off_duty(d);
        return RC_OK;
    }
    return rc == RC_OK ? duty_turn(d->duty, now, why) : rc;
}

enum rc door_stop(void *self, instant now, struct why *why)
{
    struct door *d = self;
    return d->duty ? duty_stop(d->duty, now, why) : RC_OK;
}
