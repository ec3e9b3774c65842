/* file:<pid>: the hash of a file: its state line, key by key. The fields of the state are written
 * when a change carries one; the others (at, facts, town) with each change. A value beyond 64 bytes
 * goes on in the fields "<name>.1", "<name>.2" and so on, cut between characters.
 *
 * Each half has a digest: FNV-1a of 64 bits over pid 00, then name 00 value 00 of each field in the
 * order of bytes, values uncut, absent ones left out. Their sum over all files is the digest of the
 * partition. */
#include <stdio.h>

#include "codec/json_words.h"
#include "meta.h"

enum { WORDS_OF_HSET = 1000 };

/* --- digests --- */

static uint64_t digest_add(uint64_t h, struct slice part)
{
    for (size_t i = 0; i < part.n; i++) h = (h ^ part.at[i]) * 1099511628211u;
    return h * 1099511628211u; /* ^ 00 */
}

static uint64_t digest_begin(struct slice pid) { return digest_add(14695981039346656037u, pid); }

/* --- fields --- */

/* A half of a hash that is being written. */
struct hash {
    struct view *v;
    struct slice pid;
    uint64_t digest;
    bool packed; /* into v->pack, else as HSET */
};

static void hset_begin(struct view *v, struct slice pid)
{
    writes_begin(v->writes, "HSET");
    view_key(v, "file:", pid);
}

static void pair_put(struct hash *h, struct slice name, struct slice value)
{
    if (h->packed) {
        pack_word(h->v->pack, name);
        pack_word(h->v->pack, value);
        return;
    }
    if (h->v->writes->open > WORDS_OF_HSET) {
        writes_end(h->v->writes);
        hset_begin(h->v, h->pid);
    }
    writes_word(h->v->writes, name);
    writes_word(h->v->writes, value);
}

/* How much of a value stands in one field. */
static size_t piece_of(struct slice value)
{
    size_t n = MIN(value.n, (size_t)VALUE_MAX);
    while (n < value.n && n > 0 && (value.at[n] & 0xc0) == 0x80) n--; /* not inside a character */
    return n ? n : MIN(value.n, (size_t)VALUE_MAX);
}

static void field_put(struct hash *h, struct slice name, struct slice value)
{
    char at[32];
    size_t n = piece_of(value);
    h->digest = digest_add(digest_add(h->digest, name), value);
    pair_put(h, name, slice_of(value.at, n));
    for (int piece = 1; n < value.n; piece++) {
        int length = snprintf(at, sizeof at, "%.*s.%d", (int)name.n, (const char *)name.at, piece);
        value = slice_of(value.at + n, value.n - n);
        n = piece_of(value);
        pair_put(h, slice_of(at, (size_t)length), slice_of(value.at, n));
    }
}

/* Appends the value; false: the field is absent. */
typedef bool value_fn(struct buffer *out, const struct hub_file_state *s);

static bool put_word(struct buffer *out, const char *word)
{
    buffer_add(out, slice_str(word));
    return true;
}

static bool put_slice(struct buffer *out, struct slice text)
{
    buffer_add(out, text);
    return text.at && text.n;
}

static bool put_int(struct buffer *out, int32_t n)
{
    buffer_number(out, n);
    return true;
}

#define VALUE(name) static bool value_##name(struct buffer *out, const struct hub_file_state *s)
#define LIST(name, which)                                                                          \
    VALUE(name) { return words_put_list(out, which, s); }

LIST(alerts, WORDS_ALERTS)
LIST(basis, WORDS_BASIS)
VALUE(by) { return put_slice(out, s->by); }
VALUE(class)
{
    return s->grade_class != HUB_GRADE_CLASS_NONE &&
           put_word(out, hub_grade_class_name(s->grade_class));
}
VALUE(clock_start) { return s->has_clock_start && put_word(out, date_text(s->clock_start).at); }
VALUE(contested) { return put_word(out, s->contested ? "true" : "false"); }
VALUE(dwell) { return put_int(out, s->dwell); }
VALUE(file) { return put_word(out, hub_file_status_name(s->file)); }
LIST(floors, WORDS_FLOORS)
VALUE(grade) { return put_word(out, hub_grade_name(s->grade)); }
LIST(muted, WORDS_MUTED)
LIST(needs, WORDS_NEEDS)
LIST(proposal, WORDS_PROPOSAL)
VALUE(region) { return put_slice(out, s->region); }
LIST(rules, WORDS_RULES)
VALUE(score) { return put_int(out, s->score); }
VALUE(since) { return s->has_since && put_word(out, instant_text(s->since).at); }
LIST(tasks, WORDS_TASKS)

