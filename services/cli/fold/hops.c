/* What was sent is found by where it came from: a line by its place in the log, all facts of a
 * person by that, sender and leader. What is not there (a partition that was folded less far) is
 * nothing.
 */
#include "fold/hops.h"

#include <stdlib.h>

#include "domain/kin.h"
#include "fold/names.h"

enum { PARTITIONS_MAX = 4096, FILE_BYTES = 64 << 20 };

struct hops {
    struct ties *tables[PARTITIONS_MAX]; /* owned; what each partition knows; NULL: nothing */
    struct names *names;                 /* of origins -> place in sent */
    struct buffer *sent;                 /* owned: lines, and facts as kin_own writes them */
    size_t n, room;
};

struct hops *hops_new(void)
{
    struct hops *h = calloc(1, sizeof *h);
    if (h && (h->names = names_new())) return h;
    return hops_free(h);
}

struct hops *hops_free(struct hops *h)
{
    if (!h) return NULL;
    for (size_t i = 0; i < PARTITIONS_MAX; i++) ties_free(h->tables[i]);
    for (size_t i = 0; i < h->n; i++) buffer_deinit(&h->sent[i]);
    names_free(h->names);
    free(h->sent);
    free(h);
    return NULL;
}

static void *memory(void *at, size_t bytes)
{
    if (bytes > 0) return realloc(at, bytes);
    free(at);
    return NULL;
}

