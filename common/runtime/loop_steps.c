/* Every hook of a service is called from here and nowhere else: with the same patience, the same
 * words, and a watchdog that knows why it takes long. */
#include <time.h>

#include "runtime/loop.h"
#include "runtime/topology.h"
#include "runtime/trouble.h"

enum { SLICE_MS = 50 };

static const char *const names[] = {
    [STEP_OPEN] = "opening",
    [STEP_GAINED] = "taking over a partition",
    [STEP_SPAN] = "asking for the ends of a partition",
    [STEP_LOST] = "letting go of a partition",
    [STEP_PASS] = "passing a record",
    [STEP_ENDED] = "noting an end of partition",
    [STEP_SETTLE] = "settling",
    [STEP_IDLE] = "looking after things",
    [STEP_WAIT] = "waiting",
    [STEP_TURN] = "taking a turn",
    [STEP_STOP] = "stopping",
};

/* A hook that is NULL is done at once. */
static enum rc step_once(struct loop *l, struct step *t, struct why *why)
{
    const struct service *s = l->service;
    switch (t->kind) {
    case STEP_OPEN: return s->open(&l->self, l->conf, &l->world, why);
    case STEP_GAINED: return s->gained ? s->gained(l->self, t->partition, &t->place, why) : RC_OK;
    case STEP_SPAN: return reader_span(l->reader, s->topic, t->partition, &t->span, why);
    case STEP_LOST: return s->lost ? s->lost(l->self, t->partition, t->too_late, why) : RC_OK;
    case STEP_PASS: return s->pass(l->self, t->record, l->now, why);
    case STEP_ENDED: return s->ended ? s->ended(l->self, t->partition, t->offset, why) : RC_OK;
    case STEP_SETTLE: return s->settle ? s->settle(l->self, l->now, why) : RC_OK;
    case STEP_IDLE: return s->idle ? s->idle(l->self, l->now, why) : RC_OK;
    case STEP_WAIT: return s->wait(l->self, reader_bell(l->reader), t->wait_ms, why);
    case STEP_TURN: return s->turn(l->self, l->now, why);
    case STEP_STOP: return s->stop ? s->stop(l->self, l->now, why) : RC_OK;
    }
    return RC_BROKEN;
}

/* In slices, so that who is asked to leave leaves. */
bool loop_pause(struct loop *l, span pause)
{
    int64_t left_ms = pause.us / 1000;
    while (left_ms > 0 && !loop_leaving()) {
        int64_t ms = MIN(left_ms, (int64_t)SLICE_MS);
        struct timespec slice = { .tv_nsec = ms * 1000000 };
        (void)nanosleep(&slice, NULL); /* cut short by a signal: looked at right here */
        watchdog_beat(l->watchdog);
        left_ms -= ms;
    }
    return !loop_leaving();
}

/* Anything but a record that is refused is a fault of ours. */
static enum rc park(struct loop *l, const struct step *t, struct why *why)
{
    if (!t->record) return why_add(why, RC_BROKEN, "%s", names[t->kind]);
    metric_add_at(l->metrics, METRIC_refused, "passed_over", 1);
    log_alarm("a record was refused and passed over", KV("why", why->text),
        KV_SLICE("topic", t->record->topic), KV_INT("partition", t->record->partition),
        KV_INT("offset", t->record->offset));
    return RC_OK;
}

enum rc step_do(struct loop *l, struct step *t, struct why *why)
{
    for (int tries = 1;; tries++) {
        enum rc rc = step_once(l, t, why);
        switch (trouble_of(rc)) {
        case TROUBLE_NONE: return RC_OK;
        case TROUBLE_PARK: return park(l, t, why);
        case TROUBLE_STOP: return why_add(why, RC_BROKEN, "%s", names[t->kind]);
        case TROUBLE_WAIT: break;
        }
        metric_add(l->metrics, METRIC_retries, 1);
        if (tries > 3)
            log_warning("trying again", KV("step", names[t->kind]), KV("why", why->text),
                KV_INT("tries", tries));
        if (!loop_pause(l, trouble_pause(tries))) return RC_AGAIN;
        l->now = loop_clock();
    }
}
