/* Posting, many at once and each within limits. One `struct http` belongs to one thread: post, turn
 * and take results from there. It holds a fixed number of transfers (at most 256: beyond that curl
 * gets slower, reliability.md 4.1) and never waits except in http_turn.
 *
 * HTTP/1.1; no redirect is followed, no proxy, no netrc, no cookie, no compression; TLS 1.2 or
 * later, checked; addresses as egress.h allows them. */
#ifndef COASTLINE_HTTP_HTTP_H
#define COASTLINE_HTTP_HTTP_H

#include "base/instant.h"
#include "base/rc.h"
#include "base/slice.h"
#include "http/egress.h"

enum { HTTP_IN_FLIGHT_MAX = 256, HTTP_HEADERS_MAX = 8 };

/* The symbols of AttemptError (schemas/hub/keeping.avsc), in its order. */
#define HTTP_ERRORS(X)                                                                             \
    X(NONE, none)                                                                                  \
    X(RESOLVE, resolve)                                                                            \
    X(REFUSED_ADDRESS, refused_address)                                                            \
    X(CONNECT, connect)                                                                            \
    X(TLS, tls)                                                                                    \
    X(TIMEOUT, timeout)                                                                            \
    X(PROTOCOL, protocol)                                                                          \
    X(TOO_LARGE, too_large)                                                                        \
    X(STATUS, status)

enum http_error {
#define X(name, word) HTTP_ERROR_##name,
    HTTP_ERRORS(X)
#undef X
        HTTP_ERRORS_COUNT
};
const char *http_error_name(enum http_error e); /* "refused_address" */

struct http_conf {
    size_t in_flight;     /* 1 to HTTP_IN_FLIGHT_MAX */
    size_t per_host;      /* connections to one host, 1 to 64 */
    span connect, total;  /* time-outs of one post; total bounds everything, resolving included */
    size_t reply_ceiling; /* bytes of headers and body that are read; more is too_large */
};
struct http_conf http_conf_default(void); /* 256, 8, 5 s, 20 s, 64 KiB */

struct http_header {
    const char *name, *value; /* ours, never a partner's: no line breaks inside */
};

struct http_request {
    const char *url;
    enum egress_trust trust;
    bool checked; /* egress_check_url has passed this URL with this trust; it costs a parse */
    struct http_header headers[HTTP_HEADERS_MAX]; /* up to the first without a name */
    struct slice body;
    void *about; /* handed back with the result; never looked at */
};

struct http_result {
    void *about;
    int status;            /* 0 if none came */
    enum http_error error; /* NONE: a whole reply with a 2xx; STATUS: a whole reply with another */
    span retry_after;      /* of the reply, seconds or date, at most a day; 0: none said */
    span duration;
};

struct http;

/* RC_BROKEN: curl did not start. The first call starts curl for the process: call it before there
 * are threads. */
MUST_CHECK enum rc http_new(struct http **ret, const struct http_conf *conf, struct why *why);
struct http *http_free(struct http *h); /* what is in flight is cut off; no result comes of it */
DEFINE_CLEANUP(struct http *, http_free)

size_t http_in_flight(const struct http *h);

/* Begins a post; everything handed in is copied. RC_AGAIN: as many as may be are in flight.
 * RC_REFUSED: egress_check_url refuses the URL. RC_BROKEN: out of memory. */
MUST_CHECK enum rc http_post(struct http *h, const struct http_request *r, struct why *why);

/* Moves all transfers, waiting up to `wait` for something to happen, or for `bell` (a descriptor of
 * the caller's, -1: none) to become readable. RC_BROKEN: curl is. */
MUST_CHECK enum rc http_turn(struct http *h, int bell, span wait, struct why *why);

/* The next result; false: none is there now. */
MUST_CHECK bool http_next(struct http *h, struct http_result *ret);

#endif
