/* board:<region>: a hash of counters, as they were at the end of the day before the last daily tick
 * (design.md 7). The assessor says differences with every change; those of a day stand aside in
 * today:<p>, by day, region and counter, until a closing at or after the daily tick that follows
 * the day: then the boards get them, and they are taken out, in the same script.
 *
 * Sums are kept over the batch of a part, and written once a script: a daily tick moves few
 * counters many times. What stands aside is read only for a batch that ends a day. */
#include "board.h"

#include <stdlib.h>

enum { SLOTS_FIRST = 1024, SPARE_TURN = 30, WRITES_A_TURN = 2 };

struct sum {
    date day;
    struct slice region, counter; /* in the arena of the batch */
    int64_t ahead;                /* of this day, what is read included */
    int64_t by;                   /* of it, what is not written yet */
    bool stands;                  /* has a field in today:<p> */
};

struct board {
    struct sum *sums; /* owned */
    size_t n, room;
    uint32_t *index; /* owned; 0: none, else 1 + place in sums */
    size_t slots;    /* a power of two, at least twice n */
    size_t n_moved;  /* sums with something to write */
    size_t turned;   /* before it the turn of the day is written */
};

struct board *board_new(void)
{
    CLEANUP(board_freep) struct board *b = calloc(1, sizeof *b);
    if (!b) return NULL;
    b->slots = SLOTS_FIRST;
    b->room = SLOTS_FIRST / 2;
    b->sums = calloc(b->room, sizeof *b->sums);
    b->index = calloc(b->slots, sizeof *b->index);
    return b->sums && b->index ? TAKE(b) : NULL;
}

struct board *board_free(struct board *b)
{
    if (!b) return NULL;
    free(b->sums);
    free(b->index);
    free(b);
    return NULL;
}

size_t board_count(const struct board *b) { return b->n_moved; }

date board_day(instant closing)
{
    return date_plus(instant_date(instant_minus(closing, MINUTES(30))), -1);
}

/* --- sums --- */

static uint64_t hash_add(uint64_t h, struct slice part)
{
    for (size_t i = 0; i < part.n; i++) h = (h ^ part.at[i]) * 1099511628211u;
    return h;
}

static uint32_t *slot_of(struct board *b, const struct sum *key)
{
    uint64_t h = 1469598103934665603u + (uint64_t)key->day.days;
    h = hash_add(hash_add(h, key->region), key->counter);
    for (size_t at = h ^ h >> 32;; at++) {
        uint32_t *slot = &b->index[at & (b->slots - 1)];
        if (!*slot) return slot;
        const struct sum *s = &b->sums[*slot - 1];
        if (s->day.days == key->day.days && slice_equal(s->region, key->region) &&
            slice_equal(s->counter, key->counter))
            return slot;
    }
}

static bool grow(struct board *b)
{
    uint32_t *index = calloc(2 * b->slots, sizeof *index);
    struct sum *sums = index ? realloc(b->sums, 2 * b->room * sizeof *sums) : NULL;
    if (!sums) {
        free(index);
        return false;
    }
    free(b->index);
    b->index = index;
    b->slots *= 2;
    b->sums = sums;
    b->room *= 2;
    for (size_t i = 0; i < b->n; i++) *slot_of(b, &b->sums[i]) = (uint32_t)i + 1;
    return true;
}

/* NULL: out of memory. */
static struct sum *sum_of(struct board *b, const struct sum *key)
{
    if (b->n == b->room && !grow(b)) return NULL;
    uint32_t *slot = slot_of(b, key);
    if (!*slot) {
        b->sums[b->n++] = *key;
        *slot = (uint32_t)b->n;
    }
    return &b->sums[*slot - 1];
}

void board_add(struct view *v, const struct said *said)
{
    const struct hub_change_body *body = said->body;
    struct board *b = v->board;
    date day = instant_date(said->at);
    for (size_t i = 0; i < body->deltas.n; i++) {
        const struct hub_board_delta *d = &body->deltas.at[i];
        struct sum key = { .day = day, .region = d->region, .counter = d->counter };
        struct sum *s = sum_of(b, &key);
        if (!s) v->failed = true;
        if (!s || d->by == 0) continue;
        b->n_moved -= s->by != 0;
        s->by += d->by;
        s->ahead += d->by;
        b->n_moved += s->by != 0;
    }
}

/* --- what stands aside --- */

