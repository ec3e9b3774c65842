/* What one post may do and what came of it. Options that are always the same are rows. */
#include "http/transfer.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    CURLoption option;
    long value;
} fixed[] = {
    { CURLOPT_POST, 1 },
    { CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
    { CURLOPT_FOLLOWLOCATION, 0 },
    { CURLOPT_NETRC, CURL_NETRC_IGNORED },
    { CURLOPT_NOSIGNAL, 1 },
    { CURLOPT_QUICK_EXIT, 1 }, /* a dead resolver must not freeze the others */
    { CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
    { CURLOPT_SSL_VERIFYPEER, 1 },
    { CURLOPT_SSL_VERIFYHOST, 2 },
    { CURLOPT_TCP_NODELAY, 1 },
    { CURLOPT_HTTP09_ALLOWED, 0 },
    { CURLOPT_MAXAGE_CONN, 60 },
};

static const struct {
    CURLcode code;
    enum http_error error;
} errors[] = {
    { CURLE_COULDNT_RESOLVE_HOST, HTTP_ERROR_RESOLVE },
    { CURLE_COULDNT_CONNECT, HTTP_ERROR_CONNECT },
    { CURLE_OPERATION_TIMEDOUT, HTTP_ERROR_TIMEOUT },
    { CURLE_SSL_CONNECT_ERROR, HTTP_ERROR_TLS },
    { CURLE_PEER_FAILED_VERIFICATION, HTTP_ERROR_TLS },
    { CURLE_SSL_CIPHER, HTTP_ERROR_TLS },
    { CURLE_SSL_CACERT_BADFILE, HTTP_ERROR_TLS },
    { CURLE_SSL_ISSUER_ERROR, HTTP_ERROR_TLS },
    { CURLE_FILESIZE_EXCEEDED, HTTP_ERROR_TOO_LARGE },
};

/* Returning short ends the transfer: a receiver has nothing to tell that needs more. */
static size_t reply_count(struct transfer *t, size_t n)
{
    t->reply += n;
    if (t->reply <= t->reply_ceiling) return n;
    t->too_large = true;
    return 0;
}

static size_t on_reply(char *at, size_t size, size_t n, void *self)
{
    (void)at;
    return reply_count(self, size * n);
}

/* The type under which curl hands out the address is not const; nothing is changed. */
static curl_socket_t on_socket(void *self, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *t = self;
    if (purpose != CURLSOCKTYPE_IPCXN || !egress_allows(&address->addr, t->trust)) {
        t->address_refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* Runs on a reused connection too, which opened its socket for somebody else. */
static int on_connected(void *self, char *theirs, char *ours, int their_port, int our_port)
{
    (void)ours, (void)their_port, (void)our_port;
    struct transfer *t = self;
    if (egress_allows_text(theirs, t->trust)) return CURL_PREREQFUNC_OK;
    t->address_refused = true;
    return CURL_PREREQFUNC_ABORT;
}

static bool set_long(CURL *e, CURLoption option, long value)
{
    return curl_easy_setopt(e, option, value) == CURLE_OK;
}

static bool set_text(CURL *e, CURLoption option, const char *value)
{
    return curl_easy_setopt(e, option, value) == CURLE_OK;
}

static bool transfer_guard(struct transfer *t)
{
    CURL *e = t->easy;
    bool ok = true;
    for (size_t i = 0; i < COUNT(fixed); i++) ok &= set_long(e, fixed[i].option, fixed[i].value);
    ok &= set_text(e, CURLOPT_PROTOCOLS_STR, "http,https");
    ok &= set_text(e, CURLOPT_PROXY, ""); /* whatever the environment says */
    ok &= curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_socket) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_connected) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_PREREQDATA, t) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_reply) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_WRITEDATA, t) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_reply) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_HEADERDATA, t) == CURLE_OK;
    ok &= curl_easy_setopt(e, CURLOPT_PRIVATE, t) == CURLE_OK;
    return ok;
}

