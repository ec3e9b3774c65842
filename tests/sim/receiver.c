/* http/http.h on the model. */
#include "receiver.h"

#include <stdio.h>
#include <stdlib.h>

#include "canary.h"
#include "http/http.h"

enum { POSTS_MAX = 512 };

struct receiver the_receiver;

struct http {
    struct http_conf conf;
    size_t in_flight;
};

struct posted {
    struct http *http;
    const struct fiber *fiber;
    int64_t life;
    int partner;
    struct text id;
    struct slice body, stamp, signature;
    instant begun, comes, returns;
    bool came, answered;
    enum receiver_mood mood;
    struct http_result result;
};

static struct posted posts[POSTS_MAX];
static int n_posts;

void receiver_begin(void)
{
    the_receiver = (struct receiver){ .n = 0 };
    n_posts = 0;
    for (int i = 0; i < PARTNERS; i++) {
        struct partner *p = &the_receiver.partners[i];
        struct why why;
        (void)snprintf(p->name, sizeof p->name, "partner-%d", i);
        (void)snprintf(p->url, sizeof p->url, "https://partner-%d.example/hook", i);
        if (sign_secret_new(&p->secret, &why) != RC_OK) abort();
    }
}

void receiver_forget(void)
{
    the_receiver.taken = NULL;
    the_receiver.n = the_receiver.room = 0;
    n_posts = 0;
}

void receiver_mood_set(int partner, enum receiver_mood mood, instant until)
{
    the_receiver.partners[partner].mood = mood;
    the_receiver.partners[partner].mood_until = until;
    say("partner %d is in mood %d", partner, (int)mood);
}

/* --- taking --- */

static struct slice subject_of(struct slice body)
{
    static const char mark[] = "\"subject\":\"";
    const uint8_t *at = memmem(body.at, body.n, mark, sizeof mark - 1);
    if (!at) return slice_str("");
    at += sizeof mark - 1;
    const uint8_t *end = memchr(at, '"', body.n - (size_t)(at - body.at));
    return end ? slice_of(at, (size_t)(end - at)) : slice_str("");
}

static struct taken *taken_find(const struct posted *p)
{
    for (int64_t i = 0; i < the_receiver.n; i++) {
        struct taken *t = &the_receiver.taken[i];
        if (t->partner == p->partner && strcmp(t->id.at, p->id.at) == 0) return t;
    }
    return NULL;
}

bool receiver_has(struct slice id)
{
    for (int64_t i = 0; i < the_receiver.n; i++)
        if (text_is(&the_receiver.taken[i].id, id)) return true;
    return false;
}

static void take(const struct posted *p)
{
    struct taken *known = taken_find(p);
    struct receiver *r = &the_receiver;
    if (known) {
        known->times++;
        rare_seen(RARE_webhook_came_twice);
        if (!slice_equal(known->body, p->body))
            violated("I5: %s came twice with different bodies", p->id.at);
        return;
    }
    r->taken = world_grow(r->taken, sizeof *r->taken, r->n, &r->room);
    r->taken[r->n++] = (struct taken){ .partner = p->partner,
        .id = p->id,
        .subject = subject_of(p->body),
        .body = p->body,
        .times = 1,
        .first_try = p->begun };
    say("partner %d takes %s", p->partner, p->id.at);
    trace_bytes(p->body);
}

static void signature_check(const struct posted *p)
{
    struct why why = { "" };
    const struct sign_claim claim = { slice_text(&p->id), p->stamp, p->signature, p->body };
    const struct partner *to = &the_receiver.partners[p->partner];
    int64_t then = strtoll((const char *)p->stamp.at, NULL, 10); /* clocks are set; not here */
    if (sign_verify(&claim, &to->secret, then, &why) != RC_OK)
        violated("I5: a signature does not hold: %s", why.text);
    canary_look("a webhook", p->body);
}

static void comes(struct posted *p)
{
    bool takes = p->mood == MOOD_WELL || p->mood == MOOD_DEAF;
    p->came = true;
    signature_check(p);
    if (takes) take(p);
    busy();
}

/* --- the seam --- */

enum rc http_new(struct http **ret, const struct http_conf *conf, struct why *why)
{
    (void)why;
    seam(SITE_open, 6);
    *ret = world_take(sizeof **ret);
    (*ret)->conf = *conf;
    return RC_OK;
}

struct http *http_free(struct http *h)
{
    for (int i = 0; h && i < n_posts; i++)
        if (posts[i].http == h) posts[i].http = NULL;
    return NULL;
}

struct http_conf http_conf_default(void)
{
    return (struct http_conf){ HTTP_IN_FLIGHT_MAX, 8, SECONDS(5), SECONDS(20), 64 * 1024 };
}

const char *http_error_name(enum http_error e)
{
    static const char *const names[] = {
#define X(name, word) #word,
        HTTP_ERRORS(X)
#undef X
    };
    return names[e];
}