/* In the order of bytes, which is that of the digest. */
static const struct {
    const char *name;
    size_t n;
    value_fn *put;
} state_fields[] = {
#define ROW(name) { #name, sizeof #name - 1, value_##name },
    ROW(alerts) ROW(basis) ROW(by) ROW(class) ROW(clock_start) ROW(contested) ROW(dwell) ROW(file)
        ROW(floors) ROW(grade) ROW(muted) ROW(needs) ROW(proposal) ROW(region) ROW(rules) ROW(score)
            ROW(since) ROW(tasks)
#undef ROW
};

static uint64_t state_put(struct view *v, const struct row *row, bool packed)
{
    struct hash h = { v, row->pid, digest_begin(row->pid), packed };
    for (size_t i = 0; i < COUNT(state_fields); i++) {
        buffer_reset(v->scratch);
        if (state_fields[i].put(v->scratch, row->state))
            field_put(
                &h, slice_of(state_fields[i].name, state_fields[i].n), buffer_slice(v->scratch));
    }
    return h.digest;
}

static void number_put(struct hash *h, const char *name, int64_t number)
{
    char room[20];
    field_put(h, slice_str(name), digits_of(room, number));
}

/* An empty town is written as such: it may have been another before. */
static uint64_t rest_put(struct view *v, const struct row *row, bool packed)
{
    const struct said *s = row->last;
    struct hash h = { v, row->pid, digest_begin(row->pid), packed };
    number_put(&h, "at", s->at.us);
    number_put(&h, "facts", s->body->facts);
    field_put(&h, slice_str("town"), s->body->town.at ? s->body->town : slice_str(""));
    return h.digest;
}

static void digest_put(struct view *v, struct row *row, bool packed)
{
    struct hash h = { v, row->pid, 0, packed };
    struct text text = digests_text(row);
    pair_put(&h, slice_str("digest"), slice_text(&text));
}

/* --- the hash --- */

static void hash_drop(struct view *v, struct slice pid)
{
    writes_begin(v->writes, "UNLINK");
    view_key(v, "file:", pid);
    writes_end(v->writes);
}

static void packed_write(struct view *v, struct row *row)
{
    pack_begin(v->pack);
    row->of_state = state_put(v, row, true);
    row->of_rest = rest_put(v, row, true);
    digest_put(v, row, true);
    struct slice payload = pack_end(v->pack);
    v->failed = v->failed || !payload.at;
    writes_begin(v->writes, "RESTORE");
    view_key(v, "file:", row->pid);
    writes_word(v->writes, slice_of("0", 1));
    writes_word(v->writes, payload);
    writes_word(v->writes, slice_of("REPLACE", 7));
    writes_end(v->writes);
}

/* Fields that are not written stay as they are. */
static void fields_write(struct view *v, struct row *row)
{
    hset_begin(v, row->pid);
    if (row->state) row->of_state = state_put(v, row, false);
    row->of_rest = rest_put(v, row, false);
    digest_put(v, row, false);
    writes_end(v->writes);
}

void file_note(struct view *v, const struct said *s)
{
    struct row *row = s->row;
    if (!row->dirty) v->dirty[v->n_dirty++] = row;
    row->dirty = true;
    if (said_ends(s)) {
        row->cleared = true;
        row->state = NULL;
        row->last = NULL;
        return;
    }
    row->last = s;
    if (s->body->has_state) row->state = &s->body->state;
}

void file_write(struct view *v, struct row *row)
{
    bool packed = v->pack && row->last && row->state;
    if (row->there) {
        v->standing.digest -= row->of_state + row->of_rest;
        v->standing.files -= 1;
        if ((row->cleared || row->state) && !packed) hash_drop(v, row->pid);
    }
    if (row->cleared) row->of_state = 0;
    row->there = row->last != NULL;
    if (row->there) {
        (packed ? packed_write : fields_write)(v, row);
        v->standing.digest += row->of_state + row->of_rest;
        v->standing.files += 1;
    }
    row->dirty = row->cleared = false;
    row->state = NULL;
    row->last = NULL;
}
