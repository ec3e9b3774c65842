#include <errno.h>
#include <sodium.h>
#include <stdio.h>

#include "fold/shelf.h"

enum { RULES_BYTES = RULES_FILE_MAX + 1 };

static enum rc file_read(const char *path, uint8_t bytes[RULES_BYTES], size_t *ret, struct why *why)
{
    FILE *from = fopen(path, "rb");
    if (!from) return why_set(why, RC_REFUSED, "%s", strerror(errno));
    *ret = fread(bytes, 1, RULES_BYTES, from);
    bool whole = feof(from) && !ferror(from);
    (void)fclose(from); /* only read */
    if (whole) return RC_OK;
    return why_set(why, RC_REFUSED, "cannot be read, or is larger than %d bytes", RULES_BYTES - 1);
}

typedef enum rc reader(struct slice bytes, struct rules *ret, struct why *why);

static enum rc put(struct rule_shelf *s, const char *path, reader *read, struct why *why)
{
    uint8_t bytes[RULES_BYTES], hash[crypto_hash_sha256_BYTES];
    size_t n = 0;
    if (s->n == SHELF_MAX) return why_set(why, RC_REFUSED, "more than %d rule sets", SHELF_MAX);
    struct shelved *fresh = &s->at[s->n];
    enum rc rc = file_read(path, bytes, &n, why);
    if (rc == RC_OK) rc = read(slice_of(bytes, n), &fresh->rules, why);
    if (rc != RC_OK) return why_add(why, rc, "%s", path);
    crypto_hash_sha256(hash, bytes, n);
    sodium_bin2hex(fresh->sha256, sizeof fresh->sha256, hash, sizeof hash);
    s->n++;
    return RC_OK;
}

enum rc shelf_put(struct rule_shelf *s, const char *path, struct why *why)
{
    return put(s, path, rules_read, why);
}

enum rc shelf_put_at_desk(struct rule_shelf *s, const char *path, struct why *why)
{
    return put(s, path, rules_read_at_desk, why);
}

enum rc shelf_put_all(struct rule_shelf *s, const char *paths, struct why *why)
{
    enum { PATH_ROOM = 4096 };
    enum rc rc = RC_OK;
    while (rc == RC_OK && *paths) {
        char path[PATH_ROOM];
        size_t n = strcspn(paths, ",");
        if (n >= sizeof path) return why_set(why, RC_REFUSED, "a path of over %d bytes", PATH_ROOM);
        memcpy(path, paths, n);
        path[n] = 0;
        rc = shelf_put(s, path, why);
        paths += n + (paths[n] == ',');
    }
    return rc;
}

const struct rules *shelf_find(const struct rule_shelf *s, struct slice name, struct slice sha256)
{
    for (size_t i = 0; i < s->n; i++)
        if (slice_is(sha256, s->at[i].sha256)) return &s->at[i].rules;
    return slice_is(name, rules_built_in()->name.at) ? rules_built_in() : NULL;
}
