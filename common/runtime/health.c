/* libmicrohttpd on a thread of its own. Pages are rows. */
#include "runtime/health.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { PAGE_MAX = 256 * 1024, CONNECTIONS = 16, TIMEOUT_S = 5 };

struct health {
    struct MHD_Daemon *daemon;
    const struct metrics *metrics;
    atomic_bool ready;
};

/* Each fills in the body and returns the status. */
typedef unsigned page(const struct health *h, struct buffer *out);

static unsigned page_alive(const struct health *h, struct buffer *out)
{
    (void)h;
    buffer_printf(out, "alive\n");
    return MHD_HTTP_OK;
}

static unsigned page_ready(const struct health *h, struct buffer *out)
{
    bool ready = atomic_load(&h->ready);
    buffer_printf(out, ready ? "ready\n" : "not ready\n");
    return ready ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE;
}

static unsigned page_metrics(const struct health *h, struct buffer *out)
{
    metrics_page(h->metrics, out);
    return buffer_whole(out) ? MHD_HTTP_OK : MHD_HTTP_INTERNAL_SERVER_ERROR;
}

static const struct {
    const char *path;
    page *page;
} pages[] = {
    { "/healthz", page_alive },
    { "/readyz", page_ready },
    { "/metrics", page_metrics },
};

static unsigned page_find(const struct health *h, const char *path, struct buffer *out)
{
    for (size_t i = 0; i < COUNT(pages); i++)
        if (strcmp(path, pages[i].path) == 0) return pages[i].page(h, out);
    buffer_printf(out, "there are /healthz, /readyz and /metrics\n");
    return MHD_HTTP_NOT_FOUND;
}

static enum MHD_Result answer(struct MHD_Connection *c, unsigned status, struct buffer *body)
{
    void *bytes = body->n ? (void *)body->at : (void *)(uintptr_t) "";
    struct MHD_Response *r = MHD_create_response_from_buffer(body->n, bytes, MHD_RESPMEM_MUST_COPY);
    if (!r) return MHD_NO;
    enum MHD_Result result =
        MHD_add_response_header(r, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    if (result == MHD_YES) result = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return result;
}

static enum MHD_Result on_request(void *self, struct MHD_Connection *c, const char *path,
    const char *method, const char *version, const char *body, size_t *body_size, void **state)
{
    (void)version, (void)body, (void)state;
    if (*body_size) return MHD_NO;
    struct buffer out = buffer_new(PAGE_MAX);
    bool is_get = strcmp(method, "GET") == 0;
    unsigned status = is_get ? page_find(self, path, &out) : MHD_HTTP_METHOD_NOT_ALLOWED;
    enum MHD_Result result = answer(c, status, &out);
    buffer_deinit(&out);
    return result;
}

enum rc health_open(
    struct health **ret, const char *host, int port, const struct metrics *metrics, struct why *why)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    if (inet_pton(AF_INET, host, &at.sin_addr) != 1)
        return why_set(why, RC_BROKEN, "--metrics-host: '%.40s' is no address", host);
    CLEANUP(health_closep) struct health *h = calloc(1, sizeof *h);
    if (!h) return why_set(why, RC_BROKEN, "out of memory");
    h->metrics = metrics;
    h->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, NULL, NULL,
        on_request, h, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&at, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_END);
    if (!h->daemon)
        return why_set(why, RC_BROKEN,
            "cannot listen on %.40s:%d; another process has it: choose another --metrics-port",
            host, port);
    *ret = TAKE(h);
    return RC_OK;
}

struct health *health_close(struct health *h)
{
    if (!h) return NULL;
    if (h->daemon) MHD_stop_daemon(h->daemon);
    free(h);
    return NULL;
}

void health_ready(struct health *h, bool ready)
{
    if (h) atomic_store(&h->ready, ready);
}
