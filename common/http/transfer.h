/* One post on its way: a curl handle that is used again and again, and what belongs to its present
 * use. Private to common/http. */
#ifndef COASTLINE_HTTP_TRANSFER_H
#define COASTLINE_HTTP_TRANSFER_H

#include <curl/curl.h>

#include "http/http.h"

enum { HEADER_ROOM = 320, HEADER_LINES = HTTP_HEADERS_MAX + 1 };

/* What does not change from use to use is set once: setting all of it cost as much as the post. */
struct transfer {
    CURL *easy;                            /* owned; lives as long as the pool */
    struct curl_slist nodes[HEADER_LINES]; /* a list as curl wants it, in our own memory */
    char lines[HEADER_LINES][HEADER_ROOM];
    size_t n_lines;
    uint8_t *body; /* owned copy */
    size_t body_room;
    char url[1025]; /* as set last */
    void *about;
    enum egress_trust trust;
    size_t reply, reply_ceiling; /* bytes seen and allowed, headers included */
    bool address_refused, too_large;
    bool busy;
};

/* Makes the handle. RC_BROKEN: out of memory; close it also then. */
MUST_CHECK enum rc transfer_open(struct transfer *t, const struct http_conf *conf, struct why *why);
void transfer_close(struct transfer *t);

/* RC_BROKEN: out of memory, or a header that is too long. The URL has passed egress_check_url. */
MUST_CHECK enum rc transfer_load(struct transfer *t, const struct http_request *r, struct why *why);
struct http_result transfer_result(const struct transfer *t, CURLcode code);
void transfer_clear(struct transfer *t); /* ready for the next; the handle stays */

#endif
