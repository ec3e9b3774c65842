/* Rule sets that a fold knows (fold.md R42): the built-in one, and the files given with --rules. */
#ifndef COASTLINE_CLI_FOLD_SHELF_H
#define COASTLINE_CLI_FOLD_SHELF_H

#include "domain/rules.h"

enum { SHELF_MAX = 32 };

struct rule_shelf {
    size_t n;
    struct shelved {
        struct rules rules;
        char sha256[65]; /* of the file's bytes, in hexadecimal */
    } at[SHELF_MAX];
};

/* RC_REFUSED: the file cannot be read, or is no rule set; *why names path, line and key. At the
 * desk: as rules_read_at_desk. */
MUST_CHECK enum rc shelf_put(struct rule_shelf *s, const char *path, struct why *why);
MUST_CHECK enum rc shelf_put_at_desk(struct rule_shelf *s, const char *path, struct why *why);
/* Those of a list with commas between; "": none. */
MUST_CHECK enum rc shelf_put_all(struct rule_shelf *s, const char *paths, struct why *why);
/* By name and hash; the built-in one by its name. NULL: nobody knows it. */
const struct rules *shelf_find(const struct rule_shelf *s, struct slice name, struct slice sha256);

#endif
