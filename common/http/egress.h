/* Where a webhook may go (reliability.md 4.4). A partner's URL is hostile until it is shown not to
 * be: what counts is the address that was resolved, looked at when a socket is opened and again
 * when a connection is used, so that neither a name nor a reused connection gets around it. */
#ifndef COASTLINE_HTTP_EGRESS_H
#define COASTLINE_HTTP_EGRESS_H

#include <sys/socket.h>

#include "base/rc.h"

enum egress_trust {
    EGRESS_PUBLIC,  /* https on 443 or 8443, public addresses only */
    EGRESS_PRIVATE, /* an explicit exception: also http, any port, private and loopback addresses */
};

/* Never blocks; a family that is neither IPv4 nor IPv6 is refused. v4-mapped v6 is looked at as the
 * v4 it is. Link-local (metadata services), 0/8 and multicast are refused with either trust. */
bool egress_allows(const struct sockaddr *address, enum egress_trust trust);
/* The same for an address as text ("192.0.2.1", "::1"); no text that is not one passes. */
bool egress_allows_text(const char *address, enum egress_trust trust);

/* What can be said of a URL before its name is resolved. RC_REFUSED with a sentence: not a URL as
 * curl reads it, longer than 1024 bytes, a scheme other than http and https, user information, a
 * backslash, a fragment, a control character or blank; without the exception also http, and any
 * port but 443 and 8443. RC_BROKEN: out of memory. */
MUST_CHECK enum rc egress_check_url(const char *url, enum egress_trust trust, struct why *why);

#endif
