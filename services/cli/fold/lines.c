/* Two looks at the file: one for the few things that act backwards in it (the first good arrival,
 * the opening), then line by line. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "codec/json_event.h"
#include "fold/lines.h"

static enum rc file_take(FILE *from, struct buffer *to, struct why *why)
{
    static const size_t chunk = 1 << 16;
    while (!feof(from) && !ferror(from)) {
        uint8_t *room = buffer_room(to, chunk);
        if (!room) return why_set(why, RC_BROKEN, "the file is larger than %d bytes", LINES_MAX);
        to->n -= chunk - fread(room, 1, chunk, from);
    }
    return ferror(from) ? why_set(why, RC_BROKEN, "cannot be read: %s", strerror(errno)) : RC_OK;
}

enum rc lines_read(const char *path, struct lines *ret, struct why *why)
{
    struct lines l = { .bytes = buffer_new(LINES_MAX) };
    FILE *from = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!from) return why_set(why, RC_BROKEN, "%s: %s", path, strerror(errno));
    enum rc rc = file_take(from, &l.bytes, why);
    if (from != stdin) (void)fclose(from); /* only read */
    if (rc != RC_OK) {
        lines_deinit(&l);
        return why_add(why, rc, "%s", path);
    }
    l.has_links = l.bytes.n > 0 && memmem(l.bytes.at, l.bytes.n, "identity.linked", 15) != NULL;
    *ret = l;
    return RC_OK;
}

void lines_deinit(struct lines *l) { buffer_deinit(&l->bytes); }

bool lines_next(struct lines *l, struct slice *ret)
{
    size_t left = l->bytes.n - l->at;
    if (left == 0) return false;
    const uint8_t *start = l->bytes.at + l->at, *end = memchr(start, '\n', left);
    size_t n = end ? (size_t)(end - start) : left;
    *ret = slice_of(start, n);
    l->at += n + (end != NULL);
    if (l->progress) progress_show(l->progress, l->at, l->bytes.n);
    return true;
}

static bool may_open(struct slice line) { return memmem(line.at, line.n, "opened", 6) != NULL; }

/* Looks at lines until the first good arrival is known, and at whatever may be an opening. */
enum rc lines_scan(struct lines *l, struct arena *turn, struct why *why)
{
    struct json_event_way way = { 0 };
    struct slice line;
    enum rc rc = RC_OK;
    for (l->at = 0; rc == RC_OK && !l->has_opened;) {
        size_t at = l->at;
        struct json_event e;
        if (!lines_next(l, &line)) break;
        if (l->has_first && !may_open(line)) continue;
        arena_reset(turn);
        rc = json_event_read(line, &way, turn, &e, why);
        if (rc != RC_OK || !e.has_arrival) continue;
        if (!l->has_first) l->first = e.arrival;
        l->has_first = true;
        if (e.kind != JSON_EVENT_OPENED) continue;
        l->has_opened = true;
        l->opened = e.arrival;
        l->opened_at = at;
    }
    l->at = 0;
    return rc;
}
