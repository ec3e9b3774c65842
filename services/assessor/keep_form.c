/* Version, digest, region, counters, refusals; numbers little-endian. A build that knows more
 * counters reads the missing ones as 0: the next state that is said brings the boards up to
 * date. */
#include "keep_form.h"

enum { HEAD_FORM = 1 };

/* --- out --- */

static void put(struct buffer *out, uint64_t n, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++) buffer_byte(out, (uint8_t)(n >> (8 * i)));
}

static void put_text(struct buffer *out, const struct text *t)
{
    struct slice s = slice_text(t);
    put(out, s.n, 1);
    buffer_add(out, s);
}

static void refusals_put(struct buffer *out, const struct refusals *r)
{
    size_t n = r ? r->n : 0;
    put(out, n, 2);
    for (size_t i = 0; i < n; i++) {
        put(out, (uint64_t)r->at[i].source, 1);
        put_text(out, &r->at[i].event);
        put_text(out, &r->at[i].reason);
    }
}

enum rc folder_save(const struct folder *f, struct buffer *out, struct why *why)
{
    const struct board *b = &f->said.board;
    put(out, HEAD_FORM, 1);
    put(out, f->said.digest, 8);
    put(out, (uint64_t)b->region, 4);
    put(out, BOARD_COUNTERS, 1);
    buffer_add(out, slice_of(b->at, sizeof b->at));
    refusals_put(out, f->refusals);
    enum rc rc = file_save(f->file, out, why);
    if (rc == RC_OK && !buffer_whole(out)) rc = why_set(why, RC_REFUSED, "a file is too large");
    return rc;
}

/* --- in --- */

struct head {
    struct slice left;
    bool bad;
};

static struct slice take(struct head *h, size_t n)
{
    struct slice s = slice_of(h->left.at, n);
    if (h->left.n < n) {
        h->bad = true;
        return slice_of("", 0);
    }
    h->left = slice_of(h->left.at + n, h->left.n - n);
    return s;
}

static uint64_t get(struct head *h, size_t bytes)
{
    uint64_t n = 0;
    struct slice s = take(h, bytes);
    for (size_t i = 0; i < s.n; i++) n |= (uint64_t)s.at[i] << (8 * i);
    return n;
}

static struct text get_text(struct head *h)
{
    struct text t = { "" };
    if (!text_copy(take(h, (size_t)get(h, 1)), &t)) h->bad = true;
    return t;
}

static void board_get(struct head *h, struct board *b)
{
    b->region = (int32_t)get(h, 4);
    struct slice counts = take(h, (size_t)get(h, 1));
    memcpy(b->at, counts.at, MIN(counts.n, sizeof b->at));
}

static bool refusals_get(struct head *h, struct folder *f)
{
    size_t n = (size_t)get(h, 2);
    for (size_t i = 0; i < n && !h->bad; i++) {
        uint64_t source = get(h, 1);
        struct refusal r = { .source = (enum event_source)source };
        if (source >= SOURCES) h->bad = true;
        r.event = get_text(h);
        r.reason = get_text(h);
        if (!folder_refuse(f, &r)) return false;
    }
    return true;
}

enum rc folder_load(struct folder *f, struct slice bytes, struct why *why)
{
    struct head h = { .left = bytes };
    struct file *file = NULL;
    if (get(&h, 1) != HEAD_FORM) return why_set(why, RC_REFUSED, "a snapshot of another version");
    f->said.digest = get(&h, 8);
    board_get(&h, &f->said.board);
    if (!refusals_get(&h, f)) return why_set(why, RC_BROKEN, "out of memory");
    if (h.bad) return why_set(why, RC_REFUSED, "a snapshot that is not whole");
    enum rc rc = file_load(&file, people_memory, h.left, why);
    if (rc != RC_OK) return rc;
    f->file = file_free(f->file);
    f->file = file;
    f->due = file_due(file);
    return RC_OK;
}

/* --- who was shredded --- */

#define SHREDDED_KEY "shredded:"

struct text shredded_key(struct slice pid)
{
    struct text key = { "" };
    text_print(&key, SHREDDED_KEY "%.*s", (int)MIN(pid.n, (size_t)PID_CHARS), (const char *)pid.at);
    return key;
}

bool shredded_pid(struct slice key, struct slice *ret_pid)
{
    const size_t n = sizeof SHREDDED_KEY - 1;
    if (!slice_starts(key, slice_str(SHREDDED_KEY))) return false;
    *ret_pid = slice_of(key.at + n, key.n - n);
    return true;
}