size_t http_in_flight(const struct http *h) { return h->in_flight; }

static struct slice header_of(const struct http_request *r, const char *name)
{
    for (int i = 0; i < HTTP_HEADERS_MAX && r->headers[i].name; i++)
        if (strcmp(r->headers[i].name, name) == 0) return slice_str(r->headers[i].value);
    return slice_str("");
}

static int partner_of(const char *url)
{
    for (int i = 0; i < PARTNERS; i++)
        if (strcmp(the_receiver.partners[i].url, url) == 0) return i;
    abort();
}

static struct http_result result_of(const struct posted *p)
{
    struct http_result r = { .about = p->result.about, .duration = between(p->begun, p->returns) };
    switch (p->mood) {
    case MOOD_WELL: r.status = 204; return r;
    case MOOD_FAILS: r.status = 500; break;
    case MOOD_BUSY:
        r.status = 429;
        r.retry_after = dice_span(SECONDS(1), SECONDS(400));
        rare_seen(RARE_receiver_said_retry_after);
        break;
    case MOOD_UNREACHABLE: r.error = HTTP_ERROR_CONNECT; break;
    case MOOD_HANGS:
    case MOOD_DEAF:
    case MOODS:
        r.error = HTTP_ERROR_TIMEOUT;
        rare_seen(
            p->mood == MOOD_DEAF ? RARE_receiver_took_it_and_timed_out : RARE_receiver_timed_out);
        return r;
    }
    rare_seen(RARE_receiver_failed);
    if (r.status) r.error = HTTP_ERROR_STATUS;
    return r;
}

static enum receiver_mood mood_now(const struct partner *p)
{
    bool lasts = is_before(sim.now, p->mood_until) && !sim.healed && !sim.clean;
    if (lasts) return p->mood;
    return fault(30) ? (enum receiver_mood)(1 + dice(MOODS - 1)) : MOOD_WELL;
}

enum rc http_post(struct http *h, const struct http_request *r, struct why *why)
{
    (void)why;
    if (h->in_flight >= h->conf.in_flight) return RC_AGAIN;
    if (n_posts == POSTS_MAX) abort();
    seam(SITE_post, 1);
    struct posted *p = &posts[n_posts++];
    *p = (struct posted){ .http = h,
        .fiber = sim.self,
        .life = sim.self->life,
        .partner = partner_of(r->url),
        .body = world_copy(r->body),
        .stamp = world_copy(header_of(r, "webhook-timestamp")),
        .signature = world_copy(header_of(r, "webhook-signature")),
        .begun = sim.now,
        .result = { .about = r->about } };
    if (!text_from(header_of(r, "webhook-id"), &p->id)) violated("I5: a webhook without id");
    bool timed_out = false;
    p->mood = mood_now(&the_receiver.partners[p->partner]);
    timed_out = p->mood == MOOD_HANGS || p->mood == MOOD_DEAF;
    span way = sim.clean ? (span){ 1000 } : dice_span((span){ 500 }, (span){ 60000 });
    p->comes = instant_plus(sim.now, way);
    p->returns = instant_plus(p->comes, timed_out ? h->conf.total : way);
    h->in_flight++;
    seam(SITE_post, 2);
    return RC_OK;
}

static struct posted *post_back(const struct http *h)
{
    for (int i = 0; i < n_posts; i++)
        if (posts[i].http == h && posts[i].answered) return &posts[i];
    return NULL;
}

enum rc http_turn(struct http *h, int bell, span wait, struct why *why)
{
    (void)bell, (void)why;
    seam(SITE_turn, h->in_flight);
    if (wait.us > 0 && !post_back(h)) fiber_wait(wait, true);
    return RC_OK;
}

bool http_next(struct http *h, struct http_result *ret)
{
    struct posted *p = post_back(h);
    if (!p) return false;
    *ret = result_of(p);
    trace_add((uint64_t)ret->status);
    h->in_flight--;
    *p = posts[--n_posts];
    return true;
}

/* --- time --- */

static bool is_nobodys(const struct posted *p)
{
    return !p->http || !p->fiber->alive || p->fiber->life != p->life;
}

instant receiver_next(void)
{
    instant next = { INT64_MAX };
    for (int i = 0; i < n_posts; i++) {
        const struct posted *p = &posts[i];
        instant due = p->came ? p->returns : p->comes;
        if (!p->answered && is_before(due, next)) next = due;
    }
    return next;
}

void receiver_look(void)
{
    for (int i = 0; i < n_posts; i++) {
        struct posted *p = &posts[i];
        if (!p->came && !is_before(sim.now, p->comes)) comes(p);
        if (!p->answered && is_before(sim.now, p->returns)) continue;
        bool fresh = !p->answered;
        p->answered = true;
        if (is_nobodys(p)) posts[i--] = posts[--n_posts];
        if (!fresh) continue;
        busy();
        fibers_wake();
    }
}

bool receiver_idle(void) { return n_posts == 0; }
