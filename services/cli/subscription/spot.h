/* A place in a YAML file: a node, and the words that a refusal begins with. */
#ifndef COASTLINE_CLI_SUBSCRIPTION_SPOT_H
#define COASTLINE_CLI_SUBSCRIPTION_SPOT_H

#include <yaml.h>

#include "base/arena.h"
#include "base/rc.h"

/* The file. */
struct page {
    const char *path;
    yaml_document_t doc;
    struct arena *arena;
    struct why *why;
};

struct spot {
    const struct page *page;
    const yaml_node_t *node;
    const char *key;
};

/* RC_REFUSED: "FILE:LINE: KEY: words". */
enum rc spot_refuse(const struct spot *s, const char *words);
/* One text of 1 to `max` bytes; zero-terminated, in the arena. RC_REFUSED, else RC_BROKEN. */
MUST_CHECK enum rc spot_text(const struct spot *s, size_t max, struct slice *ret);
MUST_CHECK enum rc spot_number(const struct spot *s, int min, int max, int *ret);
MUST_CHECK enum rc spot_flag(const struct spot *s, bool *ret);

#endif
