/* /healthz, /readyz and /metrics over HTTP, on a thread of its own. GET only, bodies are ignored,
 * at most 16 connections. */
#ifndef COASTLINE_RUNTIME_HEALTH_H
#define COASTLINE_RUNTIME_HEALTH_H

#include "runtime/metrics.h"

struct health;

/* `host` is an address such as 127.0.0.1; port 0: any free one. RC_BROKEN: the port is taken (why
 * says which, and the option to change). */
MUST_CHECK enum rc health_open(struct health **ret, const char *host, int port,
    const struct metrics *metrics, struct why *why);
struct health *health_close(struct health *h);
DEFINE_CLEANUP(struct health *, health_close)

/* Until it is ready, /readyz answers 503. */
void health_ready(struct health *h, bool ready);

#endif
