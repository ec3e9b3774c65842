/* One post on its way: a curl handle that is used again and again, and what belongs to its present
 * use. Private to common/http. */
#ifndef COASTLINE_HTTP_TRANSFER_H
#define COASTLINE_HTTP_TRANSFER_H

#include <curl/curl.h>

#include "http/http.h"

struct transfer {
    CURL *easy; /* owned; lives as long as the pool */
    struct curl_slist *headers;
    uint8_t *body; /* owned copy */
    void *about;
    enum egress_trust trust;
    size_t reply, reply_ceiling; /* bytes seen and allowed, headers included */
    bool address_refused, too_large;
    bool busy;
};

/* RC_BROKEN: out of memory. The URL has passed egress_check_url. */
MUST_CHECK enum rc transfer_load(struct transfer *t, const struct http_request *r,
    const struct http_conf *conf, struct why *why);
struct http_result transfer_result(const struct transfer *t, CURLcode code);
void transfer_clear(struct transfer *t); /* ready for the next; the handle stays */

#endif
