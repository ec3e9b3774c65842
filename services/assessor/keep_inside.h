/* What writing (keep.c) and reading (keep_load.c) of snapshots share; nobody else includes this. */
#ifndef COASTLINE_ASSESSOR_KEEP_INSIDE_H
#define COASTLINE_ASSESSOR_KEEP_INSIDE_H

#include "baked/hub.h"
#include "office.h"

#define LINKS_KEY "links:"

struct seal_binding keep_binding(int32_t partition, const char *pid, const struct hub_snapshot *s);
struct seal_binding keep_links_binding(
    int32_t partition, struct slice pid, const struct hub_snapshot *s);
int32_t keep_home(const struct office *o, struct slice pid); /* partition of a person */

#endif
