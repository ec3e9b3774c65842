/* A pool of transfers around one curl multi handle: free ones lie on a stack, busy ones belong to
 * curl, and a finished one goes back on the stack when its result is taken. */
#include "http/http.h"

#include <stdlib.h>

#include "http/transfer.h"

struct http {
    CURLM *multi; /* owned */
    struct http_conf conf;
    struct transfer *transfers; /* owned, conf.in_flight of them */
    struct transfer **idle;     /* owned; a stack of n_idle */
    size_t n_idle;
};

const char *http_error_name(enum http_error e)
{
    static const char *const names[] = {
#define X(name, word) #word,
        HTTP_ERRORS(X)
#undef X
    };
    return names[e];
}

struct http_conf http_conf_default(void)
{
    return (struct http_conf){ .in_flight = HTTP_IN_FLIGHT_MAX,
        .per_host = 8,
        .connect = SECONDS(5),
        .total = SECONDS(20),
        .reply_ceiling = 64 * 1024 };
}

static bool multi_bound(CURLM *m, const struct http_conf *conf)
{
    long all = (long)conf->in_flight, host = (long)conf->per_host;
    return curl_multi_setopt(m, CURLMOPT_MAX_TOTAL_CONNECTIONS, all) == CURLM_OK &&
           curl_multi_setopt(m, CURLMOPT_MAXCONNECTS, all) == CURLM_OK &&
           curl_multi_setopt(m, CURLMOPT_MAX_HOST_CONNECTIONS, host) == CURLM_OK &&
           curl_multi_setopt(m, CURLMOPT_PIPELINING, CURLPIPE_NOTHING) == CURLM_OK;
}

static bool pool_fill(struct http *h, struct why *why)
{
    size_t n = h->conf.in_flight;
    h->transfers = calloc(n, sizeof *h->transfers);
    h->idle = calloc(n, sizeof(struct transfer *));
    if (!h->transfers || !h->idle) return false;
    for (size_t i = 0; i < n; i++) {
        if (transfer_open(&h->transfers[i], &h->conf, why) != RC_OK) return false;
        h->idle[h->n_idle++] = &h->transfers[i];
    }
    return true;
}

enum rc http_new(struct http **ret, const struct http_conf *conf, struct why *why)
{
    assert(conf->in_flight >= 1 && conf->in_flight <= HTTP_IN_FLIGHT_MAX);
    assert(conf->per_host >= 1 && conf->per_host <= 64);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return why_set(why, RC_BROKEN, "http: curl did not start");
    CLEANUP(http_freep) struct http *h = calloc(1, sizeof *h);
    if (!h) return why_set(why, RC_BROKEN, "http: out of memory");
    h->conf = *conf;
    h->multi = curl_multi_init();
    if (!h->multi || !multi_bound(h->multi, conf) || !pool_fill(h, why))
        return why_set(why, RC_BROKEN, "http: out of memory");
    *ret = TAKE(h);
    return RC_OK;
}

static void transfer_drop(struct http *h, struct transfer *t)
{
    if (t->busy) (void)curl_multi_remove_handle(h->multi, t->easy);
    transfer_close(t);
}

struct http *http_free(struct http *h)
{
    if (!h) return NULL;
    if (h->transfers)
        for (size_t i = 0; i < h->conf.in_flight; i++) transfer_drop(h, &h->transfers[i]);
    if (h->multi) (void)curl_multi_cleanup(h->multi);
    free(h->transfers);
    free(h->idle);
    free(h);
    return NULL;
}

size_t http_in_flight(const struct http *h) { return h->conf.in_flight - h->n_idle; }

enum rc http_post(struct http *h, const struct http_request *r, struct why *why)
{
    enum rc rc = r->checked ? RC_OK : egress_check_url(r->url, r->trust, why);
    if (rc != RC_OK) return rc;
    if (h->n_idle == 0) return RC_AGAIN;
    struct transfer *t = h->idle[h->n_idle - 1];
    rc = transfer_load(t, r, why);
    if (rc != RC_OK) return rc;
    if (curl_multi_add_handle(h->multi, t->easy) != CURLM_OK) {
        transfer_clear(t);
        return why_set(why, RC_BROKEN, "http: a post could not be begun");
    }
    t->busy = true;
    h->n_idle--;
    return RC_OK;
}

enum rc http_turn(struct http *h, int bell, span wait, struct why *why)
{
    int running = 0;
    struct curl_waitfd extra = { .fd = bell, .events = CURL_WAIT_POLLIN };
    unsigned n = bell >= 0 ? 1 : 0;
    CURLMcode code = CURLM_OK;
    if (wait.us > 0) code = curl_multi_poll(h->multi, &extra, n, (int)(wait.us / 1000), NULL);
    if (code == CURLM_OK) code = curl_multi_perform(h->multi, &running);
    if (code == CURLM_OK) return RC_OK;
    return why_set(why, RC_BROKEN, "http: %s", curl_multi_strerror(code));
}

bool http_next(struct http *h, struct http_result *ret)
{
    int left = 0;
    CURLMsg *m = curl_multi_info_read(h->multi, &left);
    while (m && m->msg != CURLMSG_DONE) m = curl_multi_info_read(h->multi, &left);
    if (!m) return false;
    CURLcode code = m->data.result; /* m does not outlive the removal */
    char *self = NULL;
    (void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &self);
    struct transfer *t = (struct transfer *)(void *)self;
    *ret = transfer_result(t, code);
    (void)curl_multi_remove_handle(h->multi, t->easy);
    transfer_clear(t);
    h->idle[h->n_idle++] = t;
    return true;
}