static enum rc table_of(struct hops *h, int64_t partition, struct ties **ret, struct why *why)
{
    assert(partition >= 0 && partition < PARTITIONS_MAX);
    struct ties **table = &h->tables[partition];
    if (!*table) *table = ties_new(memory);
    *ret = *table;
    return *table ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

struct slice hops_root(const struct hops *h, int64_t partition, struct slice pid)
{
    assert(partition >= 0 && partition < PARTITIONS_MAX);
    const struct ties *table = h->tables[partition];
    return table ? ties_root(table, pid) : pid;
}

/* --- what was sent --- */

struct origin {
    uint8_t at[2 * sizeof(int64_t) + 2 * TEXT_MAX];
    size_t n;
};

static struct origin origin_of(int64_t partition, int64_t cause)
{
    struct origin o = { .n = 2 * sizeof(int64_t) };
    memcpy(o.at, &partition, sizeof partition);
    memcpy(o.at + sizeof partition, &cause, sizeof cause);
    return o;
}

static void origin_add(struct origin *o, struct slice pid)
{
    size_t n = MIN(pid.n, (size_t)TEXT_MAX);
    memcpy(o->at + o->n, pid.at, n);
    o->n += n;
}

/* A place for what was sent from there; NULL: no memory. */
static struct buffer *sent_put(struct hops *h, const struct origin *o)
{
    if (h->n == h->room) {
        size_t room = h->room ? 2 * h->room : 64;
        struct buffer *sent = realloc(h->sent, room * sizeof *sent);
        if (!sent) return NULL;
        h->sent = sent;
        h->room = room;
    }
    int64_t place = names_put(h->names, slice_of(o->at, o->n), (int64_t)h->n);
    if (place < 0) return NULL;
    if (place == (int64_t)h->n) h->sent[h->n++] = buffer_new(FILE_BYTES);
    buffer_reset(&h->sent[place]);
    return &h->sent[place];
}

static const struct buffer *sent_find(const struct hops *h, const struct origin *o)
{
    int64_t place = names_find(h->names, slice_of(o->at, o->n));
    return place < 0 ? NULL : &h->sent[place];
}

/* The fact that was filed there. RC_REFUSED: it is not in this log. */
static enum rc fact_find(const struct hops *h, const struct json_event *e, struct arena *a,
    struct fact *ret, struct why *why)
{
    const struct json_event_way way = { .logged = true };
    struct origin o = origin_of(e->hop.partition, e->hop.cause);
    const struct buffer *line = sent_find(h, &o);
    struct json_event origin;
    if (!line) return RC_REFUSED;
    enum rc rc = json_event_read(buffer_slice(line), &way, a, &origin, why);
    if (rc != RC_OK) return rc;
    if (origin.kind != JSON_EVENT_FACT) return RC_REFUSED;
    *ret = origin.fact;
    ret->arrival = e->arrival;
    return RC_OK;
}

/* --- a fact of one's own --- */

static enum rc line_send(struct hops *h, const struct hops_line *line, struct why *why)
{
    struct origin o = origin_of(line->event->partition, line->event->cause);
    struct buffer *sent = sent_put(h, &o);
    if (sent) buffer_add(sent, line->bytes);
    return sent && buffer_whole(sent) ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

enum rc hops_add(struct hops *h, const struct hops_line *line, struct file *file,
    struct hops_answer *ret, struct why *why)
{
    const struct fact *fact = &line->event->fact;
    struct ties *table = NULL;
    struct kin_news news;
    enum rc rc = table_of(h, line->event->partition, &table, why);
    if (rc == RC_OK) rc = kin_settle(file, fact->pid, table, &news, why);
    if (rc == RC_OK) rc = file_add(file, fact, &ret->file, why);
    if (rc != RC_OK) return rc;
    bool refused = ret->file.what == FILE_REFUSED, away = kin_away(file);
    ret->here = !away || refused;
    return !refused && (away || ties_concern(fact)) ? line_send(h, line, why) : RC_OK;
}

/* --- hops --- */

static enum rc file_send(struct hops *h, const struct ties *table, const struct json_event *e,
    struct slice pid, const struct file *file, struct why *why)
{
    struct origin o = origin_of(e->partition, e->cause);
    origin_add(&o, pid);
    origin_add(&o, ties_root(table, pid));
    struct buffer *sent = sent_put(h, &o);
    return sent ? kin_own(file, sent, why) : why_set(why, RC_BROKEN, "out of memory");
}

/* First all files become what the links say, and then they are spoken of, by pid. */
static enum rc link_take(struct hops *h, const struct hops_way *way, const struct json_event *e,
    struct ties *table, struct why *why)
{
    size_t n = ties_count(table);
    bool *changed = calloc(n + 1, sizeof *changed);
    enum rc rc = changed ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    for (size_t i = 0; rc == RC_OK && i < n; i++) {
        struct kin_news news = { .changed = false };
        struct slice pid = ties_pid(table, i);
        struct file *file = NULL;
        rc = way->find(way->self, e, pid, false, &file);
        if (rc == RC_OK && file) rc = kin_settle(file, pid, table, &news, why);
        if (rc == RC_OK && news.sends) rc = file_send(h, table, e, pid, file, why);
        changed[i] = news.changed;
    }
    for (size_t i = 0; rc == RC_OK && i < n; i++)
        if (changed[i]) rc = way->step(way->self, e, ties_pid(table, i), why);
    free(changed);
    return rc;
}

/* Whoever was led by a person who was shredded was that person. */
static enum rc group_end(
    const struct hops_way *way, const struct json_event *e, struct ties *table, struct why *why)
{
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < ties_count(table); i++) {
        struct slice pid = ties_pid(table, i);
        struct file *file = NULL;
        if (slice_equal(pid, e->hop.member) || !slice_equal(ties_root(table, pid), e->hop.member))
            continue;
        rc = way->find(way->self, e, pid, false, &file);
        if (rc == RC_OK && file) file_shred_member(file);
    }
    return rc == RC_OK ? ties_dissolve(table, e->hop.member, why) : rc;
}

static enum rc file_take(struct hops *h, const struct hops_way *way, const struct json_event *e,
    const struct kin_way *kin, struct why *why)
{
    struct origin o = origin_of(e->hop.partition, e->hop.cause);
    origin_add(&o, e->hop.member);
    origin_add(&o, e->hop.to);
    const struct buffer *sent = sent_find(h, &o);
    struct file *file = NULL;
    bool changed = false;
    if (!sent) return RC_OK;
    enum rc rc = way->find(way->self, e, e->hop.to, true, &file);
    if (rc == RC_OK) rc = kin_take(file, kin, buffer_slice(sent), &changed, why);
    if (rc == RC_OK && changed) rc = way->step(way->self, e, e->hop.to, why);
    return rc == RC_REFUSED ? RC_BROKEN : rc;
}

static enum rc fact_take(const struct hops_way *way, const struct json_event *e,
    const struct kin_way *kin, const struct fact *fact, struct why *why)
{
    struct file_answer answer;
    struct file *file = NULL;
    enum rc rc = way->find(way->self, e, e->hop.to, true, &file);
    if (rc == RC_OK) rc = kin_add(file, kin, fact, &answer, why);
    return rc == RC_OK ? way->fact(way->self, e, fact, &answer, why) : rc;
}

enum rc hops_take(struct hops *h, const struct hops_way *way, const struct json_event *e,
    struct arena *a, struct why *why)
{
    struct ties *table = NULL;
    struct fact fact;
    enum rc rc = table_of(h, e->partition, &table, why);
    if (rc != RC_OK) return rc;
    const struct kin_way kin = { e->hop.member, e->hop.to, table };
    if (slice_is(e->hop.kind, "file")) return file_take(h, way, e, &kin, why);
    if (slice_is(e->hop.kind, HOP_ERASED)) {
        rc = group_end(way, e, table, why);
        return rc == RC_OK ? link_take(h, way, e, table, why) : rc;
    }
    rc = fact_find(h, e, a, &fact, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    if (slice_is(e->hop.kind, "fact")) return fact_take(way, e, &kin, &fact, why);
    rc = ties_add(table, &fact, why);
    return rc == RC_OK ? link_take(h, way, e, table, why) : rc;
}
