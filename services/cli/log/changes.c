/* Words as they were heard, in the order of the log. A word that another one supersedes is known
 * there by its cause, and printed by its number. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "codec/json_words.h"
#include "fold/names.h"
#include "log/export.h"
#include "log/merge.h"
#include "runtime/change_open.h"
#include "runtime/speaker.h"

/* The end of a state line; `member` is the statistics' to say. */
#define FACTS "\"facts\":"
#define MEMBER ",\"member\":[]}\n"

enum { LINE_MAX_BYTES = 4 << 20, CLEAR_MAX = 2 << 20, ARENA_MAX = 64 << 20 };

/* How a file was last said to stand: its line up to the number of facts, which every change says
 * anew; NULL when it has none any more. */
struct stand {
    struct text pid;
    char *line; /* owned */
    int64_t facts;
};

struct changes {
    const struct log_view *view;
    struct heard *heard;  /* by partition */
    struct word *fronts;  /* by partition: the word in front */
    int64_t *limits;      /* by partition, of hub.changes */
    struct names *said;   /* pid, cause, index -> number of the word */
    struct names *people; /* pid -> place in stands */
    struct stand *stands;
    size_t n, room;
    int64_t number;
    struct arena *arena;
    struct buffer line, clear;
};

static enum rc judge(
    void *self, const struct record *r, struct arena *a, instant *ret_at, struct why *why)
{
    struct changes *c = self;
    struct word *w = &c->fronts[r->partition];
    enum rc rc = word_read(&c->heard[r->partition], r, a, w, why);
    if (rc != RC_OK) return rc;
    bool seen = w->kind == WORD_CHANGE && w->hearing == HEARING_NEW &&
                w->cause.offset < c->view->ends->at[r->partition];
    if (seen) *ret_at = w->change.at;
    return seen ? RC_OK : RC_REFUSED;
}

static enum rc line_out(struct changes *c, struct why *why)
{
    const struct buffer *b = &c->line;
    if (!buffer_whole(b)) return why_set(why, RC_BROKEN, "a line that does not end");
    bool written = fwrite(b->at, 1, b->n, c->view->out) == b->n;
    buffer_reset(&c->line);
    return written ? RC_OK : why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
}

/* --- signals --- */

struct word_name {
    uint8_t at[TEXT_MAX + 16];
    size_t n;
};

static struct word_name name_of(struct slice pid, int64_t cause, int32_t index)
{
    struct word_name name = { .n = MIN(pid.n, (size_t)TEXT_MAX) };
    memcpy(name.at, pid.at, name.n);
    memcpy(name.at + name.n, &cause, sizeof cause);
    memcpy(name.at + name.n + sizeof cause, &index, sizeof index);
    name.n += sizeof cause + sizeof index;
    return name;
}

static enum rc signal_out(struct changes *c, const struct words_place *where, int64_t cause,
    int32_t index, const struct hub_signal *s, struct why *why)
{
    struct words_place place = *where;
    struct word_name own = name_of(where->pid, cause, index);
    size_t n = s->supersedes.n;
    int64_t *numbers = arena_take(c->arena, (n + 1) * sizeof *numbers);
    if (!numbers) return why_set(why, RC_BROKEN, "the arena is full");
    for (size_t i = 0; i < n; i++) {
        const struct hub_word_place *w = &s->supersedes.at[i];
        struct word_name name = name_of(where->pid, w->cause, w->index);
        numbers[i] = MAX(names_find(c->said, slice_of(name.at, name.n)), 0);
    }
    place.n = ++c->number;
    place.supersedes = numbers;
    if (names_put(c->said, slice_of(own.at, own.n), place.n) < 0)
        return why_set(why, RC_BROKEN, "out of memory");
    words_put_signal(&c->line, &place, s);
    return line_out(c, why);
}

/* --- states --- */

static struct stand *stand_of(struct changes *c, struct slice pid)
{
    if (c->n == c->room) {
        size_t room = c->room ? 2 * c->room : 256;
        struct stand *stands = realloc(c->stands, room * sizeof *stands);
        if (!stands) return NULL;
        c->stands = stands;
        c->room = room;
    }
    int64_t place = names_put(c->people, pid, (int64_t)c->n);
    if (place < 0) return NULL;
    if (place < (int64_t)c->n) return &c->stands[place];
    struct stand *s = &c->stands[c->n++];
    *s = (struct stand){ .line = NULL };
    return text_from(pid, &s->pid) ? s : NULL;
}

