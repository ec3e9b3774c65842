/* A step is full where one more change could take it beyond the writes of a script. */
#include "steps.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "board.h"
#include "forget.h"
#include "meta.h"

enum { SCRATCH_MAX = 4 << 20, STEPS_MAX = 8192, SPARE = 30, WRITES_A_FILED = 6 };

/* A script that was sent: what is true if Redis takes it. */
struct sent {
    struct part *part;
    struct standing standing;
    int64_t changes;
};

struct steps {
    struct store *store;
    struct rows *rows;
    struct writes writes;
    struct pack pack;
    bool packs;
    struct buffer scratch;
    struct board *board;
    struct row *dirty[WRITES_MAX];
    struct sent *sent;
    size_t n_sent;
};

struct steps *steps_new(struct store *store)
{
    CLEANUP(steps_freep) struct steps *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->store = store;
    s->writes = writes_new();
    s->scratch = buffer_new(SCRATCH_MAX);
    s->pack = pack_new();
    s->rows = rows_new();
    s->board = board_new();
    s->sent = calloc(STEPS_MAX, sizeof *s->sent);
    return s->rows && s->board && s->sent ? TAKE(s) : NULL;
}

struct steps *steps_free(struct steps *s)
{
    if (!s) return NULL;
    writes_deinit(&s->writes);
    buffer_deinit(&s->scratch);
    pack_deinit(&s->pack);
    rows_close(s->rows);
    board_free(s->board);
    free(s->sent);
    free(s);
    return NULL;
}

void steps_pack(struct steps *s, bool packs) { s->packs = packs; }

/* --- one step --- */

struct making {
    struct steps *steps;
    struct view view;
    struct part *part;
    int64_t noted_to; /* digests were looked for up to this place */
    int64_t changes;  /* in this step */
    char expected[24];
};

static void step_begin(struct making *m)
{
    int64_t next = m->view.standing.next;
    writes_reset(m->view.writes);
    m->changes = 0;
    m->expected[0] = '\0';
    if (next >= 0) (void)snprintf(m->expected, sizeof m->expected, "%" PRId64, next);
}

static void files_write(struct view *v)
{
    for (size_t i = 0; i < v->n_dirty; i++) file_write(v, v->dirty[i]);
    v->n_dirty = 0;
}

/* A note stands before the first record at or beyond each 10,000 offsets. */
static void note(struct making *m, int64_t to)
{
    int64_t mark = to / NOTE_EVERY * NOTE_EVERY;
    bool is_due = mark > 0 && mark > m->noted_to;
    m->noted_to = to;
    if (!is_due) return;
    files_write(&m->view);
    meta_note(&m->view, mark);
}

/* Everything before `next` is in this step or before it. */
static enum rc step_end(struct making *m, int64_t next, struct why *why)
{
    struct steps *s = m->steps;
    struct view *v = &m->view;
    char digits[24];
    if (s->n_sent == STEPS_MAX) return why_set(why, RC_BROKEN, "a batch of too many steps");
    files_write(v);
    board_write(v);
    v->standing.next = next;
    meta_write(v);
    if (v->failed || !buffer_whole(&s->scratch))
        return why_set(why, RC_BROKEN, "out of memory for a step");
    (void)snprintf(digits, sizeof digits, "%" PRId64, next);
    struct name key = name_of(v->prefix, "meta:", slice_str(m->part->number));
    struct store_step step = { name_slice(&key), slice_str(m->expected), slice_str(digits) };
    enum rc rc = store_apply(s->store, &step, v->writes, why);
    if (rc != RC_OK) return rc;
    s->sent[s->n_sent++] = (struct sent){ m->part, v->standing, m->changes };
    step_begin(m);
    return RC_OK;
}

static size_t writes_of(const struct said *s)
{
    if (s->kind != WORD_CHANGE) return 0;
    if (said_ends(s)) return 8 + WRITES_A_FILED * FILED_MAX + (s->body ? s->body->deltas.n : 0);
    const struct hub_file_state *state = &s->body->state;
    size_t filed = s->row->n_filed;
    if (s->body->has_state)
        filed += MIN(state->tasks.n, (size_t)TASKS_MAX) +
                 MIN(state->alerts.n, (size_t)OPEN_ALERTS_MAX) + state->muted.n / 256;
    return 8 + WRITES_A_FILED * filed + s->body->deltas.n;
}

