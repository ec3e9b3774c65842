/* The table of where nothing goes. The first row that covers an address decides; what no row covers
 * is open for IPv4 and closed for IPv6, where only global unicast is named. */
#include "http/egress.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include <curl/curl.h>

enum { URL_MAX = 1024 };
enum verdict { FORBIDDEN, EXCEPTION /* with EGRESS_PRIVATE */, OPEN };

struct range {
    uint8_t at[16];
    int bits;
    enum verdict verdict;
};

static const struct range v4_ranges[] = {
    { { 0 }, 8, FORBIDDEN },          /* "this" network: reaches ourselves */
    { { 10 }, 8, EXCEPTION },         /* private */
    { { 100, 64 }, 10, FORBIDDEN },   /* carrier's */
    { { 127 }, 8, EXCEPTION },        /* loopback */
    { { 169, 254 }, 16, FORBIDDEN },  /* link-local: metadata services */
    { { 172, 16 }, 12, EXCEPTION },   /* private */
    { { 192, 0, 0 }, 24, FORBIDDEN }, /* protocol assignments */
    { { 192, 168 }, 16, EXCEPTION },  /* private */
    { { 198, 18 }, 15, FORBIDDEN },   /* benchmarks */
    { { 224 }, 3, FORBIDDEN },        /* multicast, reserved, broadcast */
    { { 0 }, 0, OPEN },
};
static const struct range v6_ranges[] = {
    { { [15] = 1 }, 128, EXCEPTION },        /* loopback */
    { { 0xfc }, 7, EXCEPTION },              /* unique local */
    { { 0x20, 0x02 }, 16, FORBIDDEN },       /* 6to4: a v4 in disguise */
    { { 0x20, 0x01, 0, 0 }, 32, FORBIDDEN }, /* Teredo, likewise */
    { { 0x20 }, 3, OPEN },                   /* global unicast */
    { { 0 }, 0, FORBIDDEN },                 /* link-local, mapped, translated, multicast … */
};
static const uint8_t v4_mapped[12] = { [10] = 0xff, [11] = 0xff };

static bool range_covers(const struct range *r, const uint8_t *address)
{
    size_t whole = (size_t)r->bits / 8;
    if (memcmp(r->at, address, whole) != 0) return false;
    int rest = r->bits % 8;
    if (rest == 0) return true;
    unsigned mask = 0xff00u >> rest & 0xffu;
    return (r->at[whole] & mask) == (address[whole] & mask);
}

/* The last row covers everything, so that the loop ends. */
static bool ranges_allow(const struct range *r, const uint8_t *address, enum egress_trust trust)
{
    while (!range_covers(r, address)) r++;
    return r->verdict == OPEN || (r->verdict == EXCEPTION && trust == EGRESS_PRIVATE);
}

static bool v6_allows(const uint8_t address[16], enum egress_trust trust)
{
    if (memcmp(address, v4_mapped, sizeof v4_mapped) == 0)
        return ranges_allow(v4_ranges, address + sizeof v4_mapped, trust);
    return ranges_allow(v6_ranges, address, trust);
}

bool egress_allows(const struct sockaddr *address, enum egress_trust trust)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        uint8_t bytes[4];
        memcpy(bytes, &in.sin_addr, sizeof bytes);
        return ranges_allow(v4_ranges, bytes, trust);
    }
    if (address->sa_family != AF_INET6) return false;
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    return v6_allows(in6.sin6_addr.s6_addr, trust);
}

bool egress_allows_text(const char *address, enum egress_trust trust)
{
    uint8_t bytes[16];
    if (inet_pton(AF_INET, address, bytes) == 1) return ranges_allow(v4_ranges, bytes, trust);
    if (inet_pton(AF_INET6, address, bytes) == 1) return v6_allows(bytes, trust);
    return false;
}

/* Browsers and curl read a backslash differently; nobody needs one, nor blanks or controls. */
static bool has_odd_bytes(const char *url)
{
    for (const char *c = url; *c; c++)
        if (*c == '\\' || (unsigned char)*c <= ' ' || *c == 0x7f) return true;
    return false;
}

static bool part_is(CURLU *u, CURLUPart part, const char *one, const char *other)
{
    char *text = NULL;
    bool is = curl_url_get(u, part, &text, CURLU_DEFAULT_PORT) == CURLUE_OK &&
              (strcmp(text, one) == 0 || strcmp(text, other) == 0);
    curl_free(text);
    return is;
}

static bool part_there(CURLU *u, CURLUPart part)
{
    char *text = NULL;
    bool there = curl_url_get(u, part, &text, 0) == CURLUE_OK;
    curl_free(text);
    return there;
}

static enum rc parts_check(CURLU *u, const char *url, enum egress_trust trust, struct why *why)
{
    if (curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK)
        return why_set(why, RC_REFUSED, "url: not a URL (https://host/path)");
    if (!part_is(u, CURLUPART_SCHEME, "http", "https"))
        return why_set(why, RC_REFUSED, "url: only https, and http with private_network");
    if (part_there(u, CURLUPART_USER) || part_there(u, CURLUPART_PASSWORD) || strchr(url, '@'))
        return why_set(why, RC_REFUSED, "url: no user information (user@host)");
    if (part_there(u, CURLUPART_FRAGMENT))
        return why_set(why, RC_REFUSED, "url: no fragment (#...)");
    if (trust == EGRESS_PRIVATE) return RC_OK;
    if (!part_is(u, CURLUPART_SCHEME, "https", "https"))
        return why_set(why, RC_REFUSED, "url: http needs private_network: true; else use https");
    if (!part_is(u, CURLUPART_PORT, "443", "8443"))
        return why_set(why, RC_REFUSED, "url: port 443 or 8443, or private_network: true");
    return RC_OK;
}

enum rc egress_check_url(const char *url, enum egress_trust trust, struct why *why)
{
    if (strnlen(url, URL_MAX + 1) > URL_MAX)
        return why_set(why, RC_REFUSED, "url: longer than %d bytes", URL_MAX);
    if (has_odd_bytes(url))
        return why_set(why, RC_REFUSED, "url: no backslash, blank or control character");
    CURLU *u = curl_url();
    if (!u) return why_set(why, RC_BROKEN, "url: out of memory");
    enum rc rc = parts_check(u, url, trust, why);
    curl_url_cleanup(u);
    return rc;
}