static void field_word(struct view *v, const struct sum *s)
{
    struct text day = date_text(s->day);
    buffer_reset(v->scratch);
    buffer_printf(v->scratch, "%s %.*s %.*s", day.at, (int)s->region.n, (const char *)s->region.at,
        (int)s->counter.n, (const char *)s->counter.at);
    writes_word(v->writes, buffer_slice(v->scratch));
}

static struct slice word_take(struct slice *rest)
{
    const uint8_t *blank = memchr(rest->at, ' ', rest->n);
    size_t n = blank ? (size_t)(blank - rest->at) : rest->n;
    struct slice word = slice_of(rest->at, n);
    n += blank != NULL;
    *rest = slice_of(rest->at + n, rest->n - n);
    return word;
}

static bool field_parse(struct slice field, struct slice value, struct sum *ret)
{
    struct text number = { "" };
    *ret = (struct sum){ .stands = true };
    if (!date_parse(word_take(&field), &ret->day) || !text_from(value, &number)) return false;
    ret->region = word_take(&field);
    ret->counter = field;
    ret->ahead = strtoll(number.at, NULL, 10);
    return ret->region.n > 0 && ret->counter.n > 0;
}

bool board_turns(const struct part *p)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct said *s = &p->said[i];
        if (s->kind == WORD_CLOSING && board_day(s->at).days > p->standing.boards.days) return true;
    }
    return false;
}

enum rc board_ask(
    struct store *store, struct slice prefix, const struct part *part, struct why *why)
{
    struct name key = name_of(prefix, "today:", slice_str(part->number));
    const struct slice words[] = { slice_of("HGETALL", 7), name_slice(&key) };
    return store_ask(store, words, COUNT(words), why);
}

enum rc board_take(struct store *store, struct part *part, struct arena *a, struct why *why)
{
    struct answer hash;
    enum rc rc = store_answer(store, &hash, why);
    if (rc != RC_OK || hash.kind != ANSWER_LIST) return rc;
    part->aside = arena_take(a, (hash.n + 1) * sizeof *part->aside);
    if (!part->aside) return why_set(why, RC_BROKEN, "out of memory for boards");
    for (size_t i = 0; i < hash.n; i++) {
        part->aside[i] = arena_copy(a, answer_at(&hash, i).text);
        if (!part->aside[i].at) return why_set(why, RC_BROKEN, "out of memory for boards");
    }
    part->n_aside = hash.n / 2;
    return RC_OK;
}

enum rc board_begin(struct board *b, const struct part *part, struct why *why)
{
    b->n = b->n_moved = b->turned = 0;
    memset(b->index, 0, b->slots * sizeof *b->index);
    for (size_t i = 0; i < part->n_aside; i++) {
        struct sum s;
        if (!field_parse(part->aside[2 * i], part->aside[2 * i + 1], &s))
            return why_set(why, RC_BROKEN, "what stands aside for boards is not ours");
        if (!sum_of(b, &s)) return why_set(why, RC_BROKEN, "out of memory for boards");
    }
    return RC_OK;
}

/* --- writing --- */

void board_write(struct view *v)
{
    struct board *b = v->board;
    for (size_t i = 0; i < b->n && b->n_moved > 0; i++) {
        struct sum *s = &b->sums[i];
        if (s->by == 0) continue;
        writes_begin(v->writes, "HINCRBY");
        view_key(v, "today:", slice_str(v->part->number));
        field_word(v, s);
        writes_number(v->writes, s->by);
        writes_end(v->writes);
        s->stands = true;
        s->by = 0;
        b->n_moved--;
    }
}

static void sum_turn(struct view *v, struct sum *s)
{
    if (s->ahead != 0) {
        writes_begin(v->writes, "HINCRBY");
        view_key(v, "board:", s->region);
        writes_word(v->writes, s->counter);
        writes_number(v->writes, s->ahead);
        writes_end(v->writes);
    }
    if (s->stands) {
        writes_begin(v->writes, "HDEL");
        view_key(v, "today:", slice_str(v->part->number));
        field_word(v, s);
        writes_end(v->writes);
    }
    v->board->n_moved -= s->by != 0;
    s->ahead = s->by = 0;
    s->stands = false;
}

bool board_turn(struct view *v, date day)
{
    struct board *b = v->board;
    for (; b->turned < b->n; b->turned++) {
        size_t so_far = v->writes->n + 2 * v->n_dirty + b->n_moved;
        if (so_far + WRITES_A_TURN + SPARE_TURN > WRITES_MAX) return false;
        if (b->sums[b->turned].day.days <= day.days) sum_turn(v, &b->sums[b->turned]);
    }
    b->turned = 0;
    v->standing.boards = day;
    return true;
}
