/* A post is signed anew at each try, since its timestamp is that of the try. */
#include <inttypes.h>
#include <stdio.h>

#include "codec/frame.h"
#include "codec/record.h"
#include "due.h"
#include "lanes.h"
#include "notes.h"
#include "post.h"

/* --- going out --- */

static enum rc post(struct courier *c, struct webhook *w, struct why *why)
{
    const struct subscription *sub = subscription_at(c->subscriptions, w->d.lane);
    struct slice body = slice_of(w->body, w->n);
    struct signed_message message = { slice_text(&w->d.id), c->now.us / 1000000, body };
    struct sign_header signature;
    char stamp[24];
    (void)snprintf(stamp, sizeof stamp, "%" PRId64, message.timestamp);
    enum rc rc = sign_message(&message, sub->secrets, sub->n_secrets, &signature, why);
    if (rc != RC_OK) return why_add(why, RC_BROKEN, "signing");
    struct http_request request = { .url = c->lanes[w->d.lane].url,
        .trust = sub->said.private_network ? EGRESS_PRIVATE : EGRESS_PUBLIC,
        .checked = c->lanes[w->d.lane].checked,
        .headers = { { "content-type", "application/cloudevents+json; charset=UTF-8" },
            { "user-agent", "coastline" }, { "webhook-id", w->d.id.at },
            { "webhook-timestamp", stamp }, { "webhook-signature", signature.at } },
        .body = body,
        .about = w };
    return http_post(c->http, &request, why);
}

/* --- coming back --- */

static enum rc attempt_note(
    struct courier *c, const struct webhook *w, const struct http_result *r, struct why *why)
{
    const struct subscription *sub = subscription_at(c->subscriptions, w->d.lane);
    struct hub_attempt attempt = { .subscription = slice_text(&sub->name),
        .webhook_id = slice_text(&w->d.id),
        .at = instant_minus(c->now, r->duration),
        .status = r->status,
        .error = (enum hub_attempt_error)r->error,
        .duration = r->duration.us };
    buffer_reset(&c->record);
    frame_write(hub_attempt_row.fingerprint, &c->record);
    enum rc rc = record_write(&hub_attempt_row, &attempt, &c->record, why);
    if (rc != RC_OK) return why_add(why, RC_BROKEN, "an attempt");
    struct outgoing out = { .topic = c->attempts,
        .partition = PARTITION_BY_KEY,
        .key = attempt.subscription,
        .value = buffer_slice(&c->record) };
    metric_add(c->world->metrics, METRIC_records_written, 1);
    return writer_send(c->writer, &out, why);
}

static void failure_say(
    const struct courier *c, const struct webhook *w, const struct http_result *r)
{
    log_warning("a webhook was not delivered",
        KV("subscription", subscription_at(c->subscriptions, w->d.lane)->name.at),
        KV("webhook", w->d.id.at), KV("error", http_error_name(r->error)),
        KV_INT("status", r->status), KV_INT("tries", w->d.tries));
}

/* Final: hub.deliveries hears of it only if it knows it as pending. */
static enum rc end(
    struct courier *c, struct webhook *w, enum hub_delivery_state state, struct why *why)
{
    enum rc rc = w->noted ? note_final(c, w, state, why) : RC_OK;
    if (!w->noted) c->lanes[w->d.lane].late = false;
    webhook_free(c, w);
    return rc;
}

static enum rc give_up(struct courier *c, struct webhook *w, struct why *why)
{
    log_alarm("a webhook was given up",
        KV("subscription", subscription_at(c->subscriptions, w->d.lane)->name.at),
        KV("webhook", w->d.id.at), KV_INT("tries", w->d.tries));
    w->noted = true; /* so that a restart does not begin again */
    return end(c, w, HUB_DELIVERY_STATE_GIVEN_UP, why);
}

/* It failed, and its person was shredded meanwhile. */
static enum rc drop(struct courier *c, struct webhook *w, struct why *why)
{
    schedule_remove(c->schedule, &w->d);
    enum rc rc = note_dropped(c, w, why);
    webhook_free(c, w);
    return rc;
}

static enum rc course_follow(
    struct courier *c, struct webhook *w, enum course course, struct why *why)
{
    struct metrics *m = c->world->metrics;
    enum rc rc = RC_OK;
    switch (course) {
    case COURSE_DONE:
        metric_add_at(m, METRIC_webhooks, "delivered", 1);
        return end(c, w, HUB_DELIVERY_STATE_DONE, why);
    case COURSE_GIVEN_UP:
        metric_add_at(m, METRIC_webhooks, "given_up", 1);
        return give_up(c, w, why);
    case COURSE_RETRY:
        metric_add_at(m, METRIC_webhooks, "failed", 1);
        return w->dropped ? drop(c, w, why) : note_pending(c, w, why);
    case COURSE_DISABLED:
        metric_add_at(m, METRIC_webhooks, "gone", 1);
        rc = lane_disable(c, w->d.lane, why);
        if (rc == RC_OK) rc = w->dropped ? drop(c, w, why) : note_pending(c, w, why);
        return rc;
    }
    return RC_BROKEN;
}

static enum outcome outcome_of(const struct http_result *r)
{
    if (r->error == HTTP_ERROR_NONE) return OUTCOME_DELIVERED;
    return r->status == 410 ? OUTCOME_GONE : OUTCOME_FAILED;
}

static enum rc result_settle(struct courier *c, const struct http_result *r, struct why *why)
{
    struct webhook *w = r->about;
    enum rc rc = attempt_note(c, w, r, why);
    if (rc != RC_OK) return rc;
    if (w->orphan) { /* its partition, or its subscription, is ours no more */
        schedule_remove(c->schedule, &w->d);
        webhook_free(c, w);
        return RC_OK;
    }
    enum course course = schedule_settle(c->schedule, &w->d, outcome_of(r), c->now, r->retry_after);
    if (course != COURSE_DONE) failure_say(c, w, r);
    return course_follow(c, w, course, why);
}

/* --- */

enum rc posts_begin(struct courier *c, struct why *why)
{
    while (http_in_flight(c->http) < (size_t)c->conf->in_flight) {
        struct delivery *d = schedule_take(c->schedule, c->now);
        if (!d) break;
        enum rc rc = post(c, webhook_of(d), why);
        if (rc == RC_AGAIN) schedule_untake(c->schedule, d);
        if (rc == RC_REFUSED) { /* the URL may not be reached: a failed try like any other */
            struct http_result refused = { .about = webhook_of(d),
                .error = HTTP_ERROR_REFUSED_ADDRESS };
            rc = result_settle(c, &refused, why);
        }
        if (rc != RC_OK) return rc == RC_AGAIN ? RC_OK : rc;
    }
    metric_set(c->world->metrics, METRIC_in_flight, (int64_t)http_in_flight(c->http));
    return RC_OK;
}

enum rc posts_settle(struct courier *c, struct why *why)
{
    struct http_result result;
    enum rc rc = RC_OK;
    while (rc == RC_OK && http_next(c->http, &result)) rc = result_settle(c, &result, why);
    return rc;
}