enum rc transfer_open(struct transfer *t, const struct http_conf *conf, struct why *why)
{
    t->easy = curl_easy_init();
    t->reply_ceiling = conf->reply_ceiling;
    bool ok = t->easy && transfer_guard(t) &&
              set_long(t->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(conf->connect.us / 1000)) &&
              set_long(t->easy, CURLOPT_TIMEOUT_MS, (long)(conf->total.us / 1000));
    return ok ? RC_OK : why_set(why, RC_BROKEN, "http: out of memory");
}

void transfer_close(struct transfer *t)
{
    if (t->easy) curl_easy_cleanup(t->easy);
    free(t->body);
    t->easy = NULL;
    t->body = NULL;
}

/* --- one use --- */

static bool header_add(struct transfer *t, const char *name, const char *value)
{
    char *line = t->lines[t->n_lines];
    int n = snprintf(line, HEADER_ROOM, "%s:%s%s", name, *value ? " " : "", value);
    if (n < 0 || n >= HEADER_ROOM || strpbrk(line, "\r\n")) return false;
    t->nodes[t->n_lines] = (struct curl_slist){ .data = line };
    if (t->n_lines > 0) t->nodes[t->n_lines - 1].next = &t->nodes[t->n_lines];
    t->n_lines++;
    return true;
}

static bool headers_load(struct transfer *t, const struct http_request *r)
{
    t->n_lines = 0;
    if (!header_add(t, "Expect", "")) return false; /* no 100-continue: it costs a round trip */
    for (size_t i = 0; i < HTTP_HEADERS_MAX && r->headers[i].name; i++)
        if (!header_add(t, r->headers[i].name, r->headers[i].value)) return false;
    return curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->nodes) == CURLE_OK;
}

static bool body_load(struct transfer *t, struct slice body)
{
    if (body.n + 1 > t->body_room) {
        uint8_t *larger = malloc(body.n + 1);
        if (!larger) return false;
        free(t->body);
        t->body = larger;
        t->body_room = body.n + 1;
    }
    if (body.n) memcpy(t->body, body.at, body.n);
    return curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n) == CURLE_OK &&
           curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, (char *)t->body) == CURLE_OK;
}

static bool url_load(struct transfer *t, const char *url)
{
    size_t n = strlen(url);
    if (strcmp(url, t->url) == 0) return true;
    t->url[0] = '\0';
    if (n >= sizeof t->url || !set_text(t->easy, CURLOPT_URL, url)) return false;
    memcpy(t->url, url, n + 1);
    return true;
}

enum rc transfer_load(struct transfer *t, const struct http_request *r, struct why *why)
{
    t->about = r->about;
    t->trust = r->trust;
    if (url_load(t, r->url) && headers_load(t, r) && body_load(t, r->body)) return RC_OK;
    transfer_clear(t);
    return why_set(why, RC_BROKEN, "http: a post could not be set up");
}

void transfer_clear(struct transfer *t)
{
    if (t->body) explicit_bzero(t->body, t->body_room);
    t->about = NULL;
    t->reply = 0;
    t->address_refused = t->too_large = t->busy = false;
}

static enum http_error error_of(const struct transfer *t, CURLcode code, long status)
{
    if (t->address_refused) return HTTP_ERROR_REFUSED_ADDRESS;
    if (t->too_large) return HTTP_ERROR_TOO_LARGE;
    if (code == CURLE_OK)
        return status >= 200 && status < 300 ? HTTP_ERROR_NONE : HTTP_ERROR_STATUS;
    for (size_t i = 0; i < COUNT(errors); i++)
        if (errors[i].code == code) return errors[i].error;
    return HTTP_ERROR_PROTOCOL;
}

struct http_result transfer_result(const struct transfer *t, CURLcode code)
{
    long status = 0;
    curl_off_t wait = 0, took = 0;
    bool told = curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK &&
                curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK &&
                curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &took) == CURLE_OK;
    if (!told) status = 0;
    enum { DAY = 24 * 3600 };
    return (struct http_result){ .about = t->about,
        .status = (int)status,
        .error = error_of(t, code, status),
        .retry_after = SECONDS(MIN(MAX(wait, 0), DAY)),
        .duration = { took } };
}