static bool is_full(const struct view *v, const struct said *s)
{
    size_t so_far = v->writes->n + 2 * v->n_dirty + board_count(v->board);
    return so_far > 0 && so_far + writes_of(s) + SPARE > WRITES_MAX;
}

void step_change(struct view *v, const struct said *s)
{
    bool ends = said_ends(s);
    const struct hub_change_body *stays = ends ? NULL : s->body;
    if (ends) timeline_drop(v, s->row);
    if (!ends) timeline_write(v, s);
    worklist_write(v, s->row, stays);
    alerts_write(v, s->row, stays);
    if (s->body && v->board) board_add(v, s);
    feed_write(v, s);
    file_note(v, s);
}

/* A closing that ends a day gives its differences to the boards. */
static enum rc boards_write(struct making *m, const struct said *s, struct why *why)
{
    enum rc rc = RC_OK;
    date day = board_day(s->at);
    if (s->kind != WORD_CLOSING || day.days <= m->view.standing.boards.days) return RC_OK;
    while (rc == RC_OK && !board_turn(&m->view, day)) rc = step_end(m, s->offset, why);
    return rc;
}

static enum rc part_write(struct making *m, struct why *why)
{
    struct part *p = m->part;
    enum rc rc = board_begin(m->view.board, p, why);
    step_begin(m);
    forget_write(&m->view);
    for (size_t i = 0; rc == RC_OK && i < p->n; i++) {
        const struct said *s = &p->said[i];
        if (is_full(&m->view, s)) rc = step_end(m, s->offset, why);
        note(m, s->offset);
        if (rc == RC_OK) rc = boards_write(m, s, why);
        if (s->kind == WORD_CHANGE) step_change(&m->view, s);
        m->changes += s->kind == WORD_CHANGE;
        meta_hear(&m->view.standing, s);
    }
    note(m, p->next);
    return rc == RC_OK ? step_end(m, p->next, why) : rc;
}

static enum rc part_send(struct steps *s, struct slice prefix, struct part *p, struct why *why)
{
    struct making m = { .steps = s,
        .part = p,
        .noted_to = p->standing.next,
        .view = { .prefix = prefix,
            .part = p,
            .standing = p->standing,
            .writes = &s->writes,
            .board = s->board,
            .pack = s->packs ? &s->pack : NULL,
            .scratch = &s->scratch,
            .arena = rows_arena(s->rows),
            .dirty = s->dirty } };
    return p->doubtful || p->next == p->standing.next ? RC_OK : part_write(&m, why);
}

/* --- answers --- */

static enum rc answers_take(struct steps *s, struct steps_tally *tally, struct why *why)
{
    for (size_t i = 0; i < s->n_sent; i++) {
        struct sent *sent = &s->sent[i];
        struct text there = { "" };
        enum rc rc = store_applied(s->store, &there, why);
        if (rc == RC_REFUSED) {
            sent->part->doubtful = true;
            continue;
        }
        if (rc != RC_OK) return rc;
        sent->part->standing = sent->standing;
        tally->scripts++;
        tally->changes += sent->changes;
    }
    return RC_OK;
}

enum rc steps_apply(struct steps *s, struct slice prefix, struct part *const *parts, size_t n_parts,
    struct steps_tally *ret, struct why *why)
{
    *ret = (struct steps_tally){ 0 };
    s->n_sent = 0;
    enum rc rc = rows_load(s->rows, s->store, prefix, parts, n_parts, why);
    for (size_t i = 0; rc == RC_OK && i < n_parts; i++) rc = part_send(s, prefix, parts[i], why);
    if (rc == RC_OK) rc = answers_take(s, ret, why);
    for (size_t i = 0; rc == RC_OK && i < n_parts; i++) {
        ret->conflicts += parts[i]->doubtful;
        part_empty(parts[i]);
    }
    return rc;
}