static enum rc line_keep(
    struct changes *c, struct stand *s, const struct hub_file_state *state, struct why *why)
{
    const struct words_state more = { .pid = slice_text(&s->pid) };
    words_put_state(&c->line, &more, state);
    buffer_byte(&c->line, 0);
    s->line = buffer_whole(&c->line) ? strdup((const char *)c->line.at) : NULL;
    buffer_reset(&c->line);
    char *facts = s->line ? strstr(s->line, FACTS) : NULL;
    if (!facts) return why_set(why, RC_BROKEN, "out of memory");
    *facts = '\0';
    return RC_OK;
}

static enum rc state_note(
    struct changes *c, struct slice pid, const struct hub_change_body *body, struct why *why)
{
    struct stand *s = stand_of(c, pid);
    if (!s) return why_set(why, RC_BROKEN, "out of memory");
    s->facts = body->facts;
    if (!body->has_state && body->facts > 0) return RC_OK;
    free(s->line);
    s->line = NULL;
    return body->facts > 0 ? line_keep(c, s, &body->state, why) : RC_OK;
}

static int by_pid(const void *a, const void *b)
{
    const struct stand *x = a, *y = b;
    return strcmp(x->pid.at, y->pid.at);
}

static enum rc states_out(struct changes *c, struct why *why)
{
    if (c->n) qsort(c->stands, c->n, sizeof *c->stands, by_pid);
    for (size_t i = 0; i < c->n; i++) {
        const struct stand *s = &c->stands[i];
        if (s->line && fprintf(c->view->out, "%s" FACTS "%" PRId64 MEMBER, s->line, s->facts) < 0)
            return why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
    }
    return RC_OK;
}

/* --- a change --- */

static enum rc take(void *self, const struct record *r, struct why *why)
{
    struct changes *c = self;
    const struct hub_change *change = &c->fronts[r->partition].change;
    const struct words_place where = { .at = change->at, .pid = r->key };
    const struct change_sealed sealed = { r, change, c->view->keys, &c->clear, c->arena };
    const struct hub_change_body *body = NULL;
    arena_reset(c->arena);
    enum rc rc = change_open(&sealed, &body, why);
    if (rc == RC_REFUSED) return why_add(why, RC_BROKEN, "hub.changes");
    if (rc != RC_OK || !body) return rc; /* shredded since */
    for (size_t i = 0; rc == RC_OK && i < body->signals.n; i++)
        rc = signal_out(c, &where, change->cause, (int32_t)i, &body->signals.at[i], why);
    return rc == RC_OK && c->view->states ? state_note(c, r->key, body, why) : rc;
}

static enum rc limits_read(struct changes *c, struct why *why)
{
    CLEANUP(reader_closep) struct reader *reader = NULL;
    const struct reader_conf conf = { .brokers = c->view->brokers, .client = "coastline-log" };
    struct bus_span log = { 0 };
    enum rc rc = reader_open(&reader, &conf, why);
    for (int32_t p = 0; rc == RC_OK && p < c->view->ends->log.partitions; p++) {
        rc = reader_span(reader, TOPIC_CHANGES, p, &log, why);
        c->limits[p] = log.high;
    }
    return rc;
}

static enum rc changes_open(struct changes *c, size_t n, struct why *why)
{
    c->heard = calloc(n, sizeof *c->heard);
    c->fronts = calloc(n, sizeof *c->fronts);
    c->limits = calloc(n, sizeof *c->limits);
    c->said = names_new();
    c->people = names_new();
    c->arena = arena_new(ARENA_MAX);
    c->line = buffer_new(LINE_MAX_BYTES);
    c->clear = buffer_new(CLEAR_MAX);
    if (!c->heard || !c->fronts || !c->limits || !c->said || !c->people || !c->arena)
        return why_set(why, RC_BROKEN, "out of memory");
    for (size_t i = 0; i < n; i++) c->heard[i] = heard_nothing();
    return limits_read(c, why);
}

static void changes_close(struct changes *c)
{
    for (size_t i = 0; i < c->n; i++) free(c->stands[i].line);
    free(c->stands);
    free(c->heard);
    free(c->fronts);
    free(c->limits);
    names_free(c->said);
    names_free(c->people);
    arena_free(c->arena);
    buffer_deinit(&c->line);
    buffer_deinit(&c->clear);
}

enum rc log_changes(const struct log_view *view, struct why *why)
{
    struct changes c = { .view = view };
    size_t n = (size_t)view->ends->log.partitions;
    enum rc rc = changes_open(&c, n, why);
    const struct merge_conf merge = { .brokers = view->brokers,
        .topic = TOPIC_CHANGES,
        .limits = c.limits,
        .partitions = (int32_t)n,
        .self = &c,
        .judge = judge,
        .take = take };
    if (rc == RC_OK) rc = merge_run(&merge, why);
    if (rc == RC_OK && view->states) rc = states_out(&c, why);
    changes_close(&c);
    return rc;
}
